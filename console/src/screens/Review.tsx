// Posts the rules are unsure about: a person says what they are.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ask, client, type Post } from '../api';
import { go, usePlace } from '../lib/place';
import { complain } from '../state/actions';
import { useCommand } from '../state/commands';
import { keys, useNames, useReview } from '../state/data';
import { queries, say, useNarrow } from '../state/store';
import { Icon } from '../ui/icons';
import { AnswerPost, answerPost, draftOf, type Draft } from '../ui/AnswerPost';
import { PostAnswers } from '../ui/Answers';
import { PostCard } from '../ui/PostCard';
import { Words } from '../ui/ResidentText';
import { Empty, Failed, Loading, Time, networkName } from '../ui/small';
import { VirtualList } from '../ui/VirtualList';
import { useMayAct } from './CaseThread';

export function Review() {
  const { t } = useTranslation();
  const place = usePlace();
  const narrow = useNarrow();
  const list = useReview();
  const posts = useMemo(() => list.data?.pages.flatMap((page) => page.posts) ?? [], [list.data]);
  const chosen = place.post;
  const at = posts.findIndex((p) => p.id === chosen);
  const choose = useCallback((id: string) => go({ post: id }, 'replace'), []);
  const open = useCallback((id: string) => go({ post: id }), []);
  const move = (step: number) => {
    const next = posts[Math.max(0, Math.min(posts.length - 1, at < 0 ? 0 : at + step))];
    if (next) choose(next.id);
  };
  const alone = narrow && chosen !== '';
  const back = () => go({ post: '' });
  useCommand('next', () => move(1));
  useCommand('previous', () => move(-1));
  useCommand('back', alone ? back : null);
  useEffect(() => {
    if (!narrow && at < 0 && posts[0]) choose(posts[0].id);
  }, [narrow, at, posts, choose]);

  /** The decided post leaves at once; the next one takes its place. */
  const leave = (id: string) => {
    const next = posts[at + 1] ?? posts[at - 1];
    queries.setQueryData<typeof list.data>(keys.review, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, posts: page.posts.filter((p) => p.id !== id) })) });
    go({ post: narrow ? '' : (next?.id ?? '') }, 'replace');
  };
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const nearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <div className="flex min-h-0 flex-1 flex-col lg:grid lg:grid-cols-[24rem_minmax(0,1fr)]">
      {!alone && (
        <section aria-label={t('review.label')} className="flex min-h-0 flex-1 flex-col bg-panel">
          <div className="border-b border-line px-4 py-3">
            <h1 className="text-lg font-semibold">{t('review.title')}</h1>
            <p className="text-sm text-soft">{list.isSuccess && !hasNextPage && t('review.count', { count: posts.length })}</p>
          </div>
          <div className="flex-1 max-lg:h-[calc(100dvh-11rem)] max-lg:flex-none lg:min-h-0">
            {list.isPending && <Loading />}
            {list.isError && <Failed what={t('review.failedLoad')} error={list.error} again={() => void list.refetch()} />}
            {list.isSuccess && posts.length === 0 && <Empty title={t('empty.review')} />}
            {posts.length > 0 && <VirtualList items={posts} idOf={(p) => p.id} row={(p) => <ReviewRow post={p} />} chosen={chosen} choose={choose} open={open} label={t('review.label')} total={hasNextPage ? null : posts.length} estimate={96} nearEnd={nearEnd} />}
          </div>
        </section>
      )}
      {(!narrow || alone) && (
        <section aria-label={t('review.title')} tabIndex={narrow ? undefined : 0} className="min-h-0 min-w-0 flex-1 p-4 lg:overflow-y-auto lg:border-l lg:border-line">
          {alone && <h1 className="sr-only">{t('review.title')}</h1>}
          {alone && (
            <Button className="btn btn-quiet mb-2 -ml-3" onPress={back}>
              <Icon name="back" /> {t('back')}
            </Button>
          )}
          {at >= 0 ? <Decide key={chosen} post={posts[at]!} leave={leave} /> : list.isSuccess && posts.length > 0 && <Empty title={t('empty.pickPost')} />}
        </section>
      )}
    </div>
  );
}

function ReviewRow({ post }: { post: Post }) {
  const { t } = useTranslation();
  const names = useNames();
  const best = post.finding?.topics[0];
  return (
    <>
      <div className="flex items-baseline justify-between gap-2">
        <Words text={post.author.name || post.author.handle} className="truncate font-semibold" />
        <Time at={post.created_at} className="text-xs text-soft" />
      </div>
      <p className="mt-0.5 line-clamp-2 text-sm wrap-anywhere" lang={post.finding && post.finding.language !== 'und' ? post.finding.language : undefined}>
        <Words text={post.text} />
      </p>
      <div className="mt-1.5 flex flex-wrap gap-1">
        <span className="chip">{networkName(t, post.network)}</span>
        {best && <span className="chip">{names.topic(best.topic)}</span>}
        {post.article && <span className="chip chip-good">{t('answers.fits')}</span>}
      </div>
    </>
  );
}

function Decide({ post, leave }: { post: Post; leave(id: string): void }) {
  const { t } = useTranslation();
  const names = useNames();
  const mayAct = useMayAct();
  const [topic, setTopic] = useState<string>(post.finding?.topics[0]?.topic ?? 'other');
  const [busy, setBusy] = useState(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const at = { params: { path: { id: post.id } } };

  const settle = async (work: () => Promise<string>) => {
    if (busy) return;
    setBusy(true);
    try {
      say(await work());
      leave(post.id);
    } catch (e) {
      complain(e);
      setBusy(false);
      void queries.invalidateQueries({ queryKey: keys.review });
    }
    void queries.invalidateQueries({ queryKey: keys.health });
  };
  const make = () =>
    void settle(async () => {
      const { number } = await ask(client.POST('/posts/{id}/case', { ...at, body: { topic } }));
      void queries.invalidateQueries({ queryKey: keys.lists });
      return t('review.made', { number });
    });
  const answer = (words: Draft) =>
    void settle(async () => {
      const number = await answerPost(post.id, words);
      void queries.invalidateQueries({ queryKey: keys.lists });
      return t('answers.answered', { number });
    });
  const dismiss = () =>
    void settle(async () => {
      await ask(client.POST('/posts/{id}/dismiss', { ...at, body: {} }));
      return t('review.dismissed');
    });
  useCommand('case', mayAct ? make : null);
  useCommand('dismiss', mayAct ? dismiss : null);

  const answers = draft ? (
    <AnswerPost key={draft.article} draft={draft} network={networkName(t, post.network)} busy={busy} send={answer} close={() => setDraft(null)} />
  ) : (
    <PostAnswers id={post.id} fits={post.article ?? ''} {...(mayAct ? { use: (one) => setDraft(draftOf(one)) } : {})} />
  );
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4">
      {post.article && answers}
      <PostCard post={post} />
      {!post.article && answers}
      {mayAct && (
        <div className="card flex flex-wrap items-end gap-3 p-4">
          <Select value={topic} onChange={(key) => setTopic(String(key))} className="min-w-0 flex-1 basis-56">
            <Label className="mb-1 block text-sm font-medium">{t('review.topic')}</Label>
            <Button className="btn min-h-11 w-full justify-between!">
              <SelectValue>{names.topic(topic)}</SelectValue>
              <Icon name="back" className="-rotate-90" />
            </Button>
            <Popover className="window max-h-80! w-(--trigger-width) overflow-y-auto rounded-xl p-1">
              <ListBox className="outline-none" items={names.topics}>
                {(item) => (
                  <ListBoxItem id={item.id} textValue={item.name} className="flex min-h-8 cursor-pointer items-center rounded-lg border-l-4 border-transparent px-3 data-[focused]:border-accent data-[focused]:bg-tint data-[selected]:font-semibold">
                    {item.name}
                  </ListBoxItem>
                )}
              </ListBox>
            </Popover>
          </Select>
          <Button className="btn btn-fill min-h-11" onPress={make}>
            {t('review.make')} <kbd>c</kbd>
          </Button>
          <Button className="btn min-h-11" onPress={dismiss}>
            {t('review.dismiss')} <kbd>x</kbd>
          </Button>
        </div>
      )}
    </div>
  );
}

