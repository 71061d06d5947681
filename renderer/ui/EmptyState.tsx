import type { ComponentType, ReactNode } from 'react';
import classes from './states.module.css';

interface EmptyStateProps {
  icon?: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  title: string;
  children?: ReactNode;
  /** Buttons: what to do next. */
  actions?: ReactNode;
}

/** Nothing is here, and what to do about it. */
export const EmptyState = ({ icon: Icon, title, children, actions }: EmptyStateProps): React.ReactNode => (
  <div className={classes.state}>
    {Icon && <Icon size={28} stroke={1.4} aria-hidden />}
    <h2 className={classes.title}>{title}</h2>
    {children && <div className={classes.body}>{children}</div>}
    {actions && <div className={classes.actions}>{actions}</div>}
  </div>
);
