import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageFrameProps {
  title: string;
  /** Beside the title: counts, freshness. */
  meta?: ReactNode;
  /** At the right end of the header. */
  actions?: ReactNode;
  /** A second line below the header: filters, tabs. */
  toolbar?: ReactNode;
  /** Text pages scroll as a whole with a margin; tables and canvases fill the pane themselves. */
  padded?: boolean;
  children: ReactNode;
}

/** Every page: one header with the title, then what scrolls. */
export const PageFrame = ({ title, meta, actions, toolbar, padded = false, children }: PageFrameProps): React.ReactNode => (
  <section className={classes.page} aria-labelledby="page-title">
    <header className={classes.header}>
      <h1 id="page-title" className={classes.title}>
        {title}
      </h1>
      {meta && <div className={classes.meta}>{meta}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
    {toolbar && <div className={classes.toolbar}>{toolbar}</div>}
    <div className={padded ? classes.padded : classes.body}>{children}</div>
  </section>
);
