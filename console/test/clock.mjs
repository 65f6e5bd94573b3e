// The deadline explained and the missing fact in a real browser: why the clock stands still, letting it go, holding it, a
// fact filled in; under axe, in both languages and narrow. SOCIAL311_URL, SOCIAL311_PASSWORD, SOCIAL311_CASE: a case whose
// question for the place has left.
import { base, doing, done, look, need, open, run } from './browser.mjs';

const number = need('SOCIAL311_CASE');

await run(async () => {
  const page = await open('ana');
  doing('deadline');
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

  doing('resume');
  await time.getByRole('button', { name: 'Let the clock go on', exact: true }).click();
  await time.getByLabel('Reason').fill('the crew knows the block');
  await time.getByRole('button', { name: 'Let the clock go on', exact: true }).click();
  await time.getByText(/^Due /).first().waitFor();
  done('a person lets the clock go on');

  doing('pause');
  await time.getByRole('button', { name: 'Hold the clock', exact: true }).click();
  await look(page, 'deadline-hold');
  await time.getByLabel('Reason').fill('the street is closed');
  await time.getByLabel('Reason').press('Enter');
  await time.getByText('the street is closed').first().waitFor();
  done('a person holds the clock, by keyboard');

  doing('facts');
  await fact.getByRole('button', { name: 'Edit facts', exact: true }).click();
  await fact.getByRole('combobox').first().selectOption('BLINK');
  await look(page, 'facts-form');
  await fact.getByRole('button', { name: 'Save facts', exact: true }).click();
  await fact.getByText('on and off', { exact: true }).last().waitFor();
  done('a fact is filled in');

  const spanish = await open('ana', { viewport: { width: 320, height: 640 } }, 'es');
  doing('spanish');
  await spanish.goto(`${base}/?case=${number}&pane=facts`);
  await spanish.getByRole('heading', { name: 'Plazo, explicado' }).waitFor();
  await spanish.getByText('parpadea').first().waitFor();
  await look(spanish, 'deadline-spanish-narrow', true);
});
