import { useTranslation } from 'react-i18next';
import { environmentColors, type EnvironmentDraft } from '@shared/model/environment';
import classes from '../environments.module.css';

interface ColorChoiceProps {
  value: EnvironmentDraft['color'];
  onChange: (value: EnvironmentDraft['color']) => void;
}

/** Native radio buttons behind coloured dots: arrow keys work by themselves. */
export const ColorChoice = ({ value, onChange }: ColorChoiceProps): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.label}>{t('environments.form.color')}</legend>
      <div className={classes.colors}>
        {environmentColors.map((color) => (
          <label key={color} className={classes.color} data-env-color={color} title={t(`environments.form.colors.${color}`)}>
            <input type="radio" name="environment-color" value={color} checked={value === color} onChange={() => onChange(color)} aria-label={t(`environments.form.colors.${color}`)} />
          </label>
        ))}
      </div>
    </fieldset>
  );
};
