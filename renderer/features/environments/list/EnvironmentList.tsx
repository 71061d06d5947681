import { useTranslation } from 'react-i18next';
import type { EnvironmentView } from '@shared/model/environment';
import { EnvironmentRow } from './EnvironmentRow';
import classes from '../environments.module.css';

/** The environments of this workstation in their order. */
export const EnvironmentList = ({ environments }: { environments: readonly EnvironmentView[] }): React.ReactNode => {
  const { t } = useTranslation();
  const ids = environments.map((environment) => environment.id);
  return (
    <section aria-labelledby="environment-list">
      <div className={classes.heading}>
        <h2 id="environment-list">{t('environments.list.title')}</h2>
      </div>
      <ul className={classes.card}>
        {environments.map((environment) => (
          <EnvironmentRow key={environment.id} environment={environment} ids={ids} />
        ))}
      </ul>
    </section>
  );
};
