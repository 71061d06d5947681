export type HostKind = 'desktop' | 'browser';

const meta = (name: string): string | undefined => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;

/** Which host serves this page. An unfilled placeholder (vite's own server) counts as a browser. */
export const hostKind = (): HostKind => (meta('wheelhouse-host') === 'desktop' ? 'desktop' : 'browser');

/** The nonce that style elements made by libraries must carry to pass the Content-Security-Policy. */
export const styleNonce = (): string => meta('style-nonce') ?? '';
