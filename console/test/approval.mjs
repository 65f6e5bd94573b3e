// Four eyes in a real browser: dana (an agent) writes, lee (an approver) sends back and approves; the list, both languages,
// narrow, by keyboard, under axe. SOCIAL311_URL, SOCIAL311_PASSWORD; SOCIAL311_CASE is answered, SOCIAL311_OTHER is closed.
import assert from 'node:assert/strict';
import { base, doing, done, look, need, open, run } from './browser.mjs';

const number = need('SOCIAL311_CASE');
const other = need('SOCIAL311_OTHER');
const held = (page) => page.locator('[data-held]');

async function write(page) {
  doing('write');
  await page.goto(`${base}/?view=all&case=${number}`);
  const box = page.getByRole('textbox', { name: 'Reply to @resident_demo' });
  await box.fill('A crew is on its way.');
  await page.getByTestId('needs-approval').filter({ hasText: 'agents' }).waitFor();
  await look(page, 'composer');
  await page.getByRole('radio', { name: 'Question' }).press('Space');
  await page.getByRole('button', { name: /^Publish on/ }).waitFor();
  await page.getByRole('radio', { name: 'Answer' }).press('Space');
  done('the button says beforehand that this kind of text goes to an approver');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await page.locator('[data-approval=waiting]').filter({ hasText: 'put up by dana' }).waitFor();
  await look(page, 'waits');
  done('the text waits, with who and under which policy');
}

async function sendBack(page) {
  doing('send back');
  await page.getByRole('link', { name: /^To approve\s*1$/ }).waitFor();
  done('the count comes to the approver by itself');
  await page.getByRole('link', { name: /^To approve/ }).press('Enter');
  await held(page).getByText('A crew is on its way.').waitFor();
  await held(page).getByText('Huge pothole').waitFor();
  await page.getByRole('button', { name: 'Send back: the text of dana' }).press('Enter');
  await page.getByRole('form', { name: 'Send back: the text of dana' }).waitFor();
  await page.keyboard.type('say which street');
  await look(page, 'send-back-form');
  await page.keyboard.press('Enter');
  await page.getByText('No reply waits for a second person.').waitFor();
  done('by keyboard alone it goes back with a reason');
}

async function askAgain(page) {
  doing('ask again');
  await page.locator('[data-approval=sent_back]').filter({ hasText: 'lee sent it back: say which street' }).waitFor();
  await look(page, 'sent-back');
  const card = page.locator('article').filter({ has: page.locator('[data-approval=sent_back]') });
  await card.getByRole('textbox', { name: 'Text to publish' }).fill('A crew is on its way to Bannock St.');
  await card.getByRole('button', { name: 'Ask again' }).click();
  await page.locator('[data-approval=waiting]').waitFor();
  await page.getByRole('link', { name: /^To approve/ }).click();
  await page.getByRole('button', { name: 'Your texts' }).click();
  await held(page).getByRole('button', { name: 'Withdraw' }).waitFor();
  assert.ok(await held(page).getByRole('button', { name: 'Ask again' }).isDisabled(), 'the same text is not put up twice');
  await page.getByRole('button', { name: 'All that wait' }).click();
  await held(page).getByText('Your role does not approve replies.').waitFor();
  await look(page, 'author-list');
  done('its author sees why, changes it, and it waits again');
}

async function approve(page) {
  doing('approve');
  await held(page).getByText('A crew is on its way to Bannock St.').waitFor();
  await look(page, 'to-approve');
  await page.getByRole('button', { name: 'Approve: the text of dana' }).press('Enter');
  await page.getByText('No reply waits for a second person.').waitFor();
  await page.getByText(/^Approved: leaves at/).waitFor();
  done('approved by a second person');
}

async function close(page) {
  doing('close');
  await page.goto(`${base}/?view=all&case=${other}`);
  await page.getByRole('button', { name: /^Close case/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByTestId('needs-approval').waitFor();
  await dialog.getByLabel('Outcome').fill('The wall is clean.');
  await look(page, 'close-dialog');
  await dialog.getByRole('button', { name: 'Close and ask for approval' }).click();
  await page.locator('[data-approval=waiting]').waitFor();
  done('a case closes while its note waits');
}

async function sweep(name, language, options = {}, narrow = false) {
  const page = await open('lee', options, language);
  await page.goto(`${base}/?screen=approvals`);
  await held(page).first().waitFor();
  await look(page, `${name}-approvals`, narrow);
  await page.goto(`${base}/?view=all&case=${other}`);
  await page.locator('[data-approval=waiting]').waitFor();
  await look(page, `${name}-case`, narrow);
  await page.context().close();
}

await run(async () => {
  const dana = await open('dana');
  const lee = await open('lee');
  await write(dana);
  await sendBack(lee);
  await askAgain(dana);
  await approve(lee);
  await dana.goto(`${base}/?view=all&case=${number}`);
  await dana.locator('[data-approval=approved]').filter({ hasText: 'Approved by lee.' }).waitFor();
  done('the author sees who approved it');
  await close(dana);
  await dana.context().close();
  await lee.context().close();
  const small = { viewport: { width: 320, height: 640 } };
  await sweep('en-320', 'en', small, true);
  await sweep('es', 'es');
  await sweep('es-320', 'es', small, true);
  await sweep('dark', 'en', { colorScheme: 'dark' });
});
