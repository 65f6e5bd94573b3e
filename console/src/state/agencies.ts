// Transfers, watching, notices, residents, figures: what is read, and what a person does.
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { ask, at, client, type AgencyView, type CaseDetail, type WatchWord } from '../api';
import { complain } from './actions';
import { onCase } from './case_call';
import { askForList } from './live';
import { queries, say } from './store';

const t = i18next.t.bind(i18next);

export const agencyKeys = {
  agency: (number: string) => ['agency', number] as const,
  watch: (number: string) => ['watch', number] as const,
  resident: (number: string) => ['resident', number] as const,
  notices: ['notices'] as const,
};

export const useAgency = (number: string, version: number) =>
  useQuery({ queryKey: [...agencyKeys.agency(number), version], queryFn: ({ signal }) => ask(client.GET('/cases/{number}/agency', { ...at(number), signal })), placeholderData: (before) => (before?.number === number ? before : undefined) });
export const useWatch = (number: string) => useQuery({ queryKey: agencyKeys.watch(number), queryFn: ({ signal }) => ask(client.GET('/cases/{number}/watch', { ...at(number), signal })) });
export const useResident = (number: string) => useQuery({ queryKey: agencyKeys.resident(number), queryFn: ({ signal }) => ask(client.GET('/cases/{number}/resident', { ...at(number), signal })) });
export const useNotices = () => useQuery({ queryKey: agencyKeys.notices, queryFn: ({ signal }) => ask(client.GET('/notices', { signal })) });
export const useFigures = (days: number) =>
  useQuery({
    queryKey: ['figures', days],
    queryFn: ({ signal }) => ask(client.GET('/analytics', { params: { query: { from: new Date(Date.now() - days * 86_400_000).toISOString() } }, signal })),
  });

const onAgency = (number: string, call: Promise<CaseDetail>, said: string) =>
  onCase(number, call, said, () => {
    void queries.invalidateQueries({ queryKey: agencyKeys.agency(number) });
    void queries.invalidateQueries({ queryKey: agencyKeys.notices });
  });

export const sendOn = (view: AgencyView, division: string | null, why: string) =>
  onAgency(view.number, ask(client.POST('/cases/{number}/transfer', { ...at(view.number), body: { version: view.version, division, why } })), t('transfer.said.sent'));
export const decideDivision = (view: AgencyView, division: string | null, why: string) =>
  onAgency(view.number, ask(client.POST('/cases/{number}/transfer/decide', { ...at(view.number), body: { version: view.version, division, why } })), t('transfer.said.decided'));
const saidOf = { accept: 'transfer.said.accepted', refuse: 'transfer.said.refused', withdraw: 'transfer.said.withdrawn' } as const;
export const answerTransfer = (view: AgencyView, answer: keyof typeof saidOf, why = '') =>
  onAgency(view.number, ask(client.POST('/cases/{number}/transfer/answer', { ...at(view.number), body: { version: view.version, answer, why } })), t(saidOf[answer]));

async function keepWatch(number: string, call: ReturnType<typeof putWatch>, said: string) {
  try {
    queries.setQueryData(agencyKeys.watch(number), await call);
    if (said) say(said);
    askForList();
  } catch (e) {
    complain(e);
  }
}
const putWatch = (number: string, wants: WatchWord[]) => ask(client.PUT('/cases/{number}/watch', { ...at(number), body: { wants } }));
export const watchCase = (number: string, wants: WatchWord[], first: boolean) => keepWatch(number, putWatch(number, wants), first ? t('watch.said.on') : '');
export const unwatchCase = (number: string) => keepWatch(number, ask(client.DELETE('/cases/{number}/watch', at(number))), t('watch.said.off'));

/** `null` = everything. Quiet: nobody asked for a word about it. */
export async function readNotices(number: string | null) {
  await ask(client.POST('/notices/read', { body: { case: number } })).catch(() => {});
  void queries.invalidateQueries({ queryKey: agencyKeys.notices });
}

export async function joinPersonas(number: string, body: { case: string; said: string; post: string | null }) {
  try {
    queries.setQueryData(agencyKeys.resident(number), await ask(client.POST('/cases/{number}/resident', { ...at(number), body })));
    say(t('resident.saidJoined'));
  } catch (e) {
    complain(e);
    throw e;
  }
}
export async function partPersonas(number: string, id: string, why: string) {
  try {
    await ask(client.POST('/residents/links/{id}/revoke', { params: { path: { id } }, body: { why } }));
    say(t('resident.saidParted'));
  } catch (e) {
    complain(e);
    throw e;
  } finally {
    void queries.invalidateQueries({ queryKey: agencyKeys.resident(number) });
  }
}
