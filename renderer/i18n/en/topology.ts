export const topology = {
  title: 'Topology',
  canvas: 'Topology of {{environment}}',
  search: 'Find by name, kind, image',
  unhealthyOnly: 'Only unhealthy',
  showAll: 'Show everything',
  refresh: 'Look again now',
  counts: 'Workloads by status',
  workloadCount: 'Workloads: {{n}}',
  unhealthyCount: 'Unhealthy: {{n}}',
  denied: 'Your permissions do not allow listing {{resources}} here, so they are missing from the picture.',
  empty: {
    title: 'Nothing runs here yet',
    body: 'The namespace {{namespace}} has no workloads, services or routes. What is deployed into it appears here by itself.',
  },
  allHealthy: { title: 'Nothing is unhealthy', body: 'Every workload, service and route here is in order.' },
  layoutFailed: 'The picture could not be drawn',
} as const;
