import { isJsonObject } from '../objects/json';
import type { Tokens } from '../rbac/tokens';
import type { Site } from '../site';
import { timestamp } from '../time/clock';
import { parseBody, type Exchange } from './exchange';
import { getObject } from './read';
import { invalid, methodNotAllowed } from './status';
import type { Target } from './target';
import type { Answer } from './write';

const kind = { kind: 'TokenRequest', group: 'authentication.k8s.io' };
const shortest = 600;

/** POST serviceaccounts/x/token: what `kubectl create token` asks for. */
export function requestToken(site: Site, tokens: Tokens, target: Target, exchange: Exchange, text: string): Answer {
  if (exchange.method !== 'POST') throw methodNotAllowed();
  const { metadata } = getObject(site.store, target);
  const body = text.trim() ? parseBody(text, exchange.contentType) : {};
  const spec = isJsonObject(body) && isJsonObject(body['spec']) ? body['spec'] : {};
  const seconds = Number(spec['expirationSeconds'] ?? 3600);
  if (seconds < shortest) throw invalid(kind, metadata.name, [{ reason: 'FieldValueInvalid', message: `Invalid value: ${seconds}: may not specify a duration less than 10 minutes`, field: 'spec.expirationSeconds' }]);
  const audiences = Array.isArray(spec['audiences']) ? (spec['audiences'] as string[]) : [];
  const { token, expiresAt } = tokens.issue({ namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid }, audiences, seconds);
  return {
    code: 201,
    body: { kind: kind.kind, apiVersion: `${kind.group}/v1`, metadata: { name: metadata.name, namespace: metadata.namespace, creationTimestamp: timestamp(site.clock.now()) }, spec: { audiences, expirationSeconds: seconds, boundObjectRef: null }, status: { token, expirationTimestamp: timestamp(expiresAt) } },
  };
}
