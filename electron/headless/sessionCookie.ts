/**
 * The session's cookie. Cookies do not know ports, so its name does: two bastions on one machine would log each
 * other's operators out. `__Host-` lets no other site of the domain set it; it needs TLS.
 */
export const sessionCookie = (port: number, isTls: boolean, lifetimeMs: number) => {
  const name = `${isTls ? '__Host-' : ''}wheelhouse-${port}`;
  return {
    /** Value of a `Set-Cookie` header. */
    make: (value: string): string =>
      [`${name}=${value}`, 'HttpOnly', 'SameSite=Strict', 'Path=/', `Max-Age=${Math.floor(lifetimeMs / 1000)}`, ...(isTls ? ['Secure'] : [])].join('; '),
    /** The session in a `Cookie` header. */
    read: (header: string | undefined): string | null => {
      const pair = (header ?? '').split(';').find((part) => part.trim().startsWith(`${name}=`));
      return pair ? pair.trim().slice(name.length + 1) : null;
    },
  };
};
