import { useId, type ReactNode } from 'react';
import classes from './settings.module.css';

interface SettingSectionProps {
  title: string;
  note?: string;
  children: ReactNode;
}

export const SettingSection = ({ title, note, children }: SettingSectionProps): React.ReactNode => {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {title}
      </h2>
      <div className={classes.card}>{children}</div>
      {note && <p className={classes.note}>{note}</p>}
    </section>
  );
};

interface SettingRowProps {
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
}

/** A name with an explanation at the left, its control at the right. */
export const SettingRow = ({ title, description, children }: SettingRowProps): React.ReactNode => (
  <div className={classes.row}>
    <div className={classes.rowText}>
      <span>{title}</span>
      {description && <span className={classes.description}>{description}</span>}
    </div>
    <div className={classes.control}>{children}</div>
  </div>
);
