// The way of a reply, chosen in a real browser: seen with its reasons, by keyboard, sent, and gone once it was used; under
// axe, narrow, in Spanish and in dark. SOCIAL311_URL, SOCIAL311_PASSWORD; ana is an agent.
// SOCIAL311_CASE: an open case of a comment on Facebook.
import assert from 'node:assert/strict';
import { base, doing, done, look, need, open, run } from './browser.mjs';

const number = need('SOCIAL311_CASE');

async function sees(page, words) {
  await page.goto(`${base}/?view=all&case=${number}`);
  const ways = page.getByRole('radiogroup', { name: words });
  await ways.waitFor();
  return ways;
}

async function sends(page) {
  doing('private reply');
  const ways = await sees(page, 'By which way');
  assert.ok(await ways.getByRole('radio', { name: 'Public reply' }).isChecked());
  await page.getByText('Everyone can read this.').waitFor();
  await ways.getByRole('radio', { name: 'Public reply' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Only the resident can read this.').waitFor();
  await page.getByRole('tab', { name: 'Private reply' }).waitFor();
  await page.locator('#write-reply').fill('Which house is it?');
  await page.getByTestId('preview').getByText('Will be sent exactly like this').waitFor();
  await look(page, 'ways');
  await page.getByRole('button', { name: /^Send privately on Facebook/ }).click();
  await page.locator('[data-reply-state]', { hasText: 'Which house is it?' }).getByText('Private reply', { exact: true }).waitFor();
  done('a private reply is chosen by keyboard and sent');
  await page.getByRole('radiogroup', { name: 'By which way' }).waitFor({ state: 'detached' });
  await page.getByTestId('eligibility').getByText('Private reply: not possible', { exact: false }).waitFor();
  await page.getByText('Everyone can read this.').waitFor();
  done('its place is taken: the composer says so and is public again');
}

await run(async () => {
  const dark = await open('ana', { colorScheme: 'dark', viewport: { width: 1280, height: 800 } });
  await sees(dark, 'By which way');
  await look(dark, 'dark-ways');
  await dark.context().close();
  const small = await open('ana', { viewport: { width: 320, height: 640 } }, 'es');
  await sees(small, 'Por qué vía');
  await look(small, 'es-320-ways', true);
  await small.context().close();
  const ana = await open('ana', { viewport: { width: 1280, height: 800 } });
  await sends(ana);
});
