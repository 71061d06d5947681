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

type KindIcon = typeof IconBox;

const icons: Record<string, KindIcon> = {
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

export const iconOfKind = (kind: string): KindIcon => icons[kind] ?? IconTopologyStar3;
