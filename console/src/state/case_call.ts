// A call that changes a case, without a guess beforehand: every part of the page that has one makes it the same way.
import { ProblemError, type CaseDetail } from '../api';
import { complain } from './actions';
import { keepCase, readCase } from './data';
import { askForList } from './live';
import { say } from './store';

/** The server answers with the case as it is now, or with what it became meanwhile. `after`: what else is read again, however it ends. */
export async function onCase(number: string, call: Promise<CaseDetail>, said: string, after: () => void) {
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
    after();
  }
}
