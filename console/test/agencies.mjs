// Two people of two divisions in a real browser: one sends a case on, the other is told and refuses; watching, a resident's
// accounts, the figures; every part under axe, in both languages and narrow. SOCIAL311_URL, SOCIAL311_PASSWORD; the people
// are stella (street_maintenance) and walt (solid_waste); SOCIAL311_CASE is stella's, SOCIAL311_OTHER of another account.
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
const other = need('SOCIAL311_OTHER');
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

const agency = (page) => page.getByRole('region', { name: 'Agency', exact: true });

async function sendOn(page) {
  step = 'transfer';
  await page.goto(`${base}/?case=${number}`);
  await agency(page).getByRole('button', { name: 'Transfer', exact: true }).click();
  const form = page.getByRole('group', { name: 'Transfer to another division' });
  assert.ok(await form.getByRole('button', { name: 'Transfer the case' }).isDisabled(), 'nothing leaves without division and reason');
  // By keyboard: the list opens, the first letters choose.
  await form.getByRole('button', { name: /Choose a division/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('listbox', { name: 'Division' }).waitFor();
  await page.keyboard.type('Solid');
  await page.keyboard.press('Enter');
  await form.getByLabel('Reason').fill('it is full of trash');
  await look(page, 'transfer-form');
  await form.getByRole('button', { name: 'Transfer the case' }).click();
  await agency(page).getByText('Waits for Solid Waste Management').waitFor();
  await agency(page).getByText(/of its open hours left/).waitFor();
  done('a case is sent on, and its clock is shown');
}

async function refuse(page) {
  step = 'refuse';
  await page.getByRole('link', { name: /Transfers to answer/ }).click();
  await page.getByRole('option').first().waitFor();
  await page.getByText('News', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Notices: 1 unread' }).click();
  await page.getByRole('dialog').getByText('Transfer for your division').waitFor();
  await look(page, 'notices');
  await page.getByRole('link', { name: `Open case ${number}` }).click();
  await page.getByRole('button', { name: 'Notices', exact: true }).waitFor();
  done('the receiver is told, and looking at the case is reading it');
  await agency(page).getByRole('button', { name: 'Refuse', exact: true }).click();
  const form = page.getByRole('group', { name: 'Refuse the transfer' });
  await form.getByLabel('Reason').fill('there is no trash');
  await form.getByRole('button', { name: 'Refuse the case' }).click();
  await agency(page).locator('[data-transfer=refused]').getByText(/there is no trash/).waitFor();
  done('a refusal has its reason in the history');
}

async function watch(page) {
  step = 'watch';
  await page.getByRole('button', { name: 'Watch this case' }).click();
  await page.getByText('You watch this case.').waitFor();
  await page.getByRole('checkbox', { name: 'it is overdue' }).press('Space');
  const box = page.getByRole('region', { name: 'Watch', exact: true });
  await box.getByText('Watched by walt').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('input[type=checkbox]:checked').length === 4);
  await page.getByRole('link', { name: /^Watched/ }).click();
  await page.getByRole('option').filter({ hasText: number }).waitFor();
  done('a watched case stands in its view, with what is wanted');
}

async function residents(page) {
  step = 'residents';
  await page.goto(`${base}/?view=all&case=${number}`);
  const box = page.getByRole('region', { name: 'Other accounts and cases' });
  await box.getByRole('button', { name: 'Join another account' }).click();
  const form = page.getByRole('group', { name: 'Join another account of this resident' });
  await form.getByLabel('A case of the other account').fill(other);
  await form.getByLabel('What they said').fill('that is my account at work');
  await look(page, 'join-form');
  await form.getByRole('button', { name: 'Join', exact: true }).click();
  await box.getByRole('link', { name: other }).waitFor();
  await look(page, 'joined');
  await box.getByRole('button', { name: /^Part again: @/ }).click();
  const part = page.getByRole('group', { name: 'Part these accounts again' });
  await part.getByLabel('Reason').fill('they asked us to');
  await part.getByRole('button', { name: 'Part them' }).click();
  await box.getByText(/Parted by walt: they asked us to/).waitFor();
  assert.equal(await box.getByRole('link', { name: other }).count(), 0, 'strangers again');
  done('two accounts are joined by their word and parted again');
}

async function figures(page, name, language, narrow = false) {
  await page.goto(`${base}/?screen=figures`);
  await page.getByRole('heading', { level: 1, name: language === 'es' ? 'Cifras' : 'Figures' }).waitFor();
  await page.getByRole('rowheader').first().waitFor();
  await look(page, `${name}-figures`, narrow);
}

async function sweep(name, language, options = {}, narrow = false) {
  const page = await open('walt', options, language);
  await page.goto(`${base}/?view=all&case=${number}${narrow ? '&pane=facts' : ''}`);
  await page.locator('[data-transfer]').first().waitFor();
  await look(page, `${name}-case`, narrow);
  await figures(page, name, language, narrow);
  await page.context().close();
}

try {
  const walt = await open('walt');
  const stella = await open('stella');
  await sendOn(stella);
  await refuse(walt);
  await stella.getByRole('button', { name: 'Notices: 1 unread' }).or(stella.getByRole('button', { name: 'Notices', exact: true })).waitFor();
  await agency(stella).locator('[data-transfer=refused]').waitFor();
  done('the sender sees the refusal without asking');
  await watch(walt);
  await residents(walt);
  await figures(walt, 'en', 'en');
  await walt.context().close();
  await stella.context().close();
  const small = { viewport: { width: 320, height: 640 } };
  await sweep('en-320', 'en', small, true);
  await sweep('es', 'es');
  await sweep('es-320', 'es', small, true);
  await sweep('dark', 'en', { colorScheme: 'dark' });
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
