import { canonical } from '../objects/json';
import type { PodTemplate } from '../objects/workloads';

const letters = 'bcdfghjklmnpqrstvwxz2456789';

/** A short name for a template, FNV-1a in the letters Kubernetes uses. Equal templates, whatever their key order, hash alike. */
export function templateHash(template: PodTemplate): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(canonical(template))) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return [...String(hash)].map((digit) => letters[digit.charCodeAt(0) % letters.length]).join('');
}

/** The template without a label that a controller put there. */
export function withoutLabel(template: PodTemplate, label: string): PodTemplate {
  const { [label]: _dropped, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

export function withLabels(template: PodTemplate, added: Record<string, string>): PodTemplate {
  return { ...template, metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...added } } };
}
