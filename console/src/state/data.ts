// Reading: one hook a thing, keyed so that an event can name what to read again.
import { keepPreviousData, useInfiniteQuery, useQuery, type InfiniteData } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, ProblemError, type CaseDetail, type CasePage, type CaseSummary, type Session, type View } from '../api';
import { queries } from './store';
import type { Clockwork } from '../lib/time';

export interface Wanted {
  view: View;
  search: string;
  topic: string;
}

export const keys = {
  session: ['session'] as const,
  lists: ['cases'] as const,
  list: (wanted: Wanted) => ['cases', wanted] as const,
  case: (number: string) => ['case', number] as const,
  review: ['review'] as const,
  approvals: ['approvals'] as const,
  health: ['health'] as const,
  accounts: ['accounts'] as const,
  trends: ['trends'] as const,
  trend: (episode: string) => ['trends', episode] as const,
};
export const pageSize = 50;
export type CaseList = InfiniteData<CasePage, string | null>;

export const useSession = () =>
  useQuery<Session | null>({
    queryKey: keys.session,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      try {
        return await ask(client.GET('/session', { signal }));
      } catch (e) {
        if (e instanceof ProblemError && e.problem.status === 401) return null;
        throw e;
      }
    },
  });

export function readCases(wanted: Wanted, cursor: string | null, signal?: AbortSignal): Promise<CasePage> {
  const query = {
    view: wanted.view,
    limit: pageSize,
    ...(wanted.search && { search: wanted.search }),
    ...(wanted.topic && { topic: wanted.topic }),
    ...(cursor && { cursor }),
  };
  return ask(client.GET('/cases', { params: { query }, signal }));
}
export const useCases = (wanted: Wanted) =>
  useInfiniteQuery({
    queryKey: keys.list(wanted),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => readCases(wanted, pageParam, signal),
    getNextPageParam: (page) => page.next || null,
    placeholderData: keepPreviousData,
  });

export const readCase = (number: string, signal?: AbortSignal) =>
  ask(client.GET('/cases/{number}', { params: { path: { number } }, signal }));
export const useCase = (number: string) =>
  useQuery({ queryKey: keys.case(number), enabled: number !== '', queryFn: ({ signal }) => readCase(number, signal) });

export const useReview = () =>
  useInfiniteQuery({
    queryKey: keys.review,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      ask(client.GET('/review', { params: { query: { limit: pageSize, ...(pageParam && { cursor: pageParam }) } }, signal })),
    getNextPageParam: (page) => page.next || null,
  });

export const useHealth = (everyMs: number | false) =>
  useQuery({ queryKey: keys.health, queryFn: ({ signal }) => ask(client.GET('/health', { signal })), refetchInterval: everyMs });

export const useAccounts = (everyMs: number | false) =>
  useQuery({ queryKey: keys.accounts, queryFn: ({ signal }) => ask(client.GET('/accounts', { signal })), refetchInterval: everyMs });
export const useTrends = (everyMs: number | false) =>
  useQuery({ queryKey: keys.trends, queryFn: ({ signal }) => ask(client.GET('/trends', { signal })), refetchInterval: everyMs });
export const useTrend = (episode: string) =>
  useQuery({ queryKey: keys.trend(episode), enabled: episode !== '', queryFn: ({ signal }) => ask(client.GET('/trends/{episode}', { params: { path: { episode } }, signal })) });
export const useAreaMap = () => useQuery({ queryKey: ['map'], staleTime: Infinity, queryFn: () => ask(client.GET('/trends/map')) });
/** Whether this person may do anything but look; the server refuses it anyway. */
export function useActs(): boolean {
  const role = useSession().data?.role;
  return role !== undefined && role !== 'viewer' && role !== 'auditor';
}
/** Whether this person may be the second one; the server refuses it anyway. */
export function useApproves(): boolean {
  const role = useSession().data?.role;
  return role === 'approver' || role === 'supervisor' || role === 'admin';
}
/** Whether this person may unpark accounts and stop sending; the server refuses it anyway. */
export function useLeads(): boolean {
  const role = useSession().data?.role;
  return role === 'supervisor' || role === 'admin';
}

const seldom = { staleTime: 600_000 };
export const useTopics = () => useQuery({ queryKey: ['topics'], queryFn: () => ask(client.GET('/topics')), ...seldom });
export const useDivisions = () => useQuery({ queryKey: ['divisions'], queryFn: () => ask(client.GET('/divisions')), ...seldom });
export const useAgents = () => useQuery({ queryKey: ['agents'], queryFn: () => ask(client.GET('/agents')), ...seldom });

/** Names of topics and divisions in the page's language; an unknown id stands for itself. */
export function useNames() {
  const { i18n } = useTranslation();
  const topics = useTopics().data;
  const divisions = useDivisions().data;
  return useMemo(() => {
    const topicNames = new Map(topics?.map((t) => [t.id, i18n.language === 'es' ? t.name_es : t.name_en]));
    const divisionNames = new Map(divisions?.map((d) => [d.id, d.name]));
    const order = new Intl.Collator(i18n.language);
    return {
      topic: (id: string) => topicNames.get(id) || id.replaceAll('_', ' ') || '—',
      division: (id: string | null | undefined) => (id && divisionNames.get(id)) || id || '—',
      topics: [...topicNames].map(([id, name]) => ({ id, name })).sort((a, b) => order.compare(a.name, b.name)),
    };
  }, [topics, divisions, i18n.language]);
}

export function useClockwork(): Clockwork {
  const { i18n } = useTranslation();
  const zone = queries.getQueryData<Session | null>(keys.session)?.city.timezone ?? 'UTC';
  return useMemo(() => ({ language: i18n.language === 'es' ? 'es-US' : 'en-US', zone }), [i18n.language, zone]);
}

export function languageName(code: string, inLanguage: string): string {
  if (!code || code === 'und') return '—';
  try {
    return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A case's row, as its detail would have it: so a list follows without another request. */
export function rowOf(detail: CaseDetail, before: CaseSummary): CaseSummary {
  const some = (state: string) => detail.replies.some((r) => r.state === state);
  return {
    ...before,
    case: detail.case,
    version: detail.version,
    assignee: detail.assignee,
    reply_in_doubt: some('in_doubt'),
    reply_failed: some('failed'),
    draft_waits: detail.replies.some((r) => r.state === 'draft' && r.approval?.state !== 'waiting'),
  };
}

export function patchRows(list: CaseList | undefined, patch: (row: CaseSummary) => CaseSummary): CaseList | undefined {
  if (!list) return list;
  return { ...list, pages: list.pages.map((page) => ({ ...page, cases: page.cases.map(patch) })) };
}

/** The newest known state of a case, into the open thread and every list that shows it. */
export function keepCase(detail: CaseDetail) {
  const number = detail.case.number;
  queries.setQueryData(keys.case(number), detail);
  queries.setQueriesData<CaseList>({ queryKey: keys.lists }, (list) =>
    patchRows(list, (row) => (row.case.number === number ? rowOf(detail, row) : row)),
  );
}
