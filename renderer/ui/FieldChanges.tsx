import { useTranslation } from 'react-i18next';
import type { FieldChange } from '@shared/model/change';
import classes from './fieldChanges.module.css';

/** What is changed on purpose comes before what is only noted in the metadata. */
const specFirst = (fields: readonly FieldChange[]): FieldChange[] =>
  [...fields].sort((a, b) => Number(a.path.startsWith('metadata.')) - Number(b.path.startsWith('metadata.')));

/** The fields that differ, one line each: where, what it was, what it becomes. */
export const FieldChanges = ({ fields }: { fields: readonly FieldChange[] }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <table className={classes.fields}>
      <thead>
        <tr>
          <th scope="col">{t('ui.field')}</th>
          <th scope="col">{t('ui.before')}</th>
          <th scope="col">{t('ui.after')}</th>
        </tr>
      </thead>
      <tbody>
        {specFirst(fields).map(({ path, before, after }) => (
          <tr key={path}>
            <td className={classes.path}>{path}</td>
            <td className={before === null ? classes.absent : classes.before}>{before ?? t('ui.none')}</td>
            <td className={after === null ? classes.absent : classes.after}>{after ?? t('ui.none')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
