// Components with the server's answers stubbed at fetch, bodies typed by the server's own description.
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaseDetail, CaseSummary, Eligibility, Post, Session } from '../../src/api';
import { startLanguage } from '../../src/i18n';
import { ResidentText } from '../../src/ui/ResidentText';
import { CaseThread, linesOf } from '../../src/screens/CaseThread';
import { addMarks, clearMarks } from '../../src/state/marked';
import { Gather, partsOf } from '../../src/ui/Gather';
import { SignIn } from '../../src/screens/SignIn';
import { undo } from '../../src/state/actions';
import { keys } from '../../src/state/data';
import { drafts, queries, undos } from '../../src/state/store';

const session: Session = { name: 'maria', role: 'agent', division: null, city: { name: 'Denver', timezone: 'America/Denver', languages: ['en', 'es'] }, undo_s: 10, version: '1', rules: '1' };
const post: Post = {
  id: '1', network: 'twitter', network_id: '100', author: { id: '9', handle: 'ana', name: 'Ana' }, text: 'pothole on Colfax', created_at: '2026-03-02T15:00:00Z', seen_at: '2026-03-02T15:00:05Z', state: 'case',
  finding: { service_request: 0.9, decision: 'case', intent: 'request', topics: [{ topic: 'pothole_street', score: 1, evidence: [{ start: 0, end: 7, term: 'pothole' }] }], urgency: 'normal', language: 'en', locations: [], abuse: 0, pii: [], rules: '1' },
  reason: 'asks for a service', url: null, own: false,
};
const detail = (change: Partial<CaseDetail> = {}): CaseDetail => ({
  case: { number: '26-000001', status: 'open', topic: 'pothole_street', service_code: 'P', division: 'street', priority: 'normal', opened_at: '2026-03-02T15:00:00Z', due_at: '2026-03-03T15:00:00Z', closed_at: null, network: 'twitter', post_ids: ['100'], incident: null, location: null, resident: { network: 'twitter', id: '9', handle: 'ana' }, language: 'en', first_response_at: null, contacts: 1, resolution: null },
  version: 4, assignee: null, reason: 'asks for a service', public_url: '/case/abc', repliable: { possible: true, reason: 'mentioned', account: 'twitter/2244994945', handle: 'Denver311' }, posts: [post], replies: [], events: [], draft: '', facts: [], question: null, paused: null, ...change,
});
const eligibility: Eligibility = { possible: true, reason: 'mentioned', network: 'twitter', account: 'twitter/2244994945', handle: 'Denver311', ways: [{ way: 'public_reply', possible: true, reason: 'mentioned', limit: 280, cost_micro_usd: 15_000, cost_with_link_micro_usd: 200_000, until: null, until_by_hand: null }], stopped: null, approval: [], undo_s: 10 };
const queued = (): CaseDetail['replies'][number] => ({
  id: '77', kind: 'answer', state: 'queued', needs_person: false, text: '@ana on it (26-000001)', language: 'en', account: 'twitter/2244994945', target_post_id: '100', remote_id: null, by: 'maria', last_error: null, not_before: new Date(Date.now() + 10_000).toISOString(), sent_at: null, created_at: new Date().toISOString(), approval: null,
});

let calls: { method: string; path: string; body: unknown; page: string | null }[];
let answers: Record<string, () => [number, unknown]>;
beforeAll(startLanguage);
beforeEach(() => {
  calls = [];
  answers = { 'POST /preview': () => [200, { text: '@ana on it (26-000001)', length: 22, limit: 280, fits: true, repliable: true, reason: '' }], 'PUT /draft': () => [204, null], 'GET /cases/26-000001/eligibility': () => [200, eligibility], 'GET /cases/26-000001': () => [200, detail()] };
  queries.setQueryData(keys.session, session);
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname.replace('/api/v1', '');
    const text = await request.text();
    calls.push({ method: request.method, path, body: text ? JSON.parse(text) : null, page: request.headers.get('X-Social311') });
    const key = Object.keys(answers).find((k) => k.startsWith(request.method) && path.endsWith(k.split(' ')[1]!));
    const [status, body] = key ? answers[key]!() : [200, []];
    return new Response(body === null ? null : JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } });
  });
});
afterEach(() => {
  cleanup();
  queries.clear();
  drafts.forget();
  undos.clear();
  clearMarks();
  vi.unstubAllGlobals();
});
const show = (what: React.ReactNode) => render(<QueryClientProvider client={queries}>{what}</QueryClientProvider>);
const sent = (method: string, end: string) => calls.filter((c) => c.method === method && c.path.endsWith(end));

describe('a resident’s text', () => {
  it('is text, whatever it looks like', () => {
    const text = '<img src=x onerror=alert(1)><script>alert(2)</script> javascript:alert(3)';
    const { container } = show(<ResidentText text={text} />);
    expect(container.textContent).toBe(text);
    expect(container.querySelectorAll('img, script, a')).toHaveLength(0);
  });
  it('carries its language, and links leave nothing behind', () => {
    const { container } = show(<ResidentText text="mira https://a.example/x" language="es" />);
    expect(container.querySelector('p')!.lang).toBe('es');
    const link = container.querySelector('a')!;
    expect([link.href, link.rel, link.target]).toEqual(['https://a.example/x', 'noopener noreferrer', '_blank']);
  });
});

describe('a case', () => {
  it('shows the evidence and the exact text before it is published', async () => {
    queries.setQueryData(keys.case('26-000001'), detail());
    show(<CaseThread number="26-000001" />);
    expect(document.querySelector('mark.m-evidence')!.textContent).toBe('pothole');
    await userEvent.type(screen.getByLabelText('Reply to @ana'), 'on it');
    await waitFor(() => expect(within(screen.getByTestId('preview')).getByText('@ana on it (26-000001)')).toBeTruthy());
    expect(sent('POST', '/preview').at(-1)!.body).toEqual({ kind: 'answer', text: 'on it' });
    expect(sent('POST', '/preview').at(-1)!.page).toBe('1');
  });

  it('publishes with the version that was seen, and undo withholds at the server and gives the text back', async () => {
    queries.setQueryData(keys.case('26-000001'), detail());
    answers['POST /replies'] = () => [200, detail({ version: 5, replies: [queued()] })];
    answers['POST /withhold'] = () => [204, null];
    show(<CaseThread number="26-000001" />);
    await userEvent.type(screen.getByLabelText('Reply to @ana'), 'on it');
    await userEvent.click(screen.getByRole('button', { name: 'Publish on X as @Denver311' }));
    await waitFor(() => expect(document.querySelector('[data-reply-state=queued]')).toBeTruthy());
    expect(sent('POST', '/replies')[0]!.body).toEqual({ version: 4, text: 'on it', kind: 'answer' });
    await waitFor(() => expect(drafts.text('26-000001')).toBe(''));
    await undo();
    expect(sent('POST', '/replies/77/withhold')).toHaveLength(1);
    expect(drafts.text('26-000001')).toBe('on it');
  });

  it('keeps the text and shows the newer state when somebody was faster', async () => {
    queries.setQueryData(keys.case('26-000001'), detail());
    answers['POST /replies'] = () => [409, { type: '/problems/changed', title: 'changed', status: 409, current: detail({ version: 9, assignee: 'tomas' }) }];
    show(<CaseThread number="26-000001" />);
    await userEvent.type(screen.getByLabelText('Reply to @ana'), 'on it');
    await userEvent.click(screen.getByRole('button', { name: 'Publish on X as @Denver311' }));
    await waitFor(() => expect(queries.getQueryData<CaseDetail>(keys.case('26-000001'))!.version).toBe(9));
    expect(drafts.text('26-000001')).toBe('on it');
    expect(document.querySelector('[data-reply-state]')).toBeNull();
    expect(undos.newest).toBeNull();
  });

  it('says why a reply is not possible, and offers no button for it', async () => {
    queries.setQueryData(keys.case('26-000001'), detail({ repliable: { possible: false, reason: 'nobody summoned us', account: null, handle: null } }));
    show(<CaseThread number="26-000001" />);
    expect(screen.getByText(/nobody summoned us/)).toBeTruthy();
    await userEvent.type(screen.getByLabelText('Reply to @ana'), 'on it');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Publish on X/ }).disabled).toBe(true);
    expect(sent('POST', '/preview')).toHaveLength(0);
  });

  it('shows a published reply once, although the network brings it back as a post', () => {
    const reply = { ...queued(), state: 'sent' as const, remote_id: '200', sent_at: '2026-03-02T15:10:00Z' };
    const echo: Post = { ...post, id: '2', network_id: '200', own: true, state: 'own', finding: null };
    const lines = linesOf(detail({ posts: [post, echo], replies: [reply] }));
    expect(lines.map((l) => l.kind)).toEqual(['post', 'reply']);
  });
});

describe('sign-in', () => {
  it('says in words that the password is wrong and asks again', async () => {
    queries.setQueryData(keys.session, null);
    answers['POST /session'] = () => [401, { type: '/problems/wrong-password', title: '', status: 401 }];
    show(<SignIn />);
    await userEvent.type(screen.getByLabelText('Name'), 'maria');
    await userEvent.type(screen.getByLabelText('Password'), 'wrong');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('Name or password is wrong.'));
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('');
    expect(calls[0]).toMatchObject({ method: 'POST', path: '/session', body: { name: 'maria', password: 'wrong' }, page: '1' });
  });
});

const summary = (number: string, change: Partial<CaseSummary['case']> = {}): CaseSummary => ({
  case: { ...detail().case, number, ...change }, version: 1, assignee: null, text: `post of ${number}`, author_name: 'Ana', reply_in_doubt: false, reply_failed: false, draft_waits: false,
});

describe('several cases at once', () => {
  it('the oldest may lead, emergencies stand apart, closed and joined ones are left', () => {
    const rows = [summary('26-000003', { opened_at: '2026-03-03T00:00:00Z' }), summary('26-000001'), summary('26-000004', { priority: 'emergency' }), summary('26-000005', { status: 'closed' }), summary('26-000006', { incident: '26-000001' })];
    const parts = partsOf(rows);
    expect([parts.calm, parts.emergencies, parts.left].map((some) => some.map((row) => row.case.number))).toEqual([['26-000001', '26-000003'], ['26-000004'], ['26-000005', '26-000006']]);
  });
  it('an emergency is joined only where it is ticked, and undo splits what was joined', async () => {
    addMarks([summary('26-000001'), summary('26-000002'), summary('26-000009', { priority: 'emergency' })]);
    answers['POST /incidents'] = () => [200, { leads: '26-000001', title: 'Hail', joined: ['26-000002'], left_out: [] }];
    answers['GET /cases/26-000002'] = answers['GET /cases/26-000009'] = () => [200, detail()];
    show(<Gather />);
    await userEvent.clear(screen.getByLabelText('What happened'));
    await userEvent.type(screen.getByLabelText('What happened'), 'Hail');
    await userEvent.click(screen.getByRole('button', { name: 'Join 1 case to 26-000001' }));
    await waitFor(() => expect(undos.newest).not.toBeNull());
    expect(sent('POST', '/incidents')[0]!.body).toEqual({ title: 'Hail', leads: '26-000001', cases: ['26-000002'] });
    expect(sent('POST', '/incident')).toHaveLength(0);
    await undo();
    expect(sent('POST', '/split').map((call) => call.path)).toEqual(['/cases/26-000002/split']);

    addMarks([summary('26-000001'), summary('26-000009', { priority: 'emergency' })]);
    cleanup();
    show(<Gather />);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Join emergency 26-000009 too' }));
    answers['POST /incidents'] = () => [200, { leads: '26-000001', title: 'Hail', joined: [], left_out: [] }];
    await userEvent.click(screen.getByRole('button', { name: 'Join 1 case to 26-000001' }));
    await waitFor(() => expect(sent('POST', '/26-000009/incident')[0]!.body).toEqual({ version: 4, into: '26-000001' }));
  }, 30_000);
});

describe('the way a reply takes', () => {
  const way = (name: Eligibility['ways'][number]['way'], possible: boolean): Eligibility['ways'][number] => ({ ...eligibility.ways[0]!, way: name, possible, reason: `why ${name}` });
  it('is chosen where there are two, and travels with preview and reply', async () => {
    answers['GET /cases/26-000001/eligibility'] = () => [200, { ...eligibility, ways: [way('public_reply', true), way('private_reply', true), way('direct_message', false)] }];
    answers['POST /replies'] = () => [200, detail({ version: 5 })];
    queries.setQueryData(keys.case('26-000001'), detail());
    show(<CaseThread number="26-000001" />);
    const ways = await screen.findByRole('radiogroup', { name: 'By which way' });
    expect((within(ways).getByRole('radio', { name: 'Private message' }) as HTMLInputElement).disabled).toBe(true);
    await userEvent.click(within(ways).getByRole('radio', { name: 'Private reply' }));
    await screen.findByText('Only the resident can read this.');
    await userEvent.type(screen.getByLabelText('Reply to @ana'), 'your address?');
    await waitFor(() => expect(sent('POST', '/preview').at(-1)!.body).toEqual({ kind: 'answer', text: 'your address?', way: 'private_reply' }));
    await userEvent.click(screen.getByRole('button', { name: /^Send privately on X/ }));
    await waitFor(() => expect(sent('POST', '/replies').at(-1)!.body).toEqual({ version: 4, kind: 'answer', text: 'your address?', way: 'private_reply' }));
  }, 30_000);
  it('asks nothing where there is one', async () => {
    queries.setQueryData(keys.case('26-000001'), detail());
    show(<CaseThread number="26-000001" />);
    await screen.findByTestId('eligibility');
    expect(screen.queryByRole('radiogroup', { name: 'By which way' })).toBeNull();
  });
});
