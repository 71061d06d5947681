/** Put in by the build; not there when a test runs the source. */
declare const WHEELHOUSE_VERSION: string | undefined;

export const version = typeof WHEELHOUSE_VERSION === 'undefined' ? '0.0.0-source' : WHEELHOUSE_VERSION;
