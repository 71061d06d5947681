import { Button } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { place, type Box } from './place';
import { originOf } from './TourGuide';
import classes from './tour.module.css';

interface TourCardProps {
  /** Null while the control is not there. */
  anchor: Box | null;
  /** The dialog it stands in; the keyboard reaches nothing outside of an open one. */
  host: Element | null;
  count: string;
  title: string;
  body: string;
  /** The way back for somebody who has left it. */
  back: { label: string; run: () => void } | null;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  leave: string;
  onLeave: () => void;
}

const windowBox = (): Box => ({ left: 0, top: 0, width: window.innerWidth, height: window.innerHeight });

/** Beside its control; in the corner without one. It takes no focus: what is to be done is done elsewhere. */
export const TourCard = ({ anchor, host, count, title, body, back, onPrevious, onNext, leave, onLeave }: TourCardProps): React.ReactNode => {
  const { t } = useTranslation();
  const card = useRef<HTMLElement>(null);
  const [position, setPosition] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const element = card.current;
    if (!element) return;
    const origin = originOf(host);
    const bounds = host && getComputedStyle(host).transform !== 'none' ? host.getBoundingClientRect() : windowBox();
    const corner: Box = { left: bounds.left, top: bounds.top, width: bounds.width, height: bounds.height };
    const { left, top } = place({ width: element.offsetWidth, height: element.offsetHeight }, anchor ?? corner, corner);
    setPosition((before) => (before && before.left === left - origin.left && before.top === top - origin.top ? before : { left: left - origin.left, top: top - origin.top }));
  }, [anchor, host, title, body, back, onNext]);

  return (
    <section ref={card} className={classes.card} style={position ?? undefined} data-placed={position !== null || undefined} aria-label={t('tour.label')} data-tour-card tabIndex={-1}>
      <div aria-live="polite">
        <div className={classes.count}>{count}</div>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.body}>{body}</p>
      </div>
      <div className={classes.buttons}>
        <Button variant="subtle" color="gray" size="compact-xs" onClick={onLeave}>
          {leave}
        </Button>
        {onPrevious && (
          <Button size="compact-xs" onClick={onPrevious}>
            {t('tour.back')}
          </Button>
        )}
        {onNext && (
          <Button size="compact-xs" variant="filled" onClick={onNext}>
            {t('tour.next')}
          </Button>
        )}
        {back && (
          <Button size="compact-xs" variant="filled" onClick={back.run}>
            {back.label}
          </Button>
        )}
      </div>
    </section>
  );
};
