import { isJsonObject, type JsonObject } from '../objects/json';
import type { Attributes, Authorizer } from '../rbac/authorizer';
import { parseBody, type Exchange } from './exchange';
import type { VirtualResource } from './extension';
import { noSuchResource } from './status';

const review = (group: string, name: string, kind: string, namespaced = false): VirtualResource => ({ group: `${group}.k8s.io`, version: 'v1', name, singular: kind.toLowerCase(), kind, namespaced, verbs: ['create'] });

/** Answer questions, keep nothing. */
export const reviewResources: readonly VirtualResource[] = [
  review('authorization', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview'),
  review('authorization', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview'),
  review('authentication', 'selfsubjectreviews', 'SelfSubjectReview'),
];

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function attributesOf(spec: JsonObject): Attributes {
  if (isJsonObject(spec['nonResourceAttributes'])) return { verb: text(spec['nonResourceAttributes']['verb']) ?? '', path: text(spec['nonResourceAttributes']['path']) ?? '' };
  const wanted = isJsonObject(spec['resourceAttributes']) ? spec['resourceAttributes'] : {};
  const optional = { resource: text(wanted['resource']), subresource: text(wanted['subresource']), namespace: text(wanted['namespace']), name: text(wanted['name']) };
  return { verb: text(wanted['verb']) ?? '', group: text(wanted['group']) ?? '', ...(JSON.parse(JSON.stringify(optional)) as typeof optional) };
}

/** Questions about oneself: may I, what may I, who am I. Nothing is stored. */
export function answerReview(authorizer: Authorizer, resource: string, exchange: Exchange, body: string): unknown {
  const parsed = parseBody(body, exchange.contentType);
  const review: JsonObject = isJsonObject(parsed) ? parsed : {};
  const spec = isJsonObject(review['spec']) ? review['spec'] : {};
  const { user } = exchange;
  switch (resource) {
    case 'selfsubjectaccessreviews': {
      const { allowed, reason } = authorizer.decide(user, attributesOf(spec));
      return { ...review, kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', metadata: { creationTimestamp: null }, status: { allowed, ...(reason && { reason }) } };
    }
    case 'selfsubjectrulesreviews': {
      const rules = authorizer.rulesFor(user, text(spec['namespace']) ?? '');
      const resourceRules = rules.filter((rule) => rule.resources).map(({ verbs, apiGroups, resources, resourceNames }) => ({ verbs, apiGroups, resources, ...(resourceNames && { resourceNames }) }));
      const nonResourceRules = rules.filter((rule) => rule.nonResourceURLs).map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }));
      return { ...review, kind: 'SelfSubjectRulesReview', apiVersion: 'authorization.k8s.io/v1', metadata: { creationTimestamp: null }, status: { resourceRules, nonResourceRules, incomplete: false } };
    }
    case 'selfsubjectreviews':
      return { kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1', metadata: { creationTimestamp: null }, status: { userInfo: { username: user.name, groups: user.groups } } };
    default:
      throw noSuchResource();
  }
}

export const isReview = (group: string) => group === 'authorization.k8s.io' || group === 'authentication.k8s.io';
