// A post in review that needs no agency: the suggested answer stands ready, a person reads it over and sends it; the
// case that this opens is closed with it.
import { useState } from 'react';
import { Button, Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ask, client, type SuggestedAnswer } from '../api';

export interface Draft {
  text: string;
  article: string;
}
export const draftOf = (one: SuggestedAnswer): Draft => ({ text: one.answer, article: one.article });

/** The number of the case that was answered and closed. */
export async function answerPost(id: string, draft: Draft): Promise<string> {
  const body = draft.article ? { text: draft.text, article: draft.article } : { text: draft.text };
  const { number } = await ask(client.POST('/posts/{id}/answer', { params: { path: { id } }, body }));
  return number;
}

export function AnswerPost({ draft, network, busy, send, close }: { draft: Draft; network: string; busy: boolean; send(draft: Draft): void; close(): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(draft.text);
  return (
    <section data-testid="answer-post" aria-label={t('answers.answerPost')} className="card flex flex-col gap-2 border-public-line bg-public p-4">
      <TextField value={text} onChange={setText} autoFocus>
        <Label className="mb-1 block text-sm font-medium">{t('answers.answerPost')}</Label>
        <TextArea rows={4} maxLength={10000} className="field w-full" dir="auto" />
      </TextField>
      <p className="text-sm text-soft">{t('answers.answerHint')}</p>
      <div className="flex flex-wrap gap-2">
        <Button className="btn btn-fill min-h-11" isDisabled={busy || text.trim() === ''} onPress={() => send({ ...draft, text })}>
          {t('answers.sendAndClose', { network })}
        </Button>
        <Button className="btn min-h-11" onPress={close}>
          {t('cancel')}
        </Button>
      </div>
    </section>
  );
}
