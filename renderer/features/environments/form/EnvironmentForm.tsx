import { Autocomplete, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { KubeContext } from '@shared/model/connection';
import { environmentClasses, type EnvironmentDraft, type EnvironmentView } from '@shared/model/environment';
import { useCall, useQuery } from '@renderer/api/useCall';
import { useStream } from '@renderer/api/useStream';
import { Dialog } from '@renderer/ui/Dialog';
import { ColorChoice } from './ColorChoice';
import { ContextCheck } from './ContextCheck';
import { draftOf, emptyDraft, namespacesOf, problemOf, withField, type DraftState } from './draft';
import { PolicyChoice } from './PolicyChoice';
import classes from '../environments.module.css';

interface EnvironmentFormProps {
  /** Changes this one; without it a new one is made. */
  environment?: EnvironmentView;
  contextId?: string;
  onClose: () => void;
}

/** Where there is no choice, none is asked for. */
const onlyUsable = (contexts: readonly KubeContext[]): string | undefined => {
  const usable = contexts.filter(({ problem }) => problem === null);
  return usable.length === 1 ? usable[0]?.id : undefined;
};

/** Makes or changes an environment. Choosing a context asks its cluster for namespaces. */
export const EnvironmentForm = ({ environment, contextId, onClose }: EnvironmentFormProps): React.ReactNode => {
  const { value: connections } = useStream('connections.watch', {});
  if (!connections) return null;
  const chosen = contextId ?? onlyUsable(connections.contexts);
  const initial = environment ? draftOf(environment) : chosen ? withField(emptyDraft, 'contextId', chosen, connections.contexts) : emptyDraft;
  return <LoadedForm initial={initial} contexts={connections.contexts} sources={connections.sources} environment={environment} onClose={onClose} />;
};

interface LoadedFormProps {
  initial: DraftState;
  contexts: readonly KubeContext[];
  sources: readonly { id: string; label: string }[];
  environment: EnvironmentView | undefined;
  onClose: () => void;
}

const LoadedForm = ({ initial, contexts, sources, environment, onClose }: LoadedFormProps): React.ReactNode => {
  const { t } = useTranslation();
  const go = useNavigate();
  const [draft, setDraft] = useState(initial);
  const [submitted, setSubmitted] = useState(false);
  const add = useCall('environments.add');
  const update = useCall('environments.update');
  const { values } = draft;
  const { value: probe, loading: probing, error: probeError } = useQuery('connections.probe', values.contextId === '' ? null : { contextId: values.contextId });
  const namespaces = namespacesOf(probe);
  const problem = problemOf(values);
  const set = <K extends keyof EnvironmentDraft>(field: K) => (value: EnvironmentDraft[K]) => setDraft((before) => withField(before, field, value, contexts));
  const wrong = (field: keyof EnvironmentDraft, text: string): string | undefined => (submitted && problem === field ? text : undefined);

  const save = async (): Promise<void> => {
    setSubmitted(true);
    if (problem !== null) return;
    const outcome = environment ? await update.run({ ...values, id: environment.id }) : await add.run(values);
    if (!outcome.ok) return;
    onClose();
    if (!environment) void go(`/env/${outcome.value.id}`);
  };

  return (
    <Dialog
      title={environment ? t('environments.form.editTitle', { name: environment.name }) : t('environments.form.addTitle')}
      confirm={environment ? t('environments.form.save') : t('environments.form.add')}
      onConfirm={() => void save()}
      onClose={onClose}
      busy={add.loading || update.loading}
      error={add.error ?? update.error}
      width={560}
    >
      <div>
        <Select
          label={t('environments.form.context')}
          placeholder={t('environments.form.contextPlaceholder')}
          data={sources.map((source) => ({
            group: source.label,
            items: contexts.filter((one) => one.sourceId === source.id).map((one) => ({ value: one.id, label: one.name, disabled: one.problem !== null })),
          }))}
          value={values.contextId || null}
          onChange={(id) => id !== null && set('contextId')(id)}
          error={wrong('contextId', t('environments.form.contextMissing'))}
          searchable
          maxDropdownHeight={300}
          data-autofocus={values.contextId === '' || undefined}
        />
        <ContextCheck probe={probe} probing={probing} error={probeError} />
      </div>
      <div className={classes.pair}>
        <Autocomplete
          label={t('environments.form.namespace')}
          description={probe?.state === 'reachable' && namespaces === null ? t('environments.form.namespaceTyped') : t('environments.form.namespaceHelp')}
          data={namespaces ?? []}
          value={values.namespace}
          onChange={set('namespace')}
          error={wrong('namespace', t('environments.form.namespaceInvalid'))}
          maxDropdownHeight={260}
          spellCheck={false}
        />
        <TextInput
          label={t('environments.form.name')}
          description={t('environments.form.nameHelp')}
          value={values.name}
          onChange={(event) => set('name')(event.currentTarget.value)}
          error={wrong('name', t('environments.form.nameMissing'))}
          maxLength={60}
        />
      </div>
      <div className={classes.pair}>
        <div className={classes.field}>
          <span className={classes.label} id="environment-class">
            {t('environments.form.class')}
          </span>
          <SegmentedControl
            aria-labelledby="environment-class"
            fullWidth
            value={values.class}
            onChange={(value) => set('class')(value)}
            data={environmentClasses.map((value) => ({ value, label: t(`ui.class.${value}`) }))}
          />
        </div>
        <ColorChoice value={values.color} onChange={set('color')} />
      </div>
      <PolicyChoice value={values.policy} onChange={set('policy')} />
    </Dialog>
  );
};
