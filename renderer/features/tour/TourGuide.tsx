import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { EnvironmentView } from '@shared/model/environment';
import { useStream } from '@renderer/api/useStream';
import { componentAddress } from '@renderer/state/selection';
import { missingFor, stepAt, steps, tourComponent, type Progress, type World } from './steps';
import { TourCard } from './TourCard';
import type { Screen } from './useScreen';
import classes from './tour.module.css';

interface TourGuideProps {
  environment: EnvironmentView;
  progress: Progress;
  world: World;
  screen: Screen;
  onGo: (index: number, isHeld: boolean) => void;
  onLeave: () => void;
}

/** The versions the tour goes to and fro between. */
const newer = 'v3.0.0.0';
const older = 'v2.0.0.0';

/** One step: a frame around the control it is about, and the card beside it. Nothing is blocked, nothing moves. */
export const TourGuide = ({ environment, progress: { index, isHeld, baseline }, world, screen, onGo, onLeave }: TourGuideProps): React.ReactNode => {
  const { t } = useTranslation();
  const go = useNavigate();
  const ref = { environmentId: environment.id, ...tourComponent };
  const { value: detail } = useStream('components.watch', ref);
  const step = stepAt(index);
  const missing = missingFor(step, world);
  const tag = detail?.images[0]?.tag === newer ? older : newer;
  const isLast = index === steps.length - 1;

  const { anchor, dialogElement } = screen;
  const host = anchor?.element.closest('[role="dialog"]') ?? null;
  // Something else lies above the page (the palette, another dialog): the tour waits.
  if (dialogElement && host !== dialogElement) return null;

  const values = { environment: environment.name, component: tourComponent.name, tag };
  const back = missing === null ? null : { label: t('tour.takeMeBack'), run: () => void go(missing === 'environment' ? `/env/${environment.id}` : componentAddress(ref)) };
  return createPortal(
    <>
      {anchor && <Frame screen={screen} host={host} />}
      <TourCard
        anchor={anchor?.box ?? null}
        host={host}
        count={t('tour.count', { number: index + 1, total: steps.length })}
        title={t(`tour.step.${step.id}.title`, values)}
        body={missing === null ? t(`tour.step.${step.id}.body`, values) : t(`tour.away.${missing}`, values)}
        back={back}
        onPrevious={index > 0 && !isLast ? () => onGo(index - 1, stepAt(index - 1).isDone(world, baseline)) : null}
        onNext={isHeld ? () => onGo(index + 1, false) : null}
        leave={isLast ? t('tour.finish') : t('tour.leave')}
        onLeave={onLeave}
      />
    </>,
    host ?? document.body,
  );
};

const Frame = ({ screen: { anchor }, host }: { screen: Screen; host: Element | null }): React.ReactNode => {
  // The card stands beside a whole dialog; a frame around that says nothing.
  if (!anchor || anchor.element === host) return null;
  const origin = originOf(host);
  const { left, top, width, height } = anchor.box;
  return <div className={classes.frame} style={{ left: left - origin.left - 4, top: top - origin.top - 4, width: width + 8, height: height + 8 }} aria-hidden />;
};

/** A drawer that slides in is a world of its own: what is fixed in it is fixed to it. */
export const originOf = (host: Element | null): { left: number; top: number } =>
  host && getComputedStyle(host).transform !== 'none' ? host.getBoundingClientRect() : { left: 0, top: 0 };
