// A resident's post with the words that made the rules speak, and the reasons in plain sight.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ask, client, type Finding, type Post } from '../api';
import { marksOf } from '../lib/pieces';
import { safeAddress } from '../lib/links';
import { useNames } from '../state/data';
import { wordsOf } from '../state/actions';
import { Icon } from './icons';
import { ResidentText, Words } from './ResidentText';
import { Initials, Time, networkName } from './small';

export function PostCard({ post, reasons = true }: { post: Post; reasons?: boolean }) {
  const { t } = useTranslation();
  const network = networkName(t, post.network);
  const url = safeAddress(post.url);
  return (
    <article className={`card p-4 ${post.own ? 'ml-6 bg-tint' : ''}`}>
      <header className="flex items-start gap-3">
        <Initials name={post.author.name || post.author.handle} city={post.own} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <Words text={post.author.name || post.author.handle} className="font-semibold" />
            <Words text={`@${post.author.handle}`} className="text-sm text-soft" />
          </p>
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-soft">
            <Time at={post.created_at} /> {t('thread.on', { network })}
            {post.direct_message && (
              <span className="chip">
                <Icon name="lock" />
                {t('thread.direct')}
              </span>
            )}
            {post.state !== 'case' && <span className={`chip ${post.state === 'deleted' ? 'chip-bad' : ''}`}>{t(`posted.${post.state}`)}</span>}
          </p>
        </div>
        {url && (
          <a href={url.href} target="_blank" rel="noopener noreferrer" className="btn btn-quiet px-2!" aria-label={t('thread.original', { network })} title={url.host}>
            <Icon name="out" />
          </a>
        )}
      </header>
      <div className="mt-3 text-base">
        <ResidentText text={post.text} finding={post.finding} />
      </div>
      {reasons && !post.own && post.finding && <Reasons post={post} finding={post.finding} />}
    </article>
  );
}

function Reasons({ post, finding }: { post: Post; finding: Finding }) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const marks = marksOf(post.text, finding);
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(finding.service_request);
  const kinds = (['evidence', 'place', 'private'] as const).filter((kind) => marks.some((m) => m.kind === kind));
  const words = (kind: string) => [...new Set(marks.filter((m) => m.kind === kind).map((m) => post.text.slice(m.start, m.end)))];
  return (
    <div role="group" aria-label={t('thread.reasons')} className="mt-3 border-t border-line pt-3 text-sm">
      {post.reason && <p className="mb-2">{post.reason}</p>}
      <p className="flex flex-wrap gap-1.5">
        <span className="chip chip-accent">{t('thread.probability', { percent })}</span>
        {finding.topics.slice(0, 3).map((topic) => (
          <span key={topic.topic} className="chip">
            {names.topic(topic.topic)} {new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 }).format(topic.score)}
          </span>
        ))}
        {finding.urgency !== 'normal' && (
          <span className="chip chip-bad">
            <Icon name="warn" />
            {t(`priority.${finding.urgency}`)}
          </span>
        )}
        <span className="chip">{t('thread.rules', { version: finding.rules })}</span>
      </p>
      {kinds.length > 0 ? (
        <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
          {kinds.map((kind) => (
            <div key={kind} className="contents">
              <dt>
                <mark className={`m-${kind} rounded px-1 text-ink`}>{t(`thread.mark.${kind}`)}</mark>
              </dt>
              <dd className="min-w-0">
                {words(kind).map((word, i) => (
                  <span key={word}>
                    {i > 0 && ' · '}
                    <Words text={word} />
                  </span>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="mt-2 text-soft">{t('thread.noWords')}</p>
      )}
      <Weights text={post.text} />
    </div>
  );
}

function Weights({ text }: { text: string }) {
  const { t, i18n } = useTranslation();
  const [shown, setShown] = useState(false);
  const why = useQuery({
    queryKey: ['explain', text],
    enabled: shown,
    staleTime: 300_000,
    queryFn: ({ signal }) => ask(client.GET('/explain', { params: { query: { text } }, signal })),
  });
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2, signDisplay: 'exceptZero' });
  return (
    <>
      <Button className="btn btn-quiet mt-2 -ml-3 text-sm text-accent!" aria-expanded={shown} onPress={() => setShown(!shown)}>
        {t(shown ? 'thread.hideWeights' : 'thread.weights')}
      </Button>
      {shown && why.isError && <p className="text-bad">{wordsOf(why.error)}</p>}
      {shown && why.data && (
        <table className="mt-1 w-full text-left">
          <thead>
            <tr className="border-b border-line text-xs text-soft">
              <th scope="col" className="py-1 font-medium">{t('thread.feature')}</th>
              <th scope="col" className="py-1 font-medium">{t('thread.evidence')}</th>
              <th scope="col" className="py-1 text-right font-medium">{t('thread.weight')}</th>
            </tr>
          </thead>
          <tbody>
            {why.data.weighed.map((w) => (
              <tr key={w.feature} className="border-b border-line align-top">
                <th scope="row" className="py-1 pr-2 font-normal wrap-anywhere">{w.feature}</th>
                <td className="py-1 pr-2">
                  <Words text={[...new Set(w.evidence.map((e) => e.term))].join(' · ')} />
                </td>
                <td className="py-1 text-right tabular-nums">{number.format(w.weight)}</td>
              </tr>
            ))}
            <tr>
              <th scope="row" colSpan={2} className="py-1 font-semibold">{t('thread.score')}</th>
              <td className="py-1 text-right font-semibold tabular-nums">{number.format(why.data.score)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </>
  );
}
