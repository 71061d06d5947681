import { Alert, SegmentedControl } from '@mantine/core';
import { IconAlertTriangle, IconBan } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '@shared/model/change';
import { useSentence } from '@renderer/i18n/sentence';
import { DiffView } from '@renderer/ui/code/YamlView';
import { FieldChanges } from '@renderer/ui/FieldChanges';
import classes from './changes.module.css';

/** What the API server says the change would do: what stands against it, what to know, and the difference. */
export const PreviewPane = ({ preview }: { preview: Preview }): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const [view, setView] = useState('fields');
  if (preview.blocked) {
    return (
      <Alert color="red" icon={<IconBan size={18} />} title={t('changes.blocked')} data-blocked>
        {say(preview.blocked)}
      </Alert>
    );
  }
  return (
    <>
      {preview.warnings.length > 0 && (
        <ul className={classes.warnings} aria-label={t('changes.warnings')}>
          {preview.warnings.map((warning) => (
            <li key={say(warning)}>
              <IconAlertTriangle size={14} aria-hidden />
              <span>{say(warning)}</span>
            </li>
          ))}
        </ul>
      )}
      {preview.changesNothing ? (
        <p className={classes.nothing}>{t('changes.nothing')}</p>
      ) : (
        <>
          <div className={classes.diffBar}>
            <h3 className={classes.diffTitle}>{t('changes.difference')}</h3>
            <SegmentedControl
              size="xs"
              value={view}
              onChange={setView}
              aria-label={t('changes.difference')}
              data={[
                { value: 'fields', label: t('changes.fields') },
                { value: 'yaml', label: 'YAML' },
              ]}
            />
          </div>
          {view === 'fields' ? (
            <div className={classes.fields}>
              <FieldChanges fields={preview.fields} />
            </div>
          ) : (
            <div className={classes.diff}>
              <DiffView before={preview.before} after={preview.after} />
            </div>
          )}
        </>
      )}
    </>
  );
};
