import { useTranslation } from 'react-i18next';
import type { ComponentDetail } from '@shared/model/component';
import { RelativeTime } from '@renderer/ui/RelativeTime';
import { Images } from './Images';
import { PodTable } from './PodTable';
import classes from './overview.module.css';

const Fact = ({ name, children }: { name: string; children: React.ReactNode }): React.ReactNode => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Section = ({ title, children }: { title: string; children: React.ReactNode }): React.ReactNode => (
  <section className={classes.section}>
    <h3 className={classes.heading}>{title}</h3>
    {children}
  </section>
);

/** Images, replicas, pods and conditions of a component. */
export const Overview = ({ detail }: { detail: ComponentDetail }): React.ReactNode => {
  const { t } = useTranslation();
  const { replicas, autoscaler } = detail;
  return (
    <div className={classes.overview}>
      <dl className={classes.facts}>
        {replicas && (
          <Fact name={t('component.fact.replicas')}>
            {t('component.replicas', { ready: replicas.ready, desired: replicas.desired, updated: replicas.updated })}
          </Fact>
        )}
        {autoscaler && <Fact name={t('component.fact.autoscaler')}>{`${autoscaler.name} (${autoscaler.min}–${autoscaler.max})`}</Fact>}
        {detail.strategy && <Fact name={t('component.fact.strategy')}>{detail.strategy}</Fact>}
        <Fact name={t('component.fact.application')}>{detail.application}</Fact>
        {detail.changeCause && <Fact name={t('component.fact.changeCause')}>{detail.changeCause}</Fact>}
        <Fact name={t('component.fact.age')}>
          <RelativeTime at={detail.createdAt} />
        </Fact>
      </dl>
      <Section title={t('component.section.images')}>
        <Images images={detail.images} />
      </Section>
      <Section title={t('component.section.pods', { n: detail.pods.length })}>
        <PodTable pods={detail.pods} componentName={detail.ref.name} />
      </Section>
      {detail.conditions.length > 0 && (
        <Section title={t('component.section.conditions')}>
          <ul className={classes.conditions}>
            {detail.conditions.map(({ type, status, reason, message, at }) => (
              <li key={type} className={classes.condition}>
                <span className={classes.conditionType}>{type}</span>
                <span className={classes.conditionStatus}>{status}</span>
                <span className={classes.conditionText} title={message}>
                  {[reason, message].filter(Boolean).join(': ')}
                </span>
                <span className={classes.muted}>{at !== null && <RelativeTime at={at} />}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
};
