import { IconEye, IconLock, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { environmentPolicies, type EnvironmentDraft } from '@shared/model/environment';
import classes from '../environments.module.css';

const icons = { normal: IconPencil, readOnly: IconEye, protected: IconLock };

interface PolicyChoiceProps {
  value: EnvironmentDraft['policy'];
  onChange: (value: EnvironmentDraft['policy']) => void;
}

/** The three policies with what each of them means. */
export const PolicyChoice = ({ value, onChange }: PolicyChoiceProps): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.label}>{t('environments.form.policy')}</legend>
      <div className={classes.policies}>
        {environmentPolicies.map((policy) => {
          const Icon = icons[policy];
          return (
            <label key={policy} className={classes.policy}>
              <input type="radio" name="environment-policy" value={policy} checked={value === policy} onChange={() => onChange(policy)} />
              <Icon size={16} stroke={1.6} aria-hidden />
              <span className={classes.policyText}>
                <strong>{t(`ui.policy.${policy}`)}</strong>
                <span className={classes.muted}>{t(`environments.form.policyHelp.${policy}`)}</span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
};
