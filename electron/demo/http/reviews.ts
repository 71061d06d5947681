import { isJsonObject, type JsonObject } from '../objects/json';
import type { Attributes, Authorizer, User } from '../rbac/authorizer';
import type { Tokens } from '../rbac/tokens';
import { parseBody, type Exchange } from './exchange';
import type { VirtualResource } from './extension';
import { badRequest, methodNotAllowed, noSuchResource } from './status';
import type { Address } from './target';

const review = (group: string, name: string, kind: string, namespaced = false): VirtualResource => ({ group: `${group}.k8s.io`, version: 'v1', name, singular: kind.toLowerCase(), kind, namespaced, verbs: ['create'] });

/** Answer questions, keep nothing. */
export const reviewResources: readonly VirtualResource[] = [
  review('authorization', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview'),
  review('authorization', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview'),
  review('authorization', 'subjectaccessreviews', 'SubjectAccessReview'),
  review('authorization', 'localsubjectaccessreviews', 'LocalSubjectAccessReview', true),
  review('authentication', 'selfsubjectreviews', 'SelfSubjectReview'),
  review('authentication', 'tokenreviews', 'TokenReview'),
];

export const isReview = (group: string) => group === 'authorization.k8s.io' || group === 'authentication.k8s.io';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const part = (object: JsonObject, field: string): JsonObject => (isJsonObject(object[field]) ? object[field] : {});

function attributesOf(spec: JsonObject): Attributes {
  if (isJsonObject(spec['nonResourceAttributes'])) return { verb: text(spec['nonResourceAttributes']['verb']) ?? '', path: text(spec['nonResourceAttributes']['path']) ?? '' };
  const wanted = part(spec, 'resourceAttributes');
  const optional = { resource: text(wanted['resource']), subresource: text(wanted['subresource']), namespace: text(wanted['namespace']), name: text(wanted['name']) };
  return { verb: text(wanted['verb']) ?? '', group: text(wanted['group']) ?? '', ...(JSON.parse(JSON.stringify(optional)) as typeof optional) };
}

interface Deps {
  authorizer: Authorizer;
  tokens: Tokens;
}

/** Who am I, may I, may they: answers a review of the authentication and authorization groups. */
export function answerReview({ authorizer, tokens }: Deps, { group, resource, namespace, name }: Address, exchange: Exchange, body: string): unknown {
  const known = reviewResources.find((candidate) => candidate.group === group && candidate.name === resource);
  if (!known) throw noSuchResource();
  if (name) throw methodNotAllowed();
  const parsed = body.trim() ? parseBody(body, exchange.contentType) : {};
  const asked: JsonObject = isJsonObject(parsed) ? parsed : {};
  const spec = part(asked, 'spec');
  const answer = (status: JsonObject) => ({ ...asked, kind: known.kind, apiVersion: `${group}/v1`, metadata: { ...(namespace && { namespace }), creationTimestamp: null }, status });
  const decision = (user: User, attributes: Attributes) => {
    const { allowed, reason } = authorizer.decide(user, attributes);
    return answer({ allowed, ...(reason && { reason }) });
  };

  switch (known.kind) {
    case 'SelfSubjectAccessReview':
      return decision(exchange.user, attributesOf(spec));
    case 'SubjectAccessReview':
      return decision(subjectOf(spec), attributesOf(spec));
    case 'LocalSubjectAccessReview': {
      const attributes = attributesOf(spec);
      if (attributes.namespace !== namespace) throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${namespace ?? ''}`);
      return decision(subjectOf(spec), attributes);
    }
    case 'SelfSubjectRulesReview':
      return answer({ ...rulesOf(authorizer, exchange.user, text(spec['namespace']) ?? ''), incomplete: false });
    case 'TokenReview': {
      const user = tokens.userOf(text(spec['token']) ?? '');
      return answer(user ? { authenticated: true, user: userInfo({ ...user, groups: [...user.groups, 'system:authenticated'] }) } : { user: {}, error: 'invalid bearer token' });
    }
    default:
      return answer({ userInfo: userInfo(exchange.user) });
  }
}

const userInfo = ({ name, uid, groups }: User) => ({ username: name, ...(uid && { uid }), groups });

const subjectOf = (spec: JsonObject): User => ({ name: text(spec['user']) ?? '', groups: Array.isArray(spec['groups']) ? (spec['groups'] as string[]) : [] });

function rulesOf(authorizer: Authorizer, user: User, namespace: string): JsonObject {
  const rules = authorizer.rulesFor(user, namespace);
  const resourceRules = rules.filter((rule) => rule.resources).map(({ verbs, apiGroups, resources, resourceNames }) => ({ verbs, apiGroups, resources, ...(resourceNames && { resourceNames }) }));
  const nonResourceRules = rules.filter((rule) => rule.nonResourceURLs).map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }));
  return { resourceRules, nonResourceRules };
}
