import { Button, Popover } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChainReport } from '@shared/model/audit';
import { useCall } from '@renderer/api/useCall';
import { ErrorState } from '@renderer/ui/ErrorState';
import { useFormat } from '@renderer/ui/format';
import { HelpTip } from '@renderer/ui/HelpTip';
import type { Tone } from '@renderer/ui/status';
import classes from './audit.module.css';

const tones: Record<ChainReport['state'], Tone> = { intact: 'ok', damaged: 'bad', empty: 'off' };

/** Recomputes the chain of hashes and says whether any line was changed, replaced or cut off. */
export const VerifyChain = (): React.ReactNode => {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const { run, value, error, loading } = useCall('audit.verify');
  const verify = async (): Promise<void> => {
    await run({});
    setShown(true);
  };
  return (
    <span className={classes.verify}>
      <HelpTip term={t('audit.verifyTerm')}>{t('audit.verifyHelp')}</HelpTip>
      <Popover opened={shown} onChange={setShown} position="bottom-end" width={360} shadow="md">
        <Popover.Target>
          <Button leftSection={<IconLink size={14} />} loading={loading} onClick={() => void verify()}>
            {t('audit.verify')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={classes.report} data-tone={value ? tones[value.state] : 'bad'} data-chain={value?.state}>
          {error && <ErrorState error={error} inline />}
          {value && <Report report={value} />}
        </Popover.Dropdown>
      </Popover>
    </span>
  );
};

const Report = ({ report }: { report: ChainReport }): React.ReactNode => {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (report.state === 'empty') return <p>{t('audit.chainEmpty')}</p>;
  if (report.state === 'intact') return <p>{t('audit.intact', { entries: number(report.entries) })}</p>;
  return <p>{t('audit.damaged', { line: report.firstBadLine ?? '?', reason: t(`audit.reason.${report.reason ?? 'unreadable'}`) })}</p>;
};
