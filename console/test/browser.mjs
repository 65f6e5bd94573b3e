// What the browser tests of one part share: a browser, people who sign in, axe, pictures, and how it ends.
// SOCIAL311_URL and SOCIAL311_PASSWORD say where and by what word; SOCIAL311_SHOTS a folder for pictures;
// SOCIAL311_CHROMIUM another browser.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const need = (name) => process.env[name] || (console.error(`${name} is not set`), process.exit(2));
export const base = need('SOCIAL311_URL').replace(/\/$/, '');
const password = need('SOCIAL311_PASSWORD');
const shots = process.env.SOCIAL311_SHOTS ?? '';
const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const sign = { en: ['Name', 'Password', 'Sign in'], es: ['Nombre', 'Contraseña', 'Iniciar sesión'] };

if (shots) mkdirSync(shots, { recursive: true });
export const browser = await chromium.launch({ executablePath: process.env.SOCIAL311_CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
let step = '';
let checks = 0;
const faults = []; // scripts that failed, anywhere in the test
/** What is being done now: it is named where something fails. */
export const doing = (text) => void (step = text);
export const done = (text) => console.log(`ok ${(checks += 1)} - ${text}`);

export async function open(name, options = {}, language = 'en') {
  const context = await browser.newContext({ locale: language === 'es' ? 'es-MX' : 'en-US', viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => faults.push(`script failed (${step}): ${error.message}`));
  doing(`${name} signs in`);
  await page.goto(`${base}/`);
  const [who, secret, button] = sign[language];
  await page.getByLabel(who, { exact: true }).fill(name);
  await page.getByLabel(secret, { exact: true }).fill(password);
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.locator('#content').waitFor();
  return page;
}

export async function look(page, name, narrow = false) {
  doing(name);
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))));
  await page.evaluate(axe);
  const found = await page.evaluate((runOnly) => window.axe.run({ runOnly }), rules);
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: narrow });
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.html.slice(0, 200)} ${n.failureSummary ?? ''}`).join(' | ')}`), [], `axe on ${name}`);
  if (narrow) assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, `${name} scrolls sideways at 320 px`);
  done(`${name}: 0 axe violations of ${found.passes.length} rules`);
}

/** The whole test: ends the browser, says how many checks passed, or where it failed with a picture of every page. */
export async function run(test) {
  try {
    await test();
    assert.deepEqual(faults, [], 'no script failed');
    console.log(`passed ${checks} checks`);
  } catch (error) {
    console.error(`FAILED at “${step}”: ${error.message}`);
    for (const fault of faults) console.error(`  ${fault}`);
    const pages = browser.contexts().flatMap((context) => context.pages());
    for (const [at, page] of pages.entries()) if (shots) await page.screenshot({ path: join(shots, `failed${at}.png`) }).catch(() => {});
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}
