import { AppError } from '@shared/errors/appError';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { ClusterEntry, ExecEntry } from '../kubeconfig/schema';
import { bearer, cachedCredential, type Credential, type CredentialSource } from './credential';
import { execInfo, readExecCredential, type ExecCredential } from './execCredential';
import { runProcess, type ProcessResult } from './runProcess';

export interface ExecPluginDeps {
  /** PATH on which plugins are looked up. */
  loginPath(): Promise<string>;
  environment: NodeJS.ProcessEnv;
  registerSecret(value: string): void;
  timeoutMs?: number;
  /** Aborts when nobody needs the credential any more: a plugin that still runs is ended. */
  signal?: AbortSignal;
}

/** Shorter than that of a request with the time a login shell may take: the plugin is to be blamed, not the network. */
const defaultTimeoutMs = 20_000;

/**
 * A credential plugin of the kubeconfig. It runs when a credential is needed first, when the last one has expired and
 * when the server refused it. Throws EXEC_PLUGIN; what the plugin printed on stdout is never shown.
 */
export const execPlugin = (exec: ExecEntry, cluster: ClusterEntry, deps: ExecPluginDeps): CredentialSource =>
  cachedCredential(async () => {
    if (exec.interactiveMode === 'Always') throw failure(exec, sentence('credential.pluginInteractive', { command: exec.command }));
    const answer = judge(exec, await run(exec, cluster, deps), deps.timeoutMs ?? defaultTimeoutMs);
    const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = answer.status ?? {};
    [token, key].forEach((secret) => secret && deps.registerSecret(secret));
    if (!token && !(cert && key)) throw failure(exec, sentence('credential.pluginEmpty', { command: exec.command }));
    const credential: Credential = { ...(token ? bearer(token) : { headers: {} }), ...(cert && key ? { certificate: { cert, key } } : {}) };
    const expiresAt = Date.parse(expirationTimestamp ?? '');
    return { credential, expiresAt: Number.isNaN(expiresAt) ? null : expiresAt };
  });

const failure = ({ command, installHint }: ExecEntry, what: Sentence, cause?: unknown): AppError =>
  new AppError('EXEC_PLUGIN', what, { command, installHint }, { cause });

const run = async (exec: ExecEntry, cluster: ClusterEntry, deps: ExecPluginDeps): Promise<ProcessResult> => {
  const { ELECTRON_RUN_AS_NODE: _, NODE_OPTIONS: __, ...inherited } = deps.environment;
  const env = {
    ...inherited,
    PATH: await deps.loginPath(),
    ...Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value])),
    KUBERNETES_EXEC_INFO: execInfo(exec, cluster),
  };
  try {
    return await runProcess({ command: exec.command, args: exec.args ?? [], env, timeoutMs: deps.timeoutMs ?? defaultTimeoutMs, signal: deps.signal });
  } catch (error) {
    throw failure(exec, startProblem(exec, error as NodeJS.ErrnoException), error);
  }
};

const startProblem = ({ command, installHint }: ExecEntry, { code, message }: NodeJS.ErrnoException): Sentence => {
  if (code !== 'ENOENT') return sentence('credential.pluginDenied', { command, reason: code ?? message });
  return installHint
    ? sentence('credential.pluginAbsentHint', { command, hint: installHint.trim() })
    : sentence('credential.pluginAbsent', { command });
};

const judge = (exec: ExecEntry, result: ProcessResult, timeoutMs: number): ExecCredential => {
  const { command } = exec;
  if (result.timedOut) throw failure(exec, sentence('credential.pluginTimeout', { command, seconds: timeoutMs / 1000 }));
  if (result.exitCode !== 0) {
    const exitCode = result.exitCode ?? -1;
    const reason = lastWords(result.stderr);
    throw failure(
      exec,
      reason === ''
        ? sentence('credential.pluginFailedSilently', { command, exitCode })
        : sentence('credential.pluginFailed', { command, exitCode, reason }),
    );
  }
  const answer = readExecCredential(result.stdout);
  if (!answer) throw failure(exec, sentence('credential.pluginRubbish', { command }));
  if (answer.apiVersion !== exec.apiVersion) {
    throw failure(exec, sentence('credential.pluginVersion', { command, got: answer.apiVersion.slice(0, 80), wanted: exec.apiVersion }));
  }
  return answer;
};

/** The end of what a plugin complained about, on one line; anything as long and dense as a token is masked. */
const lastWords = (stderr: string): string =>
  stderr
    // Control characters could forge what a terminal or a log shows.
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll(/[\w+/=.-]{32,}/g, '…')
    .trim()
    .slice(-300);
