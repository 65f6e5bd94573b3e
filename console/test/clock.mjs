// The deadline explained and the missing fact in a real browser: why the clock stands still, letting it go, holding it, a
// fact filled in; under axe, in both languages and narrow. SOCIAL311_URL, SOCIAL311_PASSWORD, SOCIAL311_CASE: a case whose
// question for the place has left.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const need = (name) => process.env[name] || (console.error(`${name} is not set`), process.exit(2));
const base = need('SOCIAL311_URL').replace(/\/$/, '');
const password = need('SOCIAL311_PASSWORD');
const number = need('SOCIAL311_CASE');
const shots = process.env.SOCIAL311_SHOTS ?? '';
const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const sign = { en: ['Name', 'Password', 'Sign in'], es: ['Nombre', 'Contraseña', 'Iniciar sesión'] };

if (shots) mkdirSync(shots, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.SOCIAL311_CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
let step = '';
let checks = 0;
const faults = [];
const done = (text) => console.log(`ok ${(checks += 1)} - ${text}`);

async function open(name, options = {}, language = 'en') {
  const context = await browser.newContext({ locale: language === 'es' ? 'es-MX' : 'en-US', viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => faults.push(`script failed (${step}): ${error.message}`));
  step = `${name} signs in`;
  await page.goto(`${base}/`);
  const [who, secret, button] = sign[language];
  await page.getByLabel(who, { exact: true }).fill(name);
  await page.getByLabel(secret, { exact: true }).fill(password);
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.locator('#content').waitFor();
  return page;
}

async function look(page, name, narrow = false) {
  step = name;
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))));
  await page.evaluate(axe);
  const found = await page.evaluate((runOnly) => window.axe.run({ runOnly }), rules);
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: narrow });
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.html.slice(0, 200)} ${n.failureSummary ?? ''}`).join(' | ')}`), [], `axe on ${name}`);
  if (narrow) assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, `${name} scrolls sideways at 320 px`);
  done(`${name}: 0 axe violations of ${found.passes.length} rules`);
}

try {
  const page = await open('ana');
  step = 'deadline';
  await page.goto(`${base}/?case=${number}`);
  const time = page.getByRole('region', { name: 'Deadline, explained', exact: true });
  await time.getByText('waiting for the resident').first().waitFor();
  await time.getByText('No due moment while the clock stands still').first().waitFor();
  const fact = page.getByRole('region', { name: 'Missing fact', exact: true });
  await fact.getByText('The place', { exact: true }).waitFor();
  await fact.getByText('the clock waits for the answer').waitFor();
  done('the wait is shown with its reason and its question');
  await time.getByText('Show what was counted').first().click();
  await look(page, 'deadline-paused');

  step = 'resume';
  await time.getByRole('button', { name: 'Let the clock go on', exact: true }).click();
  await time.getByLabel('Reason').fill('the crew knows the block');
  await time.getByRole('button', { name: 'Let the clock go on', exact: true }).click();
  await time.getByText(/^Due /).first().waitFor();
  done('a person lets the clock go on');

  step = 'pause';
  await time.getByRole('button', { name: 'Hold the clock', exact: true }).click();
  await look(page, 'deadline-hold');
  await time.getByLabel('Reason').fill('the street is closed');
  await time.getByLabel('Reason').press('Enter');
  await time.getByText('the street is closed').first().waitFor();
  done('a person holds the clock, by keyboard');

  step = 'facts';
  await fact.getByRole('button', { name: 'Edit facts', exact: true }).click();
  await fact.getByRole('combobox').first().selectOption('BLINK');
  await look(page, 'facts-form');
  await fact.getByRole('button', { name: 'Save facts', exact: true }).click();
  await fact.getByText('on and off', { exact: true }).last().waitFor();
  done('a fact is filled in');

  const spanish = await open('ana', { viewport: { width: 320, height: 640 } }, 'es');
  step = 'spanish';
  await spanish.goto(`${base}/?case=${number}&pane=facts`);
  await spanish.getByRole('heading', { name: 'Plazo, explicado' }).waitFor();
  await spanish.getByText('parpadea').first().waitFor();
  await look(spanish, 'deadline-spanish-narrow', true);
  assert.deepEqual(faults, []);
  console.log(`1..${checks}`);
} catch (error) {
  console.error(`not ok - ${step}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
