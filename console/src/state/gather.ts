// Many cases become one incident, and back: one leads, the others are joined to it; undo splits them off again.
import i18next from 'i18next';
import { ask, at, client, ProblemError } from '../api';
import { wordsOr } from '../i18n';
import { complain, wordsOf } from './actions';
import { readCase } from './data';
import { askForList } from './live';
import { queries, say, undos } from './store';

const undoForMs = 20_000;

export interface Gathering {
  leads: string;
  title: string;
  others: string[]; // without emergencies: the server leaves those out of a call for many
  emergencies: string[]; // that the person named one by one
}

interface LeftOut {
  number: string;
  why: string;
}

// The version is asked for first: what the list shows may be old.
async function joinOne(number: string, into: string) {
  const { version } = await readCase(number);
  await ask(client.POST('/cases/{number}/incident', { ...at(number), body: { version, into } }));
}
async function splitOne(number: string) {
  const { version } = await readCase(number);
  await ask(client.POST('/cases/{number}/split', { ...at(number), body: { version } }));
}

function readAgain() {
  void queries.invalidateQueries({ queryKey: ['case'] });
  askForList();
}

/** Each by itself: what one of them refuses does not keep the others. */
async function each(numbers: string[], act: (number: string) => Promise<void>): Promise<LeftOut[]> {
  const left: LeftOut[] = [];
  for (const number of numbers) await act(number).catch((e: unknown) => left.push({ number, why: e instanceof ProblemError ? wordsOf(e) : String(e) }));
  return left;
}

const named = (left: LeftOut[]) => left.map((one) => `${one.number} (${wordsOr(`same.why.${one.why}`, one.why)})`).join(', ');

function offerUndo(joined: string[]) {
  undos.add({
    label: i18next.t('pick.undoLabel'),
    until: Date.now() + undoForMs,
    run: async () => {
      const left = await each(joined, splitOne);
      readAgain();
      if (left.length > 0) throw new ProblemError({ type: '/problems/unknown', title: '', status: 0, detail: named(left) });
    },
  });
}

/** The number of the case that leads now. */
export async function gather({ leads, title, others, emergencies }: Gathering): Promise<string> {
  try {
    const made = await ask(client.POST('/incidents', { body: { title, leads, cases: others.length > 0 ? others : [leads] } }));
    const refused = await each(emergencies, (number) => joinOne(number, made.leads));
    const joined = [...made.joined, ...emergencies.filter((number) => !refused.some((one) => one.number === number))];
    const left = named([...made.left_out, ...refused]);
    if (joined.length > 0) offerUndo(joined);
    say([i18next.t('same.said.opened', { count: joined.length, number: made.leads }), left && i18next.t('same.said.leftOut', { list: left })].filter(Boolean).join(' '), { forMs: undoForMs, undoable: joined.length > 0 });
    return made.leads;
  } catch (e) {
    complain(e);
    throw e;
  } finally {
    readAgain();
  }
}
