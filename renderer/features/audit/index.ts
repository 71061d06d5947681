import { IconShieldCheck } from '@tabler/icons-react';
import { createElement } from 'react';
import type { Feature } from '@renderer/app/feature';
import { AuditPage } from './AuditPage';

/** The audit log of this workstation: read, filtered, exported and verified. */
export const audit: Feature = {
  id: 'audit',
  routes: [{ path: '/audit', element: createElement(AuditPage) }],
  navigation: [{ path: '/audit', title: (t) => t('shell.nav.audit'), icon: IconShieldCheck }],
  actions: [{ id: 'audit.go', title: (t) => t('shell.action.goAudit'), group: 'navigation', keys: ['g a'], effect: 'read', icon: IconShieldCheck, run: ({ navigate }) => navigate('/audit') }],
};
