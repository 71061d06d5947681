import type { IncomingMessage } from 'node:http';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { User } from '../rbac/authorizer';
import type { Tokens } from '../rbac/tokens';
import { unauthorized } from './status';

const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

const asList = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat());

/** Who asks: by client certificate, else by bearer token, else nobody. A token that is not known is 401. */
export function authenticate(request: IncomingMessage, tokens: Tokens): User {
  const socket = request.socket as TLSSocket;
  // A resumed session counts as authorized even where no certificate was ever shown; the types say otherwise.
  const { subject } = (socket.authorized ? socket.getPeerCertificate() : {}) as { subject?: PeerCertificate['subject'] };
  if (subject) {
    return { name: asList(subject.CN)[0] ?? '', groups: [...asList(subject.O), 'system:authenticated'] };
  }
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer === undefined) return anonymous;
  const user = tokens.userOf(bearer.trim());
  if (!user) throw unauthorized();
  return { ...user, groups: [...user.groups, 'system:authenticated'] };
}
