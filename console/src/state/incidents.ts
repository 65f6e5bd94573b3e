// Joining, parting and reviewing: what is read, and what a person does.
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { ask, at, client, type CaseDetail, type Mark } from '../api';
import { complain } from './actions';
import { onCase } from './case_call';
import { keys, readCase } from './data';
import { askForList } from './live';
import { queries, say } from './store';
import { wordsOr } from '../i18n';

const t = i18next.t.bind(i18next);

export const useSatisfaction = (days: number) =>
  useQuery({
    queryKey: ['satisfaction', days],
    queryFn: ({ signal }) => ask(client.GET('/satisfaction', { params: { query: { from: new Date(Date.now() - days * 86_400_000).toISOString() } }, signal })),
  });

const onIncident = (number: string, call: Promise<CaseDetail>, said: string) =>
  onCase(number, call, said, () => {
    void queries.invalidateQueries({ queryKey: ['case'], predicate: (query) => query.queryKey[1] !== number }); // the others of the incident
  });

export const joinCase = (detail: CaseDetail, into: string) =>
  onIncident(detail.case.number, ask(client.POST('/cases/{number}/incident', { ...at(detail.case.number), body: { version: detail.version, into } })), t('same.said.joined', { number: into }));
export const splitCase = (number: string, version: number) => onIncident(number, ask(client.POST('/cases/{number}/split', { ...at(number), body: { version } })), t('same.said.split'));
export const declineSame = (number: string, suggestion: string) =>
  onIncident(number, ask(client.POST('/cases/{number}/suggestions/{suggestion}/decline', { params: { path: { number, suggestion } }, body: {} })), t('same.said.declined'));
export const reviewCase = (number: string, marks: Record<string, Mark>, note: string) =>
  onIncident(number, ask(client.POST('/cases/{number}/quality', { ...at(number), body: { marks, note } })), t('same.said.reviewed'));

/** Of another case: its version is asked for first, so that what is on the page cannot be out of date. */
export async function joinOther(detail: CaseDetail, other: string) {
  await act(detail, async () => {
    const { version } = await readCase(other);
    await ask(client.POST('/cases/{number}/incident', { ...at(other), body: { version, into: detail.case.number } }));
  }, t('same.said.joined', { number: other }));
}
export async function splitOther(detail: CaseDetail, other: string) {
  await act(detail, async () => {
    const { version } = await readCase(other);
    await ask(client.POST('/cases/{number}/split', { ...at(other), body: { version } }));
  }, t('same.said.split'));
}
async function act(detail: CaseDetail, work: () => Promise<void>, said: string) {
  try {
    await work();
    say(said);
  } catch (e) {
    complain(e);
    throw e;
  } finally {
    await queries.invalidateQueries({ queryKey: keys.case(detail.case.number) });
    askForList();
  }
}

export async function openIncident(body: { title: string; cases: string[]; leads?: string; episode?: string }) {
  try {
    const made = await ask(client.POST('/incidents', { body }));
    const left = made.left_out.map((one) => `${one.number} (${wordsOr(`same.why.${one.why}`, one.why)})`).join(', ');
    say([t('same.said.opened', { count: made.joined.length, number: made.leads }), left && t('same.said.leftOut', { list: left })].filter(Boolean).join(' '), { forMs: left ? 15_000 : 5_000 });
    return made;
  } catch (e) {
    complain(e);
    throw e;
  } finally {
    void queries.invalidateQueries({ queryKey: ['case'] });
    askForList();
  }
}
