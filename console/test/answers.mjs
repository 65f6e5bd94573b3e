// A question with a known answer in a real browser: the suggestion stands first, a person reads it over and sends it, the
// case is closed with it; under axe, in both languages and narrow. SOCIAL311_URL, SOCIAL311_PASSWORD: two questions about
// the desk's hours wait in review.
import assert from 'node:assert/strict';
import { base, doing, done, look, open, run } from './browser.mjs';

await run(async () => {
  const page = await open('dana');
  doing('review');
  await page.goto(`${base}/?screen=review`);
  await page.getByText('a question with a known answer: When is 311 open?').waitFor();
  const known = page.getByTestId('known-answers');
  await known.getByText('Known answer', { exact: true }).waitFor();
  await known.getByText('When is 311 open?', { exact: true }).waitFor();
  await look(page, 'known-answer');
  done('the article stands at the top');

  doing('answer');
  await known.getByRole('button', { name: 'Insert the answer to: When is 311 open?', exact: true }).click();
  const box = page.getByTestId('answer-post');
  const words = box.getByRole('textbox', { name: 'Answer and close', exact: true });
  assert.match(await words.inputValue(), /Monday to Friday/);
  assert.ok(await words.evaluate((area) => area === document.activeElement), 'the words can be changed at once');
  await look(page, 'answer-post');
  await words.press('Control+End');
  await words.pressSequentially(' Welcome!');
  await box.getByRole('button', { name: /^Send on .* and close$/ }).click();
  await page.getByText(/^Case 26-\d{6} is answered and closed\.$/).first().waitFor();
  done('a person sends it, and the case is closed with it');

  doing('spanish');
  const spanish = await open('dana', { viewport: { width: 320, height: 640 } }, 'es');
  await spanish.goto(`${base}/?screen=review`);
  await spanish.getByRole('option').first().click();
  await spanish.getByTestId('known-answers').getByRole('button').first().click();
  await spanish.getByRole('button', { name: /^Enviar en .* y cerrar$/ }).waitFor();
  await look(spanish, 'answer-post-spanish-narrow', true);
});
