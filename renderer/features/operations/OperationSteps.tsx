import { Progress } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled, IconCircleMinus, IconCircleXFilled, IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OperationStep } from '@shared/model/operation';
import { SentenceText } from '@renderer/i18n/sentence';
import type { Tone } from '@renderer/ui/status';
import classes from './operations.module.css';

const looks: Record<OperationStep['state'], { Icon: typeof IconCircle; tone: Tone }> = {
  waiting: { Icon: IconCircle, tone: 'off' },
  running: { Icon: IconLoader2, tone: 'busy' },
  succeeded: { Icon: IconCircleCheckFilled, tone: 'ok' },
  failed: { Icon: IconCircleXFilled, tone: 'bad' },
  skipped: { Icon: IconCircleMinus, tone: 'off' },
};

/** The steps from first to last, each with its progress and what it does right now. */
export const OperationSteps = ({ steps }: { steps: readonly OperationStep[] }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <ol className={classes.steps} aria-label={t('operations.steps')}>
      {steps.map((step) => {
        const { Icon, tone } = looks[step.state];
        return (
          <li key={step.id} className={classes.step} data-step={step.state}>
            <span className={classes.stateIcon} data-tone={tone} data-spins={step.state === 'running' || undefined} role="img" aria-label={t(`operations.step.${step.state}`)}>
              <Icon size={14} aria-hidden />
            </span>
            <div className={classes.stepText}>
              <span className={classes.stepTitle}>
                <SentenceText of={step.title} />
                {step.progress && (
                  <span className={classes.stepCount}>
                    {step.progress.done}/{step.progress.total}
                  </span>
                )}
              </span>
              {step.detail && (
                <span className={classes.stepDetail}>
                  <SentenceText of={step.detail} />
                </span>
              )}
              {step.progress && step.state === 'running' && <StepProgress progress={step.progress} />}
            </div>
          </li>
        );
      })}
    </ol>
  );
};

const StepProgress = ({ progress: { done, total } }: { progress: { done: number; total: number } }): React.ReactNode => (
  <Progress value={total > 0 ? (100 * done) / total : 0} size={3} mt={4} aria-label={`${done}/${total}`} />
);
