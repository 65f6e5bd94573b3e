// The deadline explained, holding it, and facts: what is read, and what a person does.
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { ask, at, client, type CaseDetail } from '../api';
import { onCase } from './case_call';
import { queries } from './store';

const t = i18next.t.bind(i18next);
const key = (number: string) => ['clock', number] as const;

export const useCaseClock = (number: string, version: number) =>
  useQuery({ queryKey: [...key(number), version], queryFn: ({ signal }) => ask(client.GET('/cases/{number}/clock', { ...at(number), signal })), placeholderData: (before) => (before?.number === number ? before : undefined), refetchInterval: 60_000 });

const onClock = (number: string, call: Promise<CaseDetail>, said: string) =>
  onCase(number, call, said, () => {
    void queries.invalidateQueries({ queryKey: key(number) });
  });

export const pauseCase = (number: string, why: string) => onClock(number, ask(client.POST('/cases/{number}/pause', { ...at(number), body: { why } })), t('time.said.paused'));
export const resumeCase = (number: string, why: string) => onClock(number, ask(client.POST('/cases/{number}/resume', { ...at(number), body: { why } })), t('time.said.resumed'));
export const setFacts = (number: string, version: number, facts: Record<string, string | null>) =>
  onClock(number, ask(client.PUT('/cases/{number}/facts', { ...at(number), body: { version, facts } })), t('time.said.facts'));
