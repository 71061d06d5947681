import type { Draft } from '../objects/meta';

export const labelsOf = (name: string) => ({ app: name, 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'nicefish' });
export const named = (name: string, part = name) => ({ name, labels: labelsOf(part) });
export const cause = (text: string) => ({ 'kubernetes.io/change-cause': text });

/** Requests, and where it is given a limit of memory. */
export function resources(cpu: string, memory: string, memoryLimit?: string): { resources: Record<string, unknown> } {
  return { resources: { requests: { cpu, memory }, ...(memoryLimit && { limits: { memory: memoryLimit } }) } };
}

export function service(name: string, port: number): Draft {
  return { kind: 'Service', metadata: named(name), spec: { selector: { app: name }, ports: [{ name: 'main', port, targetPort: port }] } };
}

export function deployment(name: string, replicas: number, annotations: Record<string, string>, podSpec: Record<string, unknown>): Draft {
  return {
    kind: 'Deployment',
    metadata: { ...named(name), annotations },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: labelsOf(name) }, spec: podSpec } },
  };
}
