// The screen Texts and several cases picked in the inbox, in a real browser: chosen by keyboard, kept in the address,
// under axe in both languages, narrow, and in dark.
// SOCIAL311_URL, SOCIAL311_PASSWORD; ana is an agent, vera a viewer. SOCIAL311_CALM: open cases, oldest first;
// SOCIAL311_DANGER: an emergency.
import assert from 'node:assert/strict';
import { base, doing, done, look, need, open, run } from './browser.mjs';

const calm = need('SOCIAL311_CALM').split(' ');
const danger = need('SOCIAL311_DANGER');

async function chooses(page) {
  doing('texts');
  await page.getByRole('link', { name: 'Texts', exact: true }).click();
  await page.getByRole('heading', { name: 'The city’s texts' }).waitFor();
  const onX = page.locator('[data-network=twitter]');
  await onX.getByText('Fits', { exact: true }).waitFor();
  const first = await onX.locator('p[lang]').textContent();
  await page.getByRole('button', { name: 'Another variant' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(/^Variant 2 of \d/).waitFor();
  await page.waitForFunction((before) => document.querySelector('[data-network=twitter] p[lang]')?.textContent !== before, first);
  done('another variant by keyboard');
  await page.getByLabel('Kind', { exact: true }).selectOption('closing');
  await page.getByLabel('Topic', { exact: true }).selectOption('pothole_street');
  await page.getByLabel('Language', { exact: true }).selectOption('es');
  await page.getByLabel('What a person writes').fill('Se tapó el bache.');
  await onX.getByText('Se tapó el bache.', { exact: false }).waitFor();
  const address = new URL(page.url()).searchParams;
  assert.deepEqual(['screen', 'kind', 'topic', 'lang'].map((word) => address.get(word)), ['texts', 'closing', 'pothole_street', 'es']);
  await page.locator('[data-text="closing.es"] mark', { hasText: '{{text}}' }).waitFor();
  assert.equal(await page.locator('[data-text$=".en"]').count(), 0, 'texts of another language are not shown');
  done('kind, topic and language are in the address, the kept text has its slots marked');
  await page.getByLabel('What a person writes').fill('palabra '.repeat(200));
  await onX.getByText('Your words are shortened here.').waitFor();
  done('long words are shortened, and it says so');
  await page.reload();
  await page.locator('[data-text="closing.es"]').waitFor();
  assert.equal(await page.getByLabel('Topic', { exact: true }).inputValue(), 'pothole_street');
  done('the address leads back');
}

async function tooLong(page) {
  doing('a text that fits nowhere');
  await page.goto(`${base}/?screen=texts&kind=receipt&topic=graffiti&lang=en`);
  const onX = page.locator('[data-network=twitter]');
  await onX.getByText('Does not fit', { exact: true }).waitFor();
  await onX.getByText(/receipt\.en does not fit into the network’?'?s length/).waitFor();
  await onX.getByText('Shorten the text in the rules folder', { exact: false }).waitFor();
  await look(page, 'texts-wrong');
}

async function known(page) {
  doing('known answers');
  await page.goto(`${base}/?screen=texts&topic=trash_recycling`);
  const rows = page.locator('[data-article]');
  await rows.first().waitFor();
  assert.equal(await rows.first().getAttribute('data-article'), 'long_unchecked');
  await rows.first().getByText('Look again').waitFor();
  await rows.first().getByText('Checked on Jan 31, 2020').waitFor();
  const all = await rows.count();
  await page.getByRole('checkbox', { name: 'Only of this topic' }).focus();
  await page.keyboard.press('Space');
  await page.locator('[data-article=pickup_day]').waitFor();
  assert.ok((await rows.count()) < all, 'fewer of one topic');
  done('known answers, the longest unchecked first');
}

const option = (page, number) => page.locator('[role=option]', { hasText: number });

async function picks(page) {
  doing('pick');
  await page.goto(`${base}/?view=all`);
  await option(page, calm[0]).waitFor();
  const list = page.getByRole('listbox', { name: /^Cases/ });
  await list.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('3 selected').waitFor();
  assert.equal(await list.locator('[role=option][aria-selected=true]').count(), 3);
  await page.keyboard.press('x');
  await page.getByText('2 selected').waitFor();
  done('Shift with arrows picks, x puts back');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('button', { name: 'Select several' }).click();
  for (const number of [danger, ...calm]) await option(page, number).click();
  await page.getByText(`${calm.length + 1} selected`).waitFor();
  await look(page, 'picked');
}

async function gathers(page) {
  doing('gather');
  await page.getByRole('button', { name: 'One incident…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 emergency among them').waitFor();
  await dialog.getByText(danger).first().waitFor();
  assert.ok(!(await dialog.getByRole('checkbox', { name: `Join emergency ${danger} too` }).isChecked()), 'an emergency is not ticked by itself');
  assert.ok(await dialog.getByRole('radio', { name: new RegExp(`^${calm[0]}`) }).isChecked(), 'the oldest leads');
  await dialog.getByLabel('What happened').fill('Holes of Bannock Street');
  await look(page, 'gather');
  await dialog.getByRole('button', { name: `Join ${calm.length - 1} cases to ${calm[0]}` }).click();
  await page.getByText(`${calm.length - 1} cases joined to ${calm[0]}.`).waitFor();
  await page.getByText('This case leads “Holes of Bannock Street”').waitFor();
  assert.equal(await page.locator('[data-member]').count(), calm.length - 1);
  assert.equal(await page.locator(`[data-member="${danger}"]`).count(), 0);
  done('many become one incident, the emergency stays');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.locator('[data-member]').first().waitFor({ state: 'detached' });
  done('undo splits them again');
}

async function named(page) {
  doing('an emergency by name');
  await page.goto(`${base}/?view=all`);
  await option(page, calm[0]).waitFor();
  await option(page, calm[0]).click({ modifiers: ['Control'] });
  await option(page, danger).click({ modifiers: ['Control'] });
  await page.getByRole('button', { name: 'One incident…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`Nothing is left to join to ${calm[0]}.`).waitFor();
  await dialog.getByRole('checkbox', { name: `Join emergency ${danger} too` }).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('button', { name: `Join 1 case to ${calm[0]}` }).click();
  await page.locator(`[data-member="${danger}"]`).waitFor();
  done('an emergency is joined where it was named');
}

async function sweep(name, language, options = {}, narrow = false) {
  const page = await open('ana', options, language);
  await page.goto(`${base}/?screen=texts&kind=receipt&topic=trash_recycling&lang=${language}&asks=yes&desk=closed`);
  await page.locator('[data-network=twitter]').waitFor();
  await page.locator('[data-article]').first().waitFor();
  await look(page, `${name}-texts`, narrow);
  await page.goto(`${base}/?view=all`);
  await page.getByRole('button', { name: language === 'es' ? 'Elegir varios' : 'Select several' }).click();
  for (const number of [danger, ...calm]) await option(page, number).click();
  await look(page, `${name}-picked`, narrow);
  await page.getByRole('button', { name: language === 'es' ? 'Un incidente…' : 'One incident…' }).click();
  await page.getByRole('dialog').getByRole('radio').first().waitFor();
  await look(page, `${name}-gather`, narrow);
  await page.context().close();
}

await run(async () => {
  const ana = await open('ana', { viewport: { width: 1280, height: 800 } });
  await chooses(ana);
  await look(ana, 'texts');
  await tooLong(ana);
  await known(ana);
  await picks(ana);
  await gathers(ana);
  const small = { viewport: { width: 320, height: 640 } };
  await sweep('en-320', 'en', small, true);
  await sweep('es', 'es', { viewport: { width: 1280, height: 800 } });
  await sweep('dark', 'en', { colorScheme: 'dark', viewport: { width: 1280, height: 800 } });
  await sweep('dark-390', 'es', { colorScheme: 'dark', viewport: { width: 390, height: 800 } });
  await named(ana);
  await ana.context().close();
  const vera = await open('vera');
  await vera.goto(`${base}/?view=all`);
  await option(vera, calm[0]).waitFor();
  assert.equal(await vera.getByRole('button', { name: 'Select several' }).count(), 0, 'who may not act picks nothing');
  done('a viewer picks nothing');
});
