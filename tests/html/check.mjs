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

// Nothing that runs, and nothing that is fetched.
function bareFaults(text) {
  const wrong = [/<script/i, /<link/i, /<img/i, /<iframe/i, /<object/i, /\ssrc=/i, /\son[a-z]+=/i, /url\(/i, /@import/i, /@font-face/i, /href="(?!#)/i];
  return wrong.filter((one) => one.test(text)).map((one) => `holds ${one}`);
}

const AXE = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'color-contrast-enhanced': { enabled: true } }, resultTypes: ['violations'] })
  .then((all) => all.violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.target.join(' ') + ': ' + one.help)))`;
const BROKEN_LINKS = `[...document.querySelectorAll('a[href^="#"]')].map((one) => one.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id))`;
const OPEN = `for (const one of document.querySelectorAll('details')) one.open = true`;
const CLOSE = `for (const one of document.querySelectorAll('details')) one.open = false`;

async function axeFaults(browser, what) {
  return (await browser.evaluate(AXE)).map((one) => `${what}: ${one}`);
}

async function wideFaults(browser, url) {
  await browser.go(url, NARROW);
  await browser.evaluate(OPEN);
  const width = await browser.evaluate('document.scrollingElement.scrollWidth');
  return width > NARROW ? [`${width} pixels wide on a screen of ${NARROW}`] : [];
}

function pages(pdf) {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString('utf8').split('\f').slice(0, -1);
}

async function paperFaults(browser, letter) {
  const faults = [];
  const seen = await browser.evaluate(`${CLOSE}; [...document.querySelectorAll('details')].filter((one) => one.getClientRects().length > 0).length`);
  if (letter && seen > 0) faults.push('a closed annex is printed');
  const closed = pages(await browser.pdf());
  await browser.evaluate(OPEN);
  const open = pages(await browser.pdf());
  for (const [name, paper] of letter ? [['closed', closed], ['open', open]] : []) {
    paper.forEach((page, i) => {
      if (!page.includes(`page ${i + 1} of ${paper.length}`)) faults.push(`${name}: page ${i + 1} does not say so`);
    });
    if (!paper[paper.length - 1].includes('End of decision')) faults.push(`${name}: the last page does not end the decision`);
  }
  if (letter && open.length <= closed.length) faults.push('open annexes take no page');
  return faults;
}

async function check(browser, file) {
  const text = readFileSync(file, 'utf8');
  const letter = basename(file).startsWith('letter-');
  const url = pathToFileURL(resolve(file)).href;
  const faults = [...await validFaults(text, file), ...bareFaults(text)];
  const fetched = await browser.go(url);
  faults.push(...fetched.map((one) => `asks for ${one}`));
  await browser.evaluate(`${axe}; 0`);
  faults.push(...(await browser.evaluate(BROKEN_LINKS)).map((one) => `a link leads to #${one}, which is not there`));
  await browser.evaluate(CLOSE);
  faults.push(...await axeFaults(browser, 'closed'));
  await browser.evaluate(OPEN);
  faults.push(...await axeFaults(browser, 'open'));
  await browser.media('print');
  faults.push(...await axeFaults(browser, 'printed'));
  faults.push(...await paperFaults(browser, letter));
  if (letter) faults.push(...await wideFaults(browser, url)); // the text of a policy is as wide as its lines
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
