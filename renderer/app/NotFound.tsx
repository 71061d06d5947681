import { Button } from '@mantine/core';
import { IconCompassOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '@renderer/ui/EmptyState';

export const NotFound = (): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconCompassOff}
      title={t('shell.notFound.title')}
      actions={
        <Button component={Link} to="/">
          {t('shell.notFound.action')}
        </Button>
      }
    >
      {t('shell.notFound.body')}
    </EmptyState>
  );
};
