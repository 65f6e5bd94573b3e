// The console in a real browser against a running server: sign in, work a case to its end, look at every screen.
// SOCIAL311_URL, SOCIAL311_NAME, SOCIAL311_PASSWORD say where and who; SOCIAL311_SHOTS a folder for pictures;
// SOCIAL311_SIMULATOR the simulated network, to have an account parked; SOCIAL311_CHROMIUM another browser. Needs at least one open case whose resident may be answered.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const need = (name) => process.env[name] || (console.error(`${name} is not set`), process.exit(2));
const base = need('SOCIAL311_URL').replace(/\/$/, '');
const who = { name: need('SOCIAL311_NAME'), password: need('SOCIAL311_PASSWORD') };
const shots = process.env.SOCIAL311_SHOTS ?? '';
const patience = Number(process.env.SOCIAL311_PATIENCE_MS ?? 90_000);
const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const words = {
  en: { name: 'Name', password: 'Password', in: 'Sign in', search: 'Search cases' },
  es: { name: 'Nombre', password: 'Contraseña', in: 'Iniciar sesión', search: 'Buscar casos' },
};

if (shots) mkdirSync(shots, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.SOCIAL311_CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

const faults = []; // strangers asked, policies broken, scripts that failed, dialogs that opened: all of them, to the end
let checks = 0;
let step = '';
const done = (text) => console.log(`ok ${(checks += 1)} - ${text}`);

async function open(options = {}) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 }, ...options });
  await context.exposeBinding('reportViolation', (_, text) => faults.push(`policy: ${text}`));
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (e) => window.reportViolation(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile ?? ''}`)),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== new URL(base).origin) faults.push(`stranger asked: ${url.host}`);
  });
  page.on('pageerror', (error) => faults.push(`script failed (${step}): ${error.message}`));
  page.on('dialog', (dialog) => {
    if (dialog.type() !== 'beforeunload') faults.push(`dialog (${step}): ${dialog.message()}`);
    void dialog.accept();
  });
  page.on('console', (message) => {
    if (/Content.Security.Policy|Trusted/i.test(message.text())) faults.push(`policy: ${message.text()}`);
  });
  return { context, page };
}

async function look(page, name, { narrow = false } = {}) {
  step = name;
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))));
  await page.evaluate(axe);
  const found = await page.evaluate((runOnly) => window.axe.run({ runOnly }), rules);
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: narrow });
  const said = found.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`).join(' | ')}`);
  assert.deepEqual(said, [], `axe on ${name}`);
  if (narrow) assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, `${name} scrolls sideways at 320 px`);
  assert.equal(await page.locator('main').count(), 1, `one main on ${name}`);
  done(`${name}: 0 axe violations of ${found.passes.length} rules`);
}

async function signIn(page, language = 'en') {
  const w = words[language];
  await page.goto(`${base}/`);
  await page.getByLabel(w.name, { exact: true }).fill(who.name);
  await page.getByLabel(w.password, { exact: true }).fill(who.password);
  await page.getByRole('button', { name: w.in, exact: true }).click();
  await page.getByRole('searchbox', { name: w.search }).or(page.locator('#content')).first().waitFor();
  await page.locator('#content').waitFor();
}

const api = async (page, method, path, data) =>
  page.evaluate(
    async ([m, p, d]) => {
      const answer = await fetch(`/api/v1${p}`, { method: m, headers: { 'Content-Type': 'application/json', 'X-Social311': '1' }, body: d === null ? undefined : JSON.stringify(d) });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    },
    [method, path, data ?? null],
  );

/** An open case that may be answered, and whose post has marked words if one has. */
async function pickCase(page) {
  const { body } = await api(page, 'GET', '/cases?view=open&limit=200');
  let best = null;
  for (const row of body.cases) {
    const detail = (await api(page, 'GET', `/cases/${row.case.number}`)).body;
    if (!detail.repliable.possible) continue;
    const marked = detail.posts.some((p) => !p.own && p.finding?.topics.some((topic) => topic.evidence.length));
    best ??= detail;
    if (marked) return detail;
  }
  assert.ok(best, 'the server has an open case whose resident may be answered');
  return best;
}

async function workACase() {
  const { context, page } = await open();
  step = 'sign in';
  await page.goto(`${base}/`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await look(page, 'en-signin');
  await page.getByLabel('Name', { exact: true }).fill(who.name);
  await page.getByLabel('Password', { exact: true }).fill(`not ${who.password}`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
  done('a wrong password is refused in words');
  await signIn(page);
  await page.getByRole('option').first().waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  done('signed in, the inbox shows cases and is live');
  await look(page, 'en-inbox');

  step = 'keys';
  const selected = () => page.locator('[role=option][aria-selected=true]').getAttribute('aria-posinset');
  await page.keyboard.press('j');
  await page.locator('[role=option][aria-selected=true]').waitFor();
  assert.equal(await selected(), '1');
  if ((await page.getByRole('option').count()) > 1) {
    await page.keyboard.press('j');
    await page.locator('[role=option][aria-selected=true][aria-posinset="2"]').waitFor();
    await page.keyboard.press('k');
    await page.locator('[role=option][aria-selected=true][aria-posinset="1"]').waitFor();
  }
  assert.ok((await page.getByRole('option').count()) <= 40, 'only visible rows stand in the page');
  done('j and k move the choice');

  step = 'case';
  const detail = await pickCase(page);
  const number = detail.case.number;
  await page.goto(`${base}/?case=${number}`);
  await page.getByRole('heading', { name: number }).first().waitFor();
  const post = detail.posts.find((p) => !p.own);
  const evidence = post?.finding?.topics.flatMap((topic) => topic.evidence) ?? [];
  if (evidence.length) {
    const bytes = Buffer.from(post.text, 'utf8');
    const marked = (await page.locator('article .words mark.m-evidence').allTextContents()).join('\u0000');
    const { start, end } = evidence[0];
    const expected = bytes.subarray(start, end).toString('utf8');
    const covered = (await page.locator('article .words mark').allTextContents()).join('');
    assert.ok(marked.includes(expected) || covered.includes(expected), `evidence “${expected}” is marked`);
  }
  done(`case ${number} is open and its evidence is marked`);
  await look(page, 'en-case');

  step = 'live';
  const note = `Seen by two people ${Date.now()}`;
  const other = await open();
  await signIn(other.page);
  assert.equal((await api(other.page, 'POST', `/cases/${number}/notes`, { text: note })).status, 200);
  await page.getByText(note).waitFor();
  await other.context.close();
  done('a change made elsewhere arrives by itself');

  step = 'draft';
  const draft = 'A crew will look at it. ';
  await page.locator('#case-title').focus();
  await page.keyboard.press('r');
  await page.keyboard.type(draft);
  await page.getByText('Draft saved').waitFor();
  await page.reload();
  await page.locator('#write-reply').waitFor();
  assert.equal(await page.locator('#write-reply').inputValue(), draft, 'the draft survives a reload');
  done('a draft is kept by the server');

  step = 'reply';
  const box = page.locator('#write-reply');
  const text = `We have it on the list, thank you ${Date.now() % 100000}.`;
  await box.fill(text);
  const preview = page.getByTestId('preview');
  await preview.getByText(text).waitFor();
  const shown = await preview.locator('.words').textContent();
  const asked = (await api(page, 'POST', `/cases/${number}/preview`, { kind: 'answer', text })).body;
  assert.equal(shown, asked.text, 'the preview is the server’s text to the letter');
  await preview.getByText(`${asked.length} of ${asked.limit}`).waitFor();
  await look(page, 'en-composer');
  await page.getByRole('button', { name: /^Publish on / }).click();
  const mine = page.locator('article[data-reply-state]').filter({ hasText: text });
  await mine.and(page.locator('[data-reply-state=queued]')).waitFor();
  await look(page, 'en-undo');
  const { body: session } = await api(page, 'GET', '/session');
  if (session.undo_s > 4) {
    await page.locator('#case-title').focus();
    await page.keyboard.press('z');
    await mine.and(page.locator('[data-reply-state=withheld]')).waitFor();
    assert.equal(await box.inputValue(), text, 'the text is back in the draft');
    done('z takes a queued reply back at the server');
    await preview.getByText(text).waitFor();
    await page.getByRole('button', { name: /^Publish on / }).click();
    await mine.and(page.locator('[data-reply-state=queued]')).waitFor();
  }
  await mine.and(page.locator('[data-reply-state=sent]')).waitFor({ timeout: patience });
  const after = (await api(page, 'GET', `/cases/${number}`)).body;
  assert.equal(after.replies.filter((r) => r.text.includes(text) && r.state === 'sent').length, 1, 'sent once');
  done('a reply is previewed, queued and sent once');

  step = 'changed meanwhile';
  const stale = await api(page, 'POST', `/cases/${number}/status`, { version: after.version - 1, status: 'open' });
  assert.equal(stale.status, 409);
  assert.equal(stale.body.current.case.number, number, '409 carries the case as it is now');
  done('a change on an old version is refused with the current case');

  step = 'palette';
  await page.locator('#case-title').focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('searchbox').waitFor();
  await look(page, 'en-palette');
  await page.keyboard.type('assign to me');
  await page.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(`With ${who.name}`).first().waitFor();
  done('the palette assigns the case');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.locator('#case-title').focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await look(page, 'en-keys');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  step = 'close';
  await page.locator('#case-title').focus();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: new RegExp(number) });
  await dialog.getByLabel('Outcome').fill('It is repaired.');
  await dialog.getByTestId('preview').getByText('It is repaired.').waitFor();
  await look(page, 'en-close');
  await dialog.getByRole('button', { name: /^Close and publish on / }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Closed', { exact: true }).first().waitFor();
  const closed = (await api(page, 'GET', `/cases/${number}`)).body;
  assert.equal(closed.case.status, 'closed');
  assert.equal(closed.case.resolution, 'It is repaired.');
  assert.ok(closed.replies.some((r) => r.kind === 'closing'), 'the resident is told');
  done('the case is closed and the resident is told');
  await look(page, 'en-closed');

  step = 'sign out';
  await page.getByRole('button', { name: new RegExp(`Account of ${who.name}`) }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  assert.equal((await api(page, 'GET', '/cases')).status, 401);
  done('signed out, the server says 401');
  await context.close();
}

/** Every screen once more under other eyes. */
async function sweep(name, options, { language = 'en', narrow = false } = {}) {
  const { context, page } = await open(options);
  step = name;
  await page.goto(`${base}/`);
  await page.getByRole('button', { name: words[language].in, exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), language);
  await look(page, `${name}-signin`, { narrow });
  await signIn(page, language);
  await page.goto(`${base}/?view=all`);
  await page.getByRole('option').first().waitFor();
  await look(page, `${name}-inbox`, { narrow });
  await page.getByRole('option').first().click();
  await page.locator('#case-title').waitFor();
  await page.locator('article').first().waitFor();
  await look(page, `${name}-case`, { narrow });
  if (narrow) {
    await page.getByRole('button', { name: /^(Facts|Datos)$/ }).click();
    await page.getByRole('heading', { name: /^(Resident|Residente)$/ }).waitFor();
    await look(page, `${name}-facts`, { narrow });
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('menuitem').first().waitFor();
  await look(page, `${name}-palette`, { narrow });
  await page.keyboard.press('Escape');
  await page.goto(`${base}/?screen=review`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('option').first().or(page.getByText(/No post waits|Ninguna publicación espera/)).first().waitFor();
  await look(page, `${name}-review`, { narrow });
  if (narrow && (await page.getByRole('option').count())) {
    await page.getByRole('option').first().click();
    await page.locator('article').first().waitFor();
    await look(page, `${name}-review-post`, { narrow });
  }
  await page.goto(`${base}/?screen=health`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await look(page, `${name}-health`, { narrow });
  await page.goto(`${base}/?screen=accounts`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  for (const summary of await page.locator('summary').all()) await summary.click();
  await look(page, `${name}-accounts`, { narrow });
  await trends(page, name, narrow);
  await context.close();
}

const hours = (n) => new Date(Date.now() - n * 3_600_000).toISOString();
const hotTopic = {
  episode: '00000000000000a1', kind: 'topic', topic: 'pothole_street', phrase: null, neighborhood: 'Capitol Hill', state: 'open', score: 0.94, since: hours(0.6), found_at: hours(0.2),
  last_at: hours(0.2), over_at: null, posts: 14, authors: 12, expected_authors: 0.4, minutes: 30, terms: ['pothole', '<img src=x onerror=alert(1)>', 'clarkson'], networks: ['twitter'],
  languages: ['en', 'es'], negative: 0.62, positive: 0.08, late: false, told: 2, alerted_at: hours(0.2), false_alarms: 0, real_ones: 0, version: 2,
};
const late = { ...hotTopic, episode: '00000000000000a2', kind: 'phrase', topic: null, phrase: 'gas smell', neighborhood: null, state: 'acknowledged', negative: null, positive: null, late: true };
const coverage = { from: hours(1), to: hours(0), minutes: 60, minutes_read: 58, feeds: 2, feeds_unread: 1 };
const deliveries = ['sent', 'failed'].map((state, i) => ({ what: 'episode/00000000000000a1', channel: ['webhook', 'email'][i], state, tries: 1, created_at: hours(0.2), next_at: hours(0.1), sent_at: i ? null : hours(0.2), error: i ? 'it ended with 1' : null }));
const allTrends = (topics) => ({
  at: hours(0), coverage, followed: true, topics, neighborhoods: [{ neighborhood: 'Capitol Hill', posts: 20, before: 3 }, { neighborhood: 'Five Points', posts: 4, before: 6 }],
  mutes: [{ id: '1', kind: 'phrase', name: 'parade', neighborhood: null, everywhere: true, until: hours(-5), why: 'it is today', by: 'dana', created_at: hours(2) }], channels: ['webhook', 'email'], deliveries,
});
const notices = () =>
  ['draft', 'queued', 'sent', 'in_doubt', 'failed'].map((state, i) => ({
    id: String(i + 4), account: 'twitter/1', text: 'A crew is on its way.', language: 'en', state, by: 'dana', created_at: hours(0.1), can_be_sent: state === 'draft', why_not: '', cost_micro_usd: 15_000,
    needs_person: state === 'in_doubt', not_before: state === 'queued' ? hours(-1) : null, remote_id: state === 'sent' ? '1990000000000000777' : null, sent_at: state === 'sent' ? hours(0.1) : null, last_error: state === 'failed' ? 'duplicate content' : null,
  }));
const whyHot = (topic) => ({
  topic, coverage, people: [{ network: 'twitter', id: '1', handle: 'marta', name: 'Marta' }], deliveries, notices: notices(), senders: [{ account: 'twitter/1', network: 'twitter', handle: 'denver311', why_not: '', limit: 280 }, { account: 'instagram/2', network: 'instagram', handle: 'denver311', why_not: 'Instagram takes no post without a picture or video.', limit: 2200 }],
  series: Array.from({ length: 48 }, (_, i) => ({ from: hours(24 - i / 2), minutes: 30, posts: i > 45 ? 12 : i % 3, authors: i > 45 ? 11 : i % 3, usual: { expected: 0.8, low: 0, high: 3 } })),
  samples: [{ id: '9', network: 'twitter', network_id: '9', in_reply_to: null, direct_message: false, author: { id: '1', handle: 'marta', name: 'Marta' }, text: 'Huge pothole <script>window.pwned=1</script>', created_at: hours(0.5), seen_at: hours(0.5), state: 'review', finding: null, reason: '', url: null, own: false }],
  cases: [{ number: '26-000001', status: 'new', topic: 'pothole_street', opened_at: hours(0.4), neighborhood: 'Capitol Hill', linked: true }], events: [{ at: hours(0.2), actor: 'auto', kind: 'found', text: '12' }, { at: hours(0.1), actor: 'dana', kind: 'linked', text: '26-000001' }],
});

/** The page of hot topics as it is, then with made-up ones: opened by keyboard, its forms, its picture. */
async function trends(page, name, narrow) {
  await page.goto(`${base}/?screen=trends`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await look(page, `${name}-trends-own`, { narrow });
  let topics = [];
  await page.route(/\/api\/v1\/trends$/, (route) => route.fulfill({ json: allTrends(topics) }));
  await page.route(/\/api\/v1\/trends\/[0-9a-f]{16}$/, (route) => route.fulfill({ json: whyHot([hotTopic, late].find((one) => route.request().url().endsWith(one.episode))) }));
  await page.goto(`${base}/?screen=trends`);
  await page.getByText(/No hot topics in the 58 minutes read|Ningún tema candente en los 58 minutos leídos/).waitFor();
  topics = [hotTopic, late, { ...late, episode: '00000000000000a3', kind: 'brigade' }, { ...hotTopic, episode: '00000000000000a4', state: 'over', over_at: hours(0.1) }];
  await page.goto(`${base}/?screen=trends`);
  const first = page.locator('[data-episode="00000000000000a1"] a').first();
  await first.focus();
  await page.keyboard.press('Enter');
  await page.locator('section[data-episode] svg[role=img]').waitFor();
  assert.match(page.url(), /hot=00000000000000a1/);
  await page.getByRole('button', { name: /^(Mute|Silenciar)$/ }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: /^(Mute for a while|Silenciar por un tiempo)$/ }).waitFor();
  for (const summary of await page.locator('summary').all()) await summary.click();
  await page.getByText(/62\s?% (angry|con enojo)/).waitFor();
  await page.getByRole('button', { name: /^(Publish on X @denver311|Publicar en X @denver311)$/ }).waitFor();
  await mapByKeys(page);
  await look(page, `${name}-trends`, { narrow });
  assert.equal(await page.evaluate(() => document.querySelectorAll('main img, main script').length), 0, 'no element came out of a term');
  await page.getByRole('button', { name: /^(Draft a post to everybody|Redactar una publicación para todos)$/ }).click();
  await page.goto(`${base}/?screen=trends&hot=00000000000000a2`);
  await page.getByText(/Nobody was alarmed|No se alertó a nadie/).waitFor();
  await look(page, `${name}-trends-late`, { narrow });
  await page.unrouteAll({ behavior: 'ignoreErrors' });
}

/** One tab stop; the arrows go from the hottest on, and what is said leads to the hot topic. */
async function mapByKeys(page) {
  const map = page.getByRole('listbox', { name: /^(Map of neighborhoods|Mapa de barrios)$/ });
  await map.focus();
  await page.keyboard.press('ArrowDown');
  const said = page.locator('#map-said');
  await said.getByText('Capitol Hill').waitFor();
  assert.equal(await said.getByRole('link').count(), 1, 'its hot topic is linked');
  const chosen = await map.getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${chosen}`).getAttribute('data-area'), 'Capitol Hill');
  await page.keyboard.press('End');
  assert.notEqual(await map.getAttribute('aria-activedescendant'), chosen);
  await page.keyboard.press('Home');
  await said.getByText('Capitol Hill').waitFor();
}

/** The accounts page, by keyboard alone where something is done; needs a parked account and a person who leads. */
async function accounts() {
  step = 'accounts';
  const { context, page } = await open();
  await signIn(page);
  const simulator = process.env.SOCIAL311_SIMULATOR?.replace(/\/$/, '');
  if (simulator) {
    // Refused again and again, renewed tokens too: the account is parked.
    const answer = await fetch(`${simulator}/_control/faults`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ method: 'GET', path: '/2/users/*', outcome: 'unauthorized', count: 2 }) });
    assert.equal(answer.status, 200, 'the simulator takes the fault');
  }
  let body = (await api(page, 'GET', '/accounts')).body;
  assert.ok(body.accounts.length, 'an account is configured');
  for (let end = Date.now() + patience; simulator && !body.accounts.some((one) => one.parked); body = (await api(page, 'GET', '/accounts')).body) {
    assert.ok(Date.now() < end, 'the account is parked');
    await new Promise((next) => setTimeout(next, 100));
  }
  const tab = async (name) => {
    const wanted = page.getByRole('button', { name, exact: true });
    await wanted.waitFor();
    for (let i = 0; i < 80 && !(await wanted.evaluate((e) => e === document.activeElement)); i += 1) await page.keyboard.press('Tab');
    assert.ok(await wanted.evaluate((e) => e === document.activeElement), `“${name}” is reached by Tab`);
    await page.keyboard.press('Enter');
  };
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('searchbox').waitFor();
  await page.keyboard.type('go to accounts');
  await page.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  assert.match(page.url(), /screen=accounts/);
  const parked = body.accounts.find((one) => one.parked);
  if (parked) {
    const card = page.locator(`[data-account="${parked.account}"]`);
    await card.getByRole('alert').getByText(parked.parked.why).waitFor();
    await look(page, 'en-accounts-parked');
    await tab(`Unpark now: @${parked.handle}`);
    await page.getByRole('status').getByText(`@${parked.handle} goes on.`).waitFor();
    await card.getByText('Unparked').first().waitFor();
    done('a parked account says why and goes on by keyboard');
  }
  await look(page, 'en-accounts');
  await tab('Stop all sending');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').waitFor();
  await look(page, 'en-stop');
  await page.keyboard.type('a drill');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('alert').filter({ hasText: 'a drill' }).waitFor();
  const other = await open({ viewport: { width: 320, height: 640 } });
  await signIn(other.page);
  await other.page.getByRole('alert').filter({ hasText: 'a drill' }).waitFor();
  await look(other.page, 'en-320-stopped', { narrow: true });
  await tab('Resume all sending');
  await other.page.getByRole('alert').filter({ hasText: 'a drill' }).waitFor({ state: 'detached' });
  assert.equal((await api(page, 'GET', '/accounts')).body.sending_stopped, null);
  done('sending is stopped and resumed by keyboard, and everybody sees it at once');
  await other.context.close();

  step = 'sign out with a note';
  const { body: list } = await api(page, 'GET', '/cases?view=all&limit=1');
  await page.goto(`${base}/?view=all&case=${list.cases[0].case.number}`);
  await page.locator('#case-title').focus();
  await page.keyboard.press('n');
  await page.keyboard.type('not saved yet');
  await page.getByRole('button', { name: new RegExp(`Account of ${who.name}`) }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('alertdialog').waitFor();
  await look(page, 'en-leave');
  await page.keyboard.press('Enter'); // Cancel has the focus
  await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
  assert.equal((await api(page, 'GET', '/session')).status, 200, 'still signed in');
  done('signing out over unsent words asks first');
  await context.close();
}

/** Two tabs share one stream; when the reading tab closes, the other takes over. */
async function oneStream() {
  step = 'one stream';
  const { context, page: first } = await open();
  let streams = 0;
  context.on('request', (request) => {
    if (request.url().endsWith('/api/v1/events')) streams += 1;
  });
  await signIn(first);
  await first.getByText('Live', { exact: true }).waitFor();
  const { body } = await api(first, 'GET', '/cases?view=all&limit=1');
  const number = body.cases[0].case.number;
  const second = await context.newPage();
  await second.goto(`${base}/?view=all&case=${number}`);
  await second.getByText('Live', { exact: true }).waitFor();
  await second.locator('#case-title').waitFor();
  const write = async (text) => {
    assert.equal((await api(second, 'POST', `/cases/${number}/notes`, { text })).status, 200);
    await second.getByText(text).waitFor();
  };
  await write(`Through the first tab ${Date.now()}`);
  assert.equal(streams, 1, 'two tabs, one stream');
  await first.close();
  await write(`Through the second tab ${Date.now()}`);
  assert.ok(streams <= 2, 'one stream after the first tab is gone');
  done('two tabs hold one stream, and the second takes over');
  await context.close();
}

const hostile = [
  '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>',
  '"><svg onload=window.pwned=1><iframe srcdoc="<script>parent.pwned=1</script>">',
  'javascript:window.pwned=1 https://user:pw@evil.example/ data:text/html,<script>window.pwned=1</script>',
  '\u202eevil\u202c \u200b\u2066\u0007 {{constructor.constructor("window.pwned=1")()}} $t(app) %s',
  `Z${'\u0301\u0489'.repeat(400)}`,
];

/** Everything a resident controls, turned hostile on its way to the page: it stays text, with the policy and without. */
async function hostileText(bypassCSP) {
  step = `hostile text${bypassCSP ? ' without the policy' : ''}`;
  const { context, page } = await open({ bypassCSP });
  await signIn(page);
  const { body } = await api(page, 'GET', '/cases?view=all&limit=1');
  const number = body.cases[0].case.number;
  for (const text of hostile) {
    const turn = (value, key = '') => {
      if (Array.isArray(value)) return value.map((one) => turn(one));
      if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, turn(v, k)]));
      return typeof value === 'string' && ['text', 'author_name', 'handle', 'name', 'url', 'reason', 'term', 'neighborhood', 'last_error', 'resolution', 'public_url'].includes(key) ? text : value;
    };
    const stranger = async (route) => {
      try {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: turn(await answer.json()) });
      } catch (error) {
        if (!/already handled|closed|disposed|aborted/i.test(String(error))) throw error; // the page went on meanwhile
      }
    };
    await page.route(/\/api\/v1\/(cases|review)(\?|\/[\d-]+$)/, stranger);
    await page.goto(`${base}/?view=all&case=${number}`);
    await page.locator('article .words').first().waitFor();
    await page.getByRole('option').first().waitFor();
    const visible = [...text].filter((c) => !/[\u202a-\u202e\u200b\u2066\u0007]/.test(c)).join('').slice(0, 40);
    if (!/[\u0301]/.test(text) && visible === text.slice(0, 40)) assert.ok((await page.locator('article').first().textContent()).includes(visible), 'shown as it was written');
    await page.goto(`${base}/?screen=review`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('option').first().or(page.getByText(/No post waits/)).first().waitFor();
    const made = await page.evaluate(() => document.querySelectorAll('img:not([src^="/favicon"]), iframe, object, embed, main script, [onerror], [onload], a[href^="javascript:" i], a[href^="data:" i], a[href*="@evil"]').length);
    assert.equal(made, 0, 'no element came out of a text');
    assert.equal(await page.evaluate(() => window.pwned), undefined, 'nothing ran');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  }
  done(`${hostile.length} hostile texts in every field stay text${bypassCSP ? ', without the policy too' : ''}`);
  await context.close();
}

try {
  await workACase();
  await accounts();
  await sweep('en', {}, {});
  await oneStream();
  await hostileText(false);
  await hostileText(true);
  const small = { viewport: { width: 320, height: 640 } };
  await sweep('en-320', small, { narrow: true });
  await sweep('es', { locale: 'es-MX' }, { language: 'es' });
  await sweep('es-320', { ...small, locale: 'es-MX' }, { language: 'es', narrow: true });
  await sweep('dark', { colorScheme: 'dark' });
  await sweep('forced', { forcedColors: 'active' });
  assert.deepEqual(faults, [], 'no strangers asked, no policy broken, no script failed, no dialog opened');
  done('0 requests to other hosts, 0 policy reports, 0 script errors');
  console.log(`passed ${checks} checks`);
} catch (error) {
  console.error(`FAILED at “${step}”: ${error.message}`);
  for (const fault of faults) console.error(`  ${fault}`);
  const page = browser.contexts().at(-1)?.pages()[0];
  if (shots && page) await page.screenshot({ path: join(shots, 'failed.png') }).catch(() => {});
  process.exitCode = 1;
} finally {
  await browser.close();
}
