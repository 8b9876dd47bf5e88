// Chromium without a window, spoken to over two pipes (the DevTools protocol, a NUL after each message). One page, reused.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OPTIONS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--remote-debugging-pipe'];

export class Browser {
  constructor(program) {
    this.folder = mkdtempSync(join(tmpdir(), 'pol-html-'));
    this.child = spawn(program, [...OPTIONS, `--user-data-dir=${this.folder}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.waiting = new Map(); // by number of the message: what to do with its answer
    this.events = [];
    this.listeners = [];
    this.number = 0;
    let rest = '';
    this.child.stdio[4].setEncoding('utf8');
    this.child.stdio[4].on('data', (text) => {
      const parts = (rest + text).split('\0');
      rest = parts.pop();
      for (const part of parts) this.take(JSON.parse(part));
    });
    this.child.on('exit', () => this.fail(new Error(`${program} ended`)));
    this.child.on('error', (error) => this.fail(error));
    this.child.stdio[3].on('error', () => {});
  }

  fail(error) {
    for (const one of this.waiting.values()) one.reject(error);
    this.waiting.clear();
  }

  take(message) {
    if (message.id !== undefined) {
      const one = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.error) one.reject(new Error(message.error.message));
      else one.resolve(message.result);
    } else {
      this.events.push(message);
      for (const listener of this.listeners) listener(message);
    }
  }

  send(method, params = {}) {
    const id = ++this.number;
    this.child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: this.session })}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  async open() {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    this.session = sessionId;
    await this.send('Page.enable');
    await this.send('Network.enable');
    await this.send('Runtime.enable');
    await this.send('Log.enable');
  }

  // Gives the addresses that the page asked for besides itself.
  async go(url, width = 900) {
    this.events = [];
    await this.send('Emulation.setDeviceMetricsOverride', { width, height: 1200, deviceScaleFactor: 1, mobile: false });
    await this.send('Emulation.setEmulatedMedia', { media: 'screen' });
    const loaded = new Promise((resolve) => {
      const listener = (message) => {
        if (message.method !== 'Page.loadEventFired') return;
        this.listeners = this.listeners.filter((one) => one !== listener);
        resolve();
      };
      this.listeners.push(listener);
    });
    await this.send('Page.navigate', { url });
    await loaded;
    return this.events.filter((one) => one.method === 'Network.requestWillBeSent').map((one) => one.params.request.url).filter((one) => one !== url);
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  media(media) { return this.send('Emulation.setEmulatedMedia', { media }); }

  async pdf() {
    const { data } = await this.send('Page.printToPDF', { preferCSSPageSize: true, displayHeaderFooter: false });
    return Buffer.from(data, 'base64');
  }

  async close() {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.send('Browser.close').catch(() => {});
    await ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
