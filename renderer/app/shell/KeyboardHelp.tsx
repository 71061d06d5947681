import { Button, FocusTrap, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useInterface, useSetInterface } from '@renderer/state/context';
import { KeyHint } from '@renderer/ui/KeyHint';
import type { ActionGroup } from '../actions/action';
import { isAvailable } from '../actions/action';
import { useActionContext, useAllActions } from '../actions/context';
import classes from './help.module.css';

const groups: readonly ActionGroup[] = ['navigation', 'environment', 'component', 'application'];

/** Every hot key there is now, from the same records that react to them. */
export const KeyboardHelp = (): React.ReactNode => {
  const { t } = useTranslation();
  const opened = useInterface((state) => state.helpOpen);
  const setInterface = useSetInterface();
  const context = useActionContext();
  const all = useAllActions();
  const guide = all.find((action) => action.isGuide && isAvailable(action, context));
  const actions = all.filter((action) => action.keys && isAvailable(action, context));
  return (
    <Modal opened={opened} onClose={() => setInterface({ helpOpen: false })} title={t('shell.help.title')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <FocusTrap.InitialFocus />
      <p className={classes.intro}>
        {t('shell.help.intro')} {t('shell.help.table')}
      </p>
      {guide && (
        <Button
          mb="md"
          leftSection={guide.icon && <guide.icon size={14} aria-hidden />}
          onClick={() => {
            setInterface({ helpOpen: false });
            void guide.run(context);
          }}
        >
          {guide.title(t)}
        </Button>
      )}
      {groups.map((group) => {
        const members = actions.filter((action) => action.group === group);
        if (members.length === 0) return null;
        return (
          <section key={group} className={classes.group}>
            <h3 className={classes.heading}>{t(`shell.group.${group}`)}</h3>
            <dl className={classes.list}>
              {members.map((action) => (
                <div key={action.id} className={classes.entry}>
                  <dt>{action.title(t)}</dt>
                  <dd>{action.keys?.map((keys) => <KeyHint key={keys} keys={keys} />)}</dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </Modal>
  );
};
