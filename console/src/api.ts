// The one door to the server. Types come from the server's own description (schema.d.ts is generated from it).
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';
import { learnClock } from './lib/time';

type Schemas = components['schemas'];
export type Session = Schemas['Session'];
export type View = Schemas['View'];
export type Case = Schemas['Case'];
export type CaseSummary = Schemas['CaseSummary'];
export type CasePage = Schemas['CasePage'];
export type CaseDetail = Schemas['CaseDetail'];
export type CaseClock = Schemas['CaseClock'];
export type CaseFact = Schemas['CaseFact'];
export type CaseQuestion = Schemas['CaseQuestion'];
export type CaseStatus = Schemas['CaseStatus'];
export type CaseEvent = Schemas['CaseEvent'];
export type Post = Schemas['Post'];
export type Reply = Schemas['Reply'];
export type Approval = Schemas['Approval'];
export type HeldReply = Schemas['HeldReply'];
export type Finding = Schemas['Finding'];
export type Topic = Schemas['Topic'];
export type Agent = Schemas['Agent'];
export type Health = Schemas['Health'];
export type FeedHealth = Schemas['FeedHealth'];
export type Accounts = Schemas['Accounts'];
export type Account = Schemas['Account'];
export type AccountFeed = Schemas['AccountFeed'];
export type Trends = Schemas['Trends'];
export type HotTopic = Schemas['HotTopic'];
export type NeighborhoodCount = Schemas['NeighborhoodCount'];
export type PublicNotice = Schemas['Notice'];
export type NoticeSender = Schemas['NoticeSender'];
export type HotTopicDetail = Schemas['HotTopicDetail'];
export type AgencyView = Schemas['AgencyView'];
export type Transfer = Schemas['Transfer'];
export type WatchWord = Schemas['WatchWord'];
export type PersonaLink = Schemas['PersonaLink'];
export type ResidentView = Schemas['ResidentView'];
export type Figures = Schemas['Figures'];
export type SameSuggestion = Schemas['SameSuggestion'];
export type Mark = Schemas['Mark'];
export type Satisfaction = Schemas['Satisfaction'];
export type Preview = Schemas['Preview'];
export type WayName = Schemas['WayName'];
export type Eligibility = Schemas['Eligibility'];
export type Templates = Schemas['Templates'];
export type TemplatePreview = Schemas['TemplatePreview'];
export type KnownAnswer = Schemas['KnownAnswer'];
export type SuggestedAnswer = Schemas['SuggestedAnswer'];
export type Explanation = Schemas['Explanation'];
export type Problem = Schemas['Problem'] & { current?: CaseDetail };

/** What went wrong, in the server's words; `status` 0 = it could not be reached. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }
  is(kind: string) {
    return this.problem.type.endsWith(`/${kind}`);
  }
}

export const signedOut = new EventTarget();

export const client = createClient<paths>({ baseUrl: '/api/v1', cache: 'no-store', fetch: (request) => fetch(request) });
client.use({
  onRequest({ request }) {
    if (request.method === 'GET') return;
    request.headers.set('X-Social311', '1');
    request.headers.set('Content-Type', 'application/json');
  },
  onResponse({ response, schemaPath }) {
    learnClock(response.headers.get('Date'));
    if (response.status === 401 && schemaPath !== '/session') signedOut.dispatchEvent(new Event('signed-out'));
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; every other end is a ProblemError. */
export async function ask<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e;
    throw new ProblemError({ type: '/problems/unreachable', title: '', status: 0, detail: '' });
  }
  if (answer.response.ok) return answer.data as T;
  const said = answer.error as Partial<Problem> | undefined;
  throw new ProblemError({
    ...said,
    type: said?.type ?? '/problems/unknown',
    title: said?.title ?? answer.response.statusText,
    status: answer.response.status,
    detail: said?.detail ?? '',
  });
}

/** Where a call on one case goes. */
export const at = (number: string) => ({ params: { path: { number } } });
