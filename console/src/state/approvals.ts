// Four eyes: what waits for a second person, and what that person does.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { ask, client, type HeldReply } from '../api';
import { complain, takenBack, timeOf } from './actions';
import { keys } from './data';
import { queries, say } from './store';

const t = i18next.t.bind(i18next);
const atId = (id: string) => ({ params: { path: { id } } });

export type ApprovalView = 'waiting' | 'mine';
export const useApprovals = (view: ApprovalView) =>
  useInfiniteQuery({
    queryKey: [...keys.approvals, view],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => ask(client.GET('/approvals', { params: { query: { view, limit: 50, ...(pageParam && { cursor: pageParam }) } }, signal })),
    getNextPageParam: (page) => page.next || null,
  });
export const useApprovalCounts = () =>
  useQuery({ queryKey: [...keys.approvals, 'counts'], queryFn: async ({ signal }) => (await ask(client.GET('/approvals', { params: { query: { limit: 1 } }, signal }))).counts });

async function onHeld(held: HeldReply, call: Promise<HeldReply>, said: (now: HeldReply) => string) {
  try {
    say(said(await call));
  } catch (e) {
    complain(e);
    throw e;
  } finally {
    void queries.invalidateQueries({ queryKey: keys.approvals });
    if (held.case) void queries.invalidateQueries({ queryKey: keys.case(held.case) });
  }
}
export const approveHeld = (held: HeldReply) =>
  onHeld(held, ask(client.POST('/approvals/{id}/approve', { ...atId(held.id), body: { version: held.version } })), (now) => t('approvals.said.approved', { time: timeOf(now.not_before ?? new Date().toISOString()) }));
export const sendBackHeld = (held: HeldReply, why: string) =>
  onHeld(held, ask(client.POST('/approvals/{id}/send-back', { ...atId(held.id), body: { version: held.version, why } })), () => t('approvals.said.back', { name: held.by }));

/** By its author: changed, and put up again. */
export async function askAgain(held: HeldReply, text: string) {
  await onHeld(held, ask(client.POST('/replies/{id}/approve', { ...atId(held.id), body: { text } })).then(() => held), () => t('approvals.said.waits'));
}
export async function withdrawHeld(held: HeldReply) {
  await onHeld(held, takenBack(held.id).then(() => held), () => t('say.withheld'));
}
