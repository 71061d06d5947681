import { useTranslation } from 'react-i18next';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { useMatch } from 'react-router';
import { workloadKindSchema, type ComponentRef } from '@shared/model/component';
import { useEnvironment } from '@renderer/state/context';
import { useSelection } from '@renderer/state/selection';
import { DemoMark } from '@renderer/ui/DemoMark';
import { KindIcon } from '@renderer/ui/KindIcon';
import { ComponentBody } from './ComponentBody';
import { ObjectBody } from './ObjectBody';
import classes from './panel.module.css';

/** The side panel of the selected object: all of a component, or the YAML of anything else. */
export const Panel = (): React.ReactNode => {
  const { t } = useTranslation();
  const environment = useEnvironment(useMatch('/env/:environmentId/*')?.params.environmentId);
  const [selection, select] = useSelection();
  const isOpen = environment !== null && selection !== null;

  useEffect(() => {
    if (!isOpen) return;
    // In the capture phase, before the dialog or menu that is open takes Esc for itself and is gone from the document.
    const close = (event: KeyboardEvent): void => {
      const isTaken = document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
      const inField = event.target instanceof HTMLElement && event.target.closest('input, textarea, .cm-editor') !== null;
      if (event.key === 'Escape' && !isTaken && !inField) select(null);
    };
    window.addEventListener('keydown', close, { capture: true });
    return () => window.removeEventListener('keydown', close, { capture: true });
  }, [isOpen, select]);

  const environmentId = environment?.id;
  const componentRef = useMemo((): ComponentRef | null => {
    const kind = workloadKindSchema.safeParse(selection?.kind);
    return environmentId !== undefined && selection && kind.success ? { environmentId, kind: kind.data, name: selection.name } : null;
  }, [environmentId, selection]);

  if (!isOpen) return null;
  const key = `${environment.id} ${selection.kind} ${selection.name}`;
  return (
    <aside className={classes.panel} aria-label={t('component.panel', { kind: selection.kind, name: selection.name })}>
      <header className={classes.header}>
        <KindIcon kind={selection.kind} size={16} className={classes.kindIcon} />
        <div className={classes.names}>
          <h2 className={classes.name} title={selection.name}>
            {selection.name}
          </h2>
          <span className={classes.kind}>{selection.kind}</span>
        </div>
        {environment.demo && <DemoMark />}
        <Tooltip label={t('ui.close')}>
          <ActionIcon aria-label={t('ui.close')} onClick={() => select(null)}>
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </header>
      {componentRef ? (
        <ComponentBody key={key} environment={environment} componentRef={componentRef} apiVersion={selection.apiVersion} />
      ) : (
        <ObjectBody key={key} environmentId={environment.id} selection={selection} />
      )}
    </aside>
  );
};
