import { Autocomplete, NumberInput, Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComponentAction, ComponentDetail } from '@shared/model/component';
import type { Timeline } from '@shared/model/revision';
import { imageOf, isTagInvalid, type Draft } from './draft';
import classes from './changes.module.css';

interface ChangeFormProps {
  action: ComponentAction;
  detail: ComponentDetail;
  timeline: Timeline | undefined;
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

/** Tags that the container had in earlier revisions, newest first. */
const knownTags = (timeline: Timeline | undefined, container: string): string[] => [
  ...new Set((timeline?.revisions ?? []).flatMap(({ images }) => images.flatMap((image) => (image.container === container && image.tag !== null ? [image.tag] : [])))),
];

/** The fields that a change needs; most need none. */
export const ChangeForm = ({ action, detail, timeline, draft, onChange }: ChangeFormProps): React.ReactNode => {
  const { t } = useTranslation();
  const containers = useMemo(() => detail.images.map(({ container, init }) => ({ value: container, label: init ? `${container} (${t('component.initContainer')})` : container })), [detail.images, t]);
  const current = detail.images.find(({ container }) => container === draft.container);

  if (action === 'scale') {
    return (
      <NumberInput
        label={t('changes.replicas')}
        description={t('changes.replicasNow', { n: detail.replicas?.desired ?? 0 })}
        min={1}
        max={10_000}
        allowDecimal={false}
        allowNegative={false}
        value={draft.replicas ?? ''}
        onChange={(value) => onChange({ replicas: typeof value === 'number' ? value : null })}
        data-autofocus
        w={160}
      />
    );
  }
  if (action !== 'setImage') return null;
  return (
    <div className={classes.form}>
      {containers.length > 1 && (
        <Select
          label={t('changes.container')}
          data={containers}
          value={draft.container}
          onChange={(container) => {
            const image = detail.images.find((candidate) => candidate.container === container);
            if (image) onChange({ container: image.container, repository: image.repository });
          }}
        />
      )}
      <div className={classes.image}>
        <TextInput label={t('changes.repository')} value={draft.repository} onChange={(event) => onChange({ repository: event.currentTarget.value })} spellCheck={false} className={classes.repository} />
        <Autocomplete
          label={t('changes.tag')}
          placeholder={current?.tag ?? ''}
          data={knownTags(timeline, draft.container).filter((tag) => tag !== current?.tag)}
          value={draft.tag}
          onChange={(tag) => onChange({ tag })}
          error={isTagInvalid(draft) ? t('changes.tagInvalid') : undefined}
          spellCheck={false}
          data-autofocus
          className={classes.tag}
        />
      </div>
      {current && (
        <p className={classes.now}>
          {t('changes.imageNow')} <code>{current.image}</code>
          {draft.tag.trim() !== '' && !isTagInvalid(draft) && (
            <>
              {' → '}
              <code>{imageOf(draft)}</code>
            </>
          )}
        </p>
      )}
    </div>
  );
};
