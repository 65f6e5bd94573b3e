// Two people of two divisions in a real browser: one sends a case on, the other is told and refuses; watching, a resident's
// accounts, the figures; every part under axe, in both languages and narrow. SOCIAL311_URL, SOCIAL311_PASSWORD; the people
// are stella (street_maintenance) and walt (solid_waste); SOCIAL311_CASE is stella's, SOCIAL311_OTHER of another account.
import assert from 'node:assert/strict';
import { base, doing, done, look, need, open, run } from './browser.mjs';

const number = need('SOCIAL311_CASE');
const other = need('SOCIAL311_OTHER');

const agency = (page) => page.getByRole('region', { name: 'Agency', exact: true });

async function sendOn(page) {
  doing('transfer');
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
  doing('refuse');
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
  doing('watch');
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
  doing('residents');
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

await run(async () => {
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
});
