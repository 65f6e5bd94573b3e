import { useRef, useState, type FormEvent } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ask, client, ProblemError } from '../api';
import { hadAuthor, tellOtherTabs, wordsOf, writeAs } from '../state/actions';
import { keys } from '../state/data';
import { queries } from '../state/store';
import { speak } from '../i18n';

export function SignIn() {
  const { t, i18n } = useTranslation();
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  const [secret, setSecret] = useState('');
  const password = useRef<HTMLInputElement>(null);
  const ended = hadAuthor();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const name = String(form.get('name') ?? '').trim();
    setBusy(true);
    setTrouble('');
    try {
      await ask(client.POST('/session', { body: { name, password: secret } }));
      writeAs(name);
      await queries.invalidateQueries({ queryKey: keys.session });
      tellOtherTabs();
    } catch (e) {
      setTrouble(e instanceof ProblemError && e.problem.status === 401 ? t('sign.wrong') : wordsOf(e));
      setSecret('');
      password.current?.focus();
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="grid min-h-full place-content-center p-4">
      <div className="card w-[min(24rem,calc(100vw-2rem))] p-8 shadow-sm">
        <div className="flex items-center gap-3">
          <img src="/favicon.svg" alt="" width="40" height="40" />
          <h1 className="text-2xl font-semibold tracking-tight">social311</h1>
        </div>
        <p className="mt-2 text-soft">{t('sign.plain')}</p>
        {ended && !trouble && (
          <p role="status" className="mt-4 rounded-lg border border-warn bg-warn-tint p-3 text-warn">
            {t('sign.ended')}
          </p>
        )}
        <Form onSubmit={(event) => void submit(event)} className="mt-6 flex flex-col gap-4">
          <TextField name="name" isRequired autoComplete="username" autoFocus validationBehavior="aria">
            <Label className="mb-1 block font-medium">{t('sign.name')}</Label>
            <Input className="field min-h-11" maxLength={200} autoCapitalize="none" spellCheck={false} />
          </TextField>
          <TextField name="password" type="password" value={secret} onChange={setSecret} isRequired autoComplete="current-password" validationBehavior="aria">
            <Label className="mb-1 block font-medium">{t('sign.password')}</Label>
            <Input ref={password} className="field min-h-11" maxLength={1024} />
          </TextField>
          {trouble && (
            <p role="alert" className="rounded-lg border border-bad bg-bad-tint p-3 text-bad">
              {trouble}
            </p>
          )}
          {/* Not RAC's isPending: its announcement names the button, which is gone once signed in. */}
          <Button type="submit" className="btn btn-fill min-h-11">
            {busy ? t('sign.working') : t('sign.in')}
          </Button>
        </Form>
        <Button className="btn btn-quiet mt-4 w-full" onPress={() => void speak(i18n.language === 'es' ? 'en' : 'es')}>
          <span lang={t('nav.languageTag')}>{t('nav.language')}</span>
        </Button>
      </div>
    </main>
  );
}
