import { sentence, type Sentence } from '@shared/sentences/sentence';
import { plainMessage } from './message';

const pullReasons: ReadonlySet<string> = new Set([
  'ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'RegistryUnavailable', 'ImageInspectError', 'SignatureValidationFailed',
]);
export const isImageReason = (reason: string | undefined): boolean => pullReasons.has(reason ?? '');

/** "Back-off pulling image …" only says that it waits. Newer kubelets append the last error after a colon. */
const saysOnlyBackOff = (message: string): boolean => /^Back-off pulling image "[^"]*"\.?$/.test(message);

/**
 * Why an image cannot be had, in plain words.
 * @param lastFailure what an event said of the last try, for kubelets that say only "back-off" in the status
 */
export const imageProblem = (container: string, image: string, reason: string, message: string, lastFailure: () => string | undefined): Sentence => {
  const who = { container, image };
  if (reason === 'InvalidImageName') return sentence('status.image.invalidName', who);
  if (reason === 'ErrImageNeverPull') return sentence('status.image.neverPull', who);
  const said = saysOnlyBackOff(message.trim()) || message === '' ? lastFailure() : message;
  if (!said) return sentence('status.image.pullBackOff', who);
  return explain(who, said);
};

/** Order matters: a resolver's "no such host" is wrapped in words about connections, and a refusal in "not found". */
const explain = (who: { container: string; image: string }, said: string): Sentence => {
  const full = { ...who, message: essence(said) };
  if (/no such host|server misbehaving|temporary failure in name resolution|lookup \S+( on \S+)?: .*i\/o timeout/i.test(said)) return sentence('status.image.registryUnknown', full);
  if (/server gave HTTP response to HTTPS client/i.test(said)) return sentence('status.image.plainHttp', who);
  if (/x509|certificate/i.test(said)) return sentence('status.image.certificate', full);
  if (/connection refused|i\/o timeout|deadline exceeded|no route to host|network is unreachable|connection reset|TLS handshake timeout|Client\.Timeout/i.test(said)) {
    return sentence('status.image.registryUnreachable', full);
  }
  if (/toomanyrequests|too many requests|rate limit/i.test(said)) return sentence('status.image.rateLimited', who);
  if (/no space left on device/i.test(said)) return sentence('status.image.diskFull', who);
  if (/no matching manifest|does not match the specified platform|no match for platform/i.test(said)) return sentence('status.image.platform', who);
  // Docker Hub and others answer "denied" for repositories that do not exist, so both causes are named.
  if (/unauthorized|denied|authentication required|no basic auth|forbidden/i.test(said)) return sentence('status.image.refused', full);
  if (/manifest unknown|not found|name unknown|repository does not exist/i.test(said)) return sentence('status.image.notFound', who);
  return sentence('status.image.pullFails', full);
};

/** The part after the layers of "rpc error: code = Unknown desc = Error response from daemon:" that wrap it. */
const essence = (said: string): string =>
  plainMessage(
    said
      .replace(/^Back-off pulling image "[^"]*": /, '')
      .replace(/^Err(?:or:? )?ImagePull: /, '')
      .replace(/^Failed to pull image "[^"]*": /, '')
      .replace(/^rpc error: code = \w+ desc = /, '')
      .replace(/^Error response from daemon: /, ''),
  );
