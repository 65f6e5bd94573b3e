// The resident beyond this case: their other cases, how often they had to speak, and accounts joined by their own word.
import { useState } from 'react';
import { Button, Input, Label, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PersonaLink, ResidentView } from '../api';
import { go, here, writePlace } from '../lib/place';
import { joinPersonas, partPersonas, useResident } from '../state/agencies';
import { useActs, useNames } from '../state/data';
import { ReasonForm } from './Agency';
import { Words } from './ResidentText';
import { Failed, StatusChip, Time, networkName } from './small';

export function ResidentSection({ number }: { number: string }) {
  const { t } = useTranslation();
  const query = useResident(number);
  return (
    <section aria-labelledby="resident-title">
      <h3 id="resident-title" className="pane-title">{t('resident.title')}</h3>
      {query.isError && <Failed what={t('resident.failedLoad')} error={query.error} again={() => void query.refetch()} />}
      {query.data && <Shown number={number} view={query.data} />}
    </section>
  );
}

function Shown({ number, view }: { number: string; view: ResidentView }) {
  const { t } = useTranslation();
  const acts = useActs();
  const [joining, setJoining] = useState(false);
  return (
    <>
      <p className="mt-1 text-sm text-soft">
        {t('resident.cases', { count: view.cases.length })} · {t('resident.conversations', { count: view.conversations })} · {t('resident.contacts', { count: view.contacts })}
        {view.closed > 0 && ` · ${t('resident.first', { count: view.first_contact, closed: view.closed })}`}
      </p>
      <ul aria-label={t('resident.accounts')} className="mt-1 text-sm">
        {view.personas.map((one) => (
          <li key={`${one.network}/${one.server ?? ''}/${one.network_id}`} className="wrap-anywhere">
            <Words text={`@${one.handle}`} /> · {networkName(t, one.network)} {one.own && <span className="chip">{t('resident.this')}</span>}
          </li>
        ))}
      </ul>
      {view.links.map((link) => (
        <Link key={link.id} number={number} link={link} acts={acts} />
      ))}
      {acts && !joining && (
        <Button className="btn mt-2" onPress={() => setJoining(true)}>
          {t('resident.join')}
        </Button>
      )}
      {joining && <JoinForm number={number} close={() => setJoining(false)} />}
      <Cases number={number} view={view} />
    </>
  );
}

function Cases({ number, view }: { number: string; view: ResidentView }) {
  const { t } = useTranslation();
  const names = useNames();
  const others = view.cases.filter((one) => one.case.number !== number);
  if (others.length === 0) return <p className="mt-2 text-sm text-soft">{t('resident.noOthers')}</p>;
  return (
    <ul aria-label={t('resident.others')} className="mt-2 flex flex-col gap-1 text-sm">
      {others.map(({ case: one, first_contact }) => (
        <li key={one.number} className="flex flex-wrap items-center gap-1 border-t border-line py-1">
          <a
            href={writePlace({ ...here(), number: one.number, facts: false })}
            className="inline-flex min-h-6 items-center"
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              go({ number: one.number, facts: false });
            }}
          >
            {one.number}
          </a>
          <StatusChip status={one.status} /> {names.topic(one.topic)} · <Time at={one.opened_at} />
          {first_contact && <span className="chip chip-good">{t('resident.firstContact')}</span>}
        </li>
      ))}
    </ul>
  );
}

function Link({ number, link, acts }: { number: string; link: PersonaLink; acts: boolean }) {
  const { t } = useTranslation();
  const [parting, setParting] = useState(false);
  const who = { one: link.personas[0]?.handle ?? '', other: link.personas[1]?.handle ?? '' };
  return (
    <div className="mt-2 border-t border-line pt-1 text-sm wrap-anywhere" data-link={link.revoked_at ? 'parted' : 'joined'}>
      {!link.revoked_at && <Words text={t('resident.joined', who)} className="block font-semibold" />}
      <Words text={t('resident.saidBy', { said: link.said, name: link.by })} className="block text-soft" />
      {link.revoked_at && <Words text={t('resident.parted', { name: link.revoked_by ?? '', why: link.revoked_why ?? '' })} className="block text-soft" />}
      {acts && !link.revoked_at && !parting && (
        <Button className="btn btn-quiet -ml-3 text-accent!" aria-label={t('resident.partOf', who)} onPress={() => setParting(true)}>
          {t('resident.part')}
        </Button>
      )}
      {parting && <ReasonForm title={t('resident.partTitle')} label={t('resident.why')} button={t('resident.partSubmit')} close={() => setParting(false)} submit={(why) => partPersonas(number, link.id, why)} />}
    </div>
  );
}

function JoinForm({ number, close }: { number: string; close: () => void }) {
  const { t } = useTranslation();
  const [other, setOther] = useState('');
  const [post, setPost] = useState('');
  return (
    <ReasonForm
      title={t('resident.joinTitle')}
      label={t('resident.said')}
      hint={t('resident.joinHint')}
      button={t('resident.joinSubmit')}
      ready={other.trim() !== ''}
      close={close}
      submit={(said) => joinPersonas(number, { case: other.trim(), said, post: post.trim() || null })}
    >
      <TextField value={other} onChange={setOther} isRequired validationBehavior="aria">
        <Label className="text-sm font-medium">{t('resident.otherCase')}</Label>
        <Text slot="description" className="block text-sm text-soft">{t('resident.otherCaseHint')}</Text>
        <Input maxLength={40} className="field mt-1" />
      </TextField>
      <TextField value={post} onChange={setPost}>
        <Label className="text-sm font-medium">{t('resident.post')}</Label>
        <Text slot="description" className="block text-sm text-soft">{t('resident.postHint')}</Text>
        <Input maxLength={200} className="field mt-1" />
      </TextField>
    </ReasonForm>
  );
}
