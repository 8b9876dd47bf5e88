// Holds HTML that pol writes to what its readers need: valid, self-contained, accessible (axe, contrast 7:1) with its annexes closed and open, no wider than a
// telephone, and on paper numbered to the last page. usage: node check.mjs CHROMIUM FILE.html…
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { Browser } from './browser.mjs';

const NARROW = 320;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const validator = new HtmlValidate(new FileSystemConfigLoader({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'no-inline-style': 'error', 'require-sri': 'error' },
}));

async function validFaults(text, file) {
  const report = await validator.validateString(text, file);
  return report.results.flatMap((one) => one.messages).map((one) => `line ${one.line}: ${one.message} (${one.ruleId})`);
}

// Nothing that is fetched, and nothing that runs; of a comparison its one script, which its policy of content names by its digest, and nothing else.
function bareFaults(text, comparison) {
  const wrong = [comparison ? /<script[^>]|<script(?=[^]*<script)/i : /<script/i, /<link/i, /<img/i, /<iframe/i, /<object/i, /\ssrc=/i, /\son[a-z]+=/i, /url\(/i, /@import/i, /@font-face/i, /href="(?!#)/i];
  const faults = wrong.filter((one) => one.test(text)).map((one) => `holds ${one}`);
  if (comparison && !/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'">/.test(text))
    faults.push('its policy of content is not what it should be');
  return faults;
}

const AXE = (paper) => `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'color-contrast-enhanced': { enabled: true }${paper ? ", 'target-size': { enabled: false }" : ''} }, resultTypes: ['violations'] })
  .then((all) => all.violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.target.join(' ') + ': ' + one.help)))`;
const BROKEN_LINKS = `[...document.querySelectorAll('a[href^="#"]')].map((one) => one.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id))`;
const OPEN = `for (const one of document.querySelectorAll('details')) one.open = true`;
const CLOSE = `for (const one of document.querySelectorAll('details')) one.open = false`;

async function axeFaults(browser, what) {
  return (await browser.evaluate(AXE(what === 'printed'))).map((one) => `${what}: ${one}`);
}

async function wideFaults(browser, url) {
  await browser.go(url, NARROW);
  await browser.evaluate(OPEN);
  const width = await browser.evaluate('document.scrollingElement.scrollWidth');
  return width > NARROW ? [`${width} pixels wide on a screen of ${NARROW}`] : [];
}

// What the reader's tools would show as an error: a script that fails, or something that the policy of content stops.
function consoleFaults(browser) {
  const said = (one) => one.params.exceptionDetails?.exception?.description ?? one.params.entry?.text ?? JSON.stringify(one.params.args);
  const bad = (one) => one.method === 'Runtime.exceptionThrown' || (one.method === 'Log.entryAdded' && one.params.entry.level !== 'verbose') || one.method === 'Runtime.consoleAPICalled';
  return browser.events.filter(bad).map((one) => `the console says: ${said(one)}`);
}

const KEYS = { Enter: [13, '\r'], Tab: [9, ''], Escape: [27, ''] };

async function press(browser, key) {
  const [code, text] = KEYS[key];
  await browser.send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', key, code: key, windowsVirtualKeyCode: code, text });
  await browser.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, windowsVirtualKeyCode: code });
}

// Tables are sorted and filtered with keys alone: Tab leads to each button and field, Enter sorts, letters filter, Escape shows all again.
const STATE = `(() => {
  const table = document.querySelector('#losses') ?? document.querySelector('.listing table'), listing = table.closest('.listing');
  const head = table.tHead.rows[0].cells, rows = [...table.tBodies[0].rows];
  return { rows: rows.map((row) => row.textContent), shown: rows.filter((row) => row.getClientRects().length > 0).length, first: rows.map((row) => row.cells[0].textContent),
    sorted: [...head].map((one) => one.getAttribute('aria-sort') ?? ''), buttons: table.tHead.querySelectorAll('button').length,
    focus: document.activeElement.textContent, status: listing.querySelector('[role=status]')?.textContent, field: document.activeElement === listing.querySelector('input') };
})()`;
const rising = (list) => list.every((one, i) => i === 0 || list[i - 1].localeCompare(one, 'en', { numeric: true, sensitivity: 'base' }) <= 0);

async function keyboardFaults(browser) {
  const faults = [];
  const expect = (holds, what) => { if (!holds) faults.push(`keyboard: ${what}`); };
  const before = await browser.evaluate(STATE);
  if (before.rows.length < 2) return faults;
  await browser.evaluate(`(document.querySelector('#losses') ?? document.querySelector('.listing table')).querySelector('thead button').focus(); 0`);
  await press(browser, 'Enter');
  let now = await browser.evaluate(STATE);
  expect(now.sorted[0] === 'ascending' && rising(now.first), 'Enter on the first heading does not sort');
  expect(now.sorted.slice(1).every((one) => one === ''), 'other headings say that they are sorted');
  await press(browser, 'Enter');
  now = await browser.evaluate(STATE);
  expect(now.sorted[0] === 'descending' && rising([...now.first].reverse()), 'Enter again does not sort the other way round');
  expect([...now.rows].sort().join() === [...before.rows].sort().join(), 'sorting loses a row');
  const focus = now.focus;
  await press(browser, 'Tab');
  now = await browser.evaluate(STATE);
  expect(now.buttons < 2 || now.focus !== focus, 'Tab does not lead on to the next heading');
  if (now.status === undefined) return faults;
  const field = `(document.querySelector('#losses') ?? document.querySelector('.listing table')).closest('.listing').querySelector('input').focus(); 0`;
  await browser.evaluate(field);
  const word = await browser.evaluate(`document.activeElement.closest('.listing').querySelector('tbody tr').cells[0].textContent.split(' ')[0]`);
  await browser.send('Input.insertText', { text: word.toUpperCase() });
  now = await browser.evaluate(STATE);
  const wanted = before.rows.filter((row) => row.toLowerCase().includes(word.toLowerCase())).length;
  expect(now.field && now.shown === wanted, `"${word}" shows ${now.shown} rows of ${wanted}`);
  expect(now.status === (wanted === before.rows.length ? `all ${wanted} shown` : `${wanted} of ${before.rows.length} shown`), `the count says "${now.status}"`);
  await browser.send('Input.insertText', { text: ' no such word' });
  now = await browser.evaluate(STATE);
  expect(now.shown === 0 && now.status.startsWith('0 of'), 'what nothing has shows something');
  await browser.media('print');
  expect((await browser.evaluate(STATE)).shown === before.rows.length, 'what is filtered away is not printed');
  expect(await browser.evaluate(`document.querySelector('.tools').getClientRects().length`) === 0, 'fields are printed');
  await browser.media('screen');
  await browser.evaluate(field); // on paper there is none
  await press(browser, 'Escape');
  expect((await browser.evaluate(STATE)).shown === before.rows.length, 'Escape does not show all again');
  return faults;
}

// A comparison is complete without its script; looked at in the dark; used by keys.
async function comparisonFaults(browser, url) {
  const faults = [];
  await browser.send('Emulation.setScriptExecutionDisabled', { value: true });
  await browser.go(url);
  if (await browser.evaluate(`document.querySelectorAll('button, input').length`) !== 0) faults.push('without its script there are buttons that do nothing');
  if (await browser.evaluate(`[...document.querySelectorAll('main *')].some((one) => one.hidden)`)) faults.push('without its script something is hidden');
  await browser.send('Emulation.setScriptExecutionDisabled', { value: false });
  await browser.go(url, NARROW);
  await browser.evaluate(`${axe}; 0`);
  faults.push(...await axeFaults(browser, 'on a telephone'));
  await browser.go(url);
  await browser.send('Emulation.setEmulatedMedia', { media: 'screen', features: [{ name: 'prefers-color-scheme', value: 'dark' }] });
  if (await browser.evaluate(`getComputedStyle(document.documentElement).backgroundColor`) === 'rgb(255, 255, 255)') faults.push('it is not dark in the dark');
  await browser.evaluate(`${axe}; 0`);
  faults.push(...await axeFaults(browser, 'dark'));
  await browser.go(url);
  faults.push(...await keyboardFaults(browser));
  faults.push(...consoleFaults(browser));
  return faults;
}

function pages(pdf) {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString('utf8').split('\f').slice(0, -1);
}

async function paperFaults(browser, letter, comparison) {
  const faults = [];
  const seen = await browser.evaluate(`${CLOSE}; [...document.querySelectorAll('details')].filter((one) => one.getClientRects().length > 0).length`);
  if (letter && seen > 0) faults.push('a closed annex is printed');
  const closed = pages(await browser.pdf());
  await browser.evaluate(OPEN);
  const open = pages(await browser.pdf());
  for (const [name, paper] of letter ? [['closed', closed], ['open', open]] : comparison ? [['on paper', open]] : []) {
    paper.forEach((page, i) => {
      if (!page.includes(`page ${i + 1} of ${paper.length}`)) faults.push(`${name}: page ${i + 1} does not say so`);
    });
    if (!/End of (decision|comparison)/.test(paper[paper.length - 1])) faults.push(`${name}: the last page does not say that it is the last`);
  }
  if (letter && open.length <= closed.length) faults.push('open annexes take no page');
  return faults;
}

async function check(browser, file) {
  const text = readFileSync(file, 'utf8');
  const letter = basename(file).startsWith('letter-');
  const comparison = /^compare|-compare\.html$/.test(basename(file));
  const url = pathToFileURL(resolve(file)).href;
  const faults = [...await validFaults(text, file), ...bareFaults(text, comparison)];
  const fetched = await browser.go(url);
  faults.push(...consoleFaults(browser));
  faults.push(...fetched.map((one) => `asks for ${one}`));
  await browser.evaluate(`${axe}; 0`);
  faults.push(...(await browser.evaluate(BROKEN_LINKS)).map((one) => `a link leads to #${one}, which is not there`));
  await browser.evaluate(CLOSE);
  faults.push(...await axeFaults(browser, 'closed'));
  await browser.evaluate(OPEN);
  faults.push(...await axeFaults(browser, 'open'));
  await browser.media('print');
  faults.push(...await axeFaults(browser, 'printed'));
  faults.push(...await paperFaults(browser, letter, comparison));
  if (comparison) faults.push(...await comparisonFaults(browser, url));
  if (letter || comparison) faults.push(...await wideFaults(browser, url)); // the text of a policy is as wide as its lines
  return faults;
}

const [program, ...files] = process.argv.slice(2);
const browser = new Browser(program);
let failed = 0;
try {
  await browser.open();
  for (const file of files) {
    const faults = await check(browser, file);
    if (faults.length > 0) failed += 1;
    for (const one of [...new Set(faults)].slice(0, 20)) console.log(`${basename(file)}: ${one}`);
  }
} finally {
  await browser.close();
}
console.log(`${files.length} pages of HTML, ${failed} with faults`);
process.exitCode = failed > 0 || files.length === 0 ? 1 : 0;
