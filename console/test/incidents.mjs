// Same trouble, seen and done in a real browser: join, not the same, split, many at once, closing with all, the survey's
// answer, a supervisor's review, satisfaction among the figures; every part under axe, in both languages and narrow.
// SOCIAL311_URL, SOCIAL311_PASSWORD; the people are ana (agent) and sue (supervisor). Open cases: SOCIAL311_FIRST leads,
// SOCIAL311_SECOND and SOCIAL311_THIRD are suggested to be the same; SOCIAL311_ANSWERED is closed, its survey answered.
import assert from 'node:assert/strict';
import { base, doing, done, look, need, open, run } from './browser.mjs';

const [first, second, third, answered] = ['FIRST', 'SECOND', 'THIRD', 'ANSWERED'].map((name) => need(`SOCIAL311_${name}`));

const same = (page) => page.getByRole('region', { name: 'Same trouble?', exact: true });

async function joins(page) {
  doing('join');
  await page.goto(`${base}/?view=all&case=${second}`);
  const suggestion = page.locator(`[data-suggestion="${first}"]`);
  await suggestion.getByText(/likely/).waitFor();
  await look(page, 'suggested');
  await suggestion.getByRole('button', { name: `Join with case ${first}` }).focus();
  await page.keyboard.press('Enter');
  await same(page).getByText(`Joined to case ${first}: it closes with it`, { exact: false }).waitFor();
  done('a suggestion is joined by keyboard');
  await same(page).getByRole('button', { name: 'Split off' }).click();
  await same(page).getByText('1 declined').waitFor();
  done('a split undoes it, and the pair counts as two troubles');
  await page.goto(`${base}/?view=all&case=${third}`);
  await page.locator(`[data-suggestion="${second}"]`).getByRole('button', { name: `Not the same as case ${second}` }).click();
  await page.locator(`[data-suggestion="${second}"]`).waitFor({ state: 'detached' });
  done('not the same: the suggestion is gone from sight');
}

async function many(page) {
  doing('many');
  await page.goto(`${base}/?view=all&case=${first}`);
  await same(page).getByText('More', { exact: true }).click();
  const form = page.getByRole('group', { name: 'Join many cases here' });
  assert.ok(await form.getByRole('button', { name: 'Join them' }).isDisabled(), 'nothing without title and numbers');
  await form.getByLabel('What happened').fill('Holes of Bannock Street');
  await form.getByLabel('Case numbers, separated by blanks or commas').fill(`${second}, ${third} 26-999999`);
  await look(page, 'many-form');
  await form.getByRole('button', { name: 'Join them' }).click();
  await page.getByText(/Left out: 26-999999 \(unknown\)/).waitFor();
  await same(page).getByText('2 joined residents').waitFor();
  await same(page).getByText('This case leads “Holes of Bannock Street”').waitFor();
  await look(page, 'members');
  await page.locator(`[data-member="${third}"]`).getByRole('button', { name: `Split case ${third} off` }).click();
  await same(page).getByText('1 joined resident').waitFor();
  done('many are joined at once, one is split off again');
}

async function closes(page) {
  doing('close');
  await page.goto(`${base}/?view=all&case=${first}`);
  await page.locator(`[data-member="${second}"]`).waitFor();
  await page.getByRole('button', { name: /^Close case/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 joined resident is told too', { exact: false }).waitFor();
  await dialog.getByLabel('Link to a photograph').waitFor();
  await dialog.getByLabel(/^Outcome/).first().fill('The hole was filled.');
  await look(page, 'close-with-all');
  await dialog.getByRole('button', { name: /^Close/ }).last().click();
  await dialog.waitFor({ state: 'detached' });
  await page.locator(`[data-member="${second}"]`).getByText('Closed', { exact: true }).waitFor();
  done('closing the one closes the joined ones');
}

async function reviews(page) {
  doing('review');
  await page.goto(`${base}/?view=all&case=${answered}`);
  await page.locator('[data-survey=answered]').getByText('5 of 5').waitFor();
  done('the resident’s answer stands with the case');
  const box = page.getByRole('region', { name: 'Quality review', exact: true });
  await box.getByRole('button', { name: 'Review this case' }).click();
  const form = page.getByRole('group', { name: 'Review this case' });
  for (const group of await form.getByRole('radiogroup').all()) {
    await group.getByRole('radio').first().focus();
    await page.keyboard.press('Space');
  }
  await form.getByLabel('Note', { exact: true }).fill('Well done.');
  await look(page, 'review-form');
  await form.getByRole('button', { name: 'Save review' }).click();
  await box.locator('[data-quality="100"]').waitFor();
  done('a case is reviewed by keyboard');
}

async function figures(page, name, language, narrow = false) {
  doing(`${name} figures`);
  await page.goto(`${base}/?screen=figures`);
  const box = page.getByRole('region', { name: language === 'es' ? 'Satisfacción y calidad' : 'Satisfaction and quality' });
  await box.getByRole('link', { name: answered }).waitFor();
  await look(page, `${name}-satisfaction`, narrow);
}

async function sweep(name, language, options = {}, narrow = false) {
  const page = await open('ana', options, language);
  await page.goto(`${base}/?view=all&case=${first}${narrow ? '&pane=facts' : ''}`);
  await page.locator(`[data-member="${second}"]`).waitFor();
  await look(page, `${name}-case`, narrow);
  await figures(page, name, language, narrow);
  await page.context().close();
}

await run(async () => {
  const ana = await open('ana');
  await joins(ana);
  await many(ana);
  await closes(ana);
  assert.equal(await ana.getByRole('button', { name: 'Review this case' }).count(), 0, 'an agent reviews nothing');
  await ana.context().close();
  const sue = await open('sue');
  await reviews(sue);
  await figures(sue, 'en', 'en');
  await sue.context().close();
  const small = { viewport: { width: 320, height: 640 } };
  await sweep('en-320', 'en', small, true);
  await sweep('es', 'es');
  await sweep('es-320', 'es', small, true);
  await sweep('dark', 'en', { colorScheme: 'dark' });
});
