// The deadline explained, holding it, and facts: what is read, and what a person does.
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { ask, client, ProblemError, type CaseDetail } from '../api';
import { complain } from './actions';
import { keepCase, readCase } from './data';
import { askForList } from './live';
import { queries, say } from './store';

const t = i18next.t.bind(i18next);
const at = (number: string) => ({ params: { path: { number } } });
const key = (number: string) => ['clock', number] as const;

export const useCaseClock = (number: string, version: number) =>
  useQuery({ queryKey: [...key(number), version], queryFn: ({ signal }) => ask(client.GET('/cases/{number}/clock', { ...at(number), signal })), placeholderData: (before) => (before?.number === number ? before : undefined), refetchInterval: 60_000 });

async function onCase(number: string, call: Promise<CaseDetail>, said: string) {
  try {
    keepCase(await call);
    say(said);
    askForList();
  } catch (e) {
    const current = e instanceof ProblemError ? e.problem.current : undefined;
    if (current) keepCase(current);
    else if (e instanceof ProblemError && e.problem.status === 409) void readCase(number).then(keepCase, () => {});
    complain(e);
    throw e;
  } finally {
    void queries.invalidateQueries({ queryKey: key(number) });
  }
}

export const pauseCase = (number: string, why: string) => onCase(number, ask(client.POST('/cases/{number}/pause', { ...at(number), body: { why } })), t('time.said.paused'));
export const resumeCase = (number: string, why: string) => onCase(number, ask(client.POST('/cases/{number}/resume', { ...at(number), body: { why } })), t('time.said.resumed'));
export const setFacts = (number: string, version: number, facts: Record<string, string | null>) =>
  onCase(number, ask(client.PUT('/cases/{number}/facts', { ...at(number), body: { version, facts } })), t('time.said.facts'));
