// What the server would publish, to the letter, and how the network counts it.
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, type Preview, type WayName } from '../api';

function useSettled(text: string, afterMs: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), afterMs);
    return () => clearTimeout(timer);
  }, [text, afterMs]);
  return settled;
}

export function usePreview(number: string, kind: 'answer' | 'question' | 'closing', typed: string, wanted: boolean, way?: WayName) {
  const text = useSettled(typed.trim(), 250);
  return useQuery({
    queryKey: ['preview', number, kind, text, way],
    enabled: wanted && text !== '',
    queryFn: ({ signal }) => ask(client.POST('/cases/{number}/preview', { params: { path: { number } }, body: { kind, text, ...(way && { way }) }, signal })),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
    staleTime: 30_000,
  });
}

export function PreviewBox({ preview, empty, language, direct = false }: { preview: UseQueryResult<Preview>; empty: boolean; language: string; direct?: boolean }) {
  const { t } = useTranslation();
  const data = empty ? undefined : preview.data;
  const over = data ? data.length - data.limit : 0;
  return (
    <div className="rounded-lg border border-dashed border-edge bg-panel p-3" data-testid="preview">
      <div className="flex flex-wrap items-baseline justify-between gap-2 text-xs text-soft">
        <span className="font-semibold">{t(direct ? 'compose.previewPrivate' : 'compose.preview')}</span>
        {data && (
          <span className={`tabular-nums ${data.fits ? '' : 'font-semibold text-bad'}`}>
            {t('compose.count', { length: data.length, limit: data.limit })}
            {!data.fits && ` ${t('compose.tooLong', { count: Math.max(over, 1) })}`}
          </span>
        )}
      </div>
      {data ? (
        <p className={`words mt-1 ${preview.isFetching ? 'opacity-70' : ''}`} dir="auto" lang={language}>
          {data.text}
        </p>
      ) : (
        <p className="mt-1 text-soft">{empty ? t('compose.previewEmpty') : preview.isError ? preview.error.message : t('compose.checking')}</p>
      )}
      {data && !data.repliable && <p className="mt-1 font-medium text-bad">{t('compose.cannot', { reason: data.reason })}</p>}
    </div>
  );
}
