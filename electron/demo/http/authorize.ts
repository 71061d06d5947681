import { denied, type Attributes, type Authorizer } from '../rbac/authorizer';
import type { Exchange } from './exchange';
import { methodNotAllowed } from './status';
import type { Address } from './target';

const isTrue = (value: string | null) => value === '1' || value === 'true';

export const isWatch = (exchange: Pick<Exchange, 'query'>) => isTrue(exchange.query.get('watch'));

/** The verb of RBAC for a request. It follows the HTTP method also where that begins a stream: exec over WebSocket is a `get`. */
export function verbOf(exchange: Pick<Exchange, 'method' | 'query'>, address: Address): string {
  switch (exchange.method) {
    case 'GET':
    case 'HEAD':
      if (isWatch(exchange)) return 'watch';
      return address.name ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return address.name ? 'delete' : 'deletecollection';
    default:
      throw methodNotAllowed();
  }
}

/** What a request wants to do, in the words of RBAC: with a resource where the path is one, else with the path. */
export function attributesOf(exchange: Pick<Exchange, 'method' | 'query' | 'path'>, address: Address | null): Attributes {
  if (!address) return { verb: exchange.method.toLowerCase(), path: exchange.path };
  const { group, resource, subresource, namespace, name } = address;
  return { verb: verbOf(exchange, address), group, resource, ...(subresource && { subresource }), ...(namespace && { namespace }), ...(name && { name }) };
}

/** Throws the 403 of the server where the user of the exchange may not do what it asks for. Upgrades go through here as well. */
export function authorize(authorizer: Authorizer, exchange: Exchange, address: Address | null): void {
  const wanted = attributesOf(exchange, address);
  if (!authorizer.decide(exchange.user, wanted).allowed) throw denied(exchange.user, wanted);
}
