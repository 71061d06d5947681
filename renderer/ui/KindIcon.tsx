import {
  IconBinaryTree,
  IconBox,
  IconCalendarTime,
  IconChecklist,
  IconDatabase,
  IconFileText,
  IconKey,
  IconRoute,
  IconServer2,
  IconStack2,
  IconTopologyStar3,
  IconWorld,
} from '@tabler/icons-react';

const icons: Record<string, typeof IconBox> = {
  Ingress: IconWorld,
  Service: IconRoute,
  Deployment: IconStack2,
  ReplicaSet: IconStack2,
  StatefulSet: IconBinaryTree,
  DaemonSet: IconServer2,
  Job: IconChecklist,
  CronJob: IconCalendarTime,
  Pod: IconBox,
  ConfigMap: IconFileText,
  Secret: IconKey,
  PersistentVolumeClaim: IconDatabase,
};

/** The picture of a kind of object. Decoration: the kind's name is always beside it. */
export const KindIcon = ({ kind, size = 15, className }: { kind: string; size?: number; className?: string }): React.ReactNode => {
  const Icon = icons[kind] ?? IconTopologyStar3;
  return <Icon size={size} stroke={1.6} aria-hidden className={className} />;
};
