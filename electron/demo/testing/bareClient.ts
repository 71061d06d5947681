import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request, type RequestOptions } from 'node:https';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import type { KubeObject } from '../objects/meta';

export interface Answer {
  code: number;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown> & Partial<KubeObject>;
  text: string;
}

/** A bare HTTPS client of one user, for tests of this or of a real API server. */
export interface TestClient {
  /** @param body sent as JSON, or as it is where it is a Buffer */
  call(method: string, path: string, body?: unknown, contentType?: string): Promise<Answer>;
  /** Events of a watch as they come; ends when the server ends it. */
  watch(path: string): AsyncIterable<{ type: string; object: KubeObject }>;
  /** Lines of a text as they come; ends when the server ends it. */
  lines(path: string): AsyncIterable<string>;
  close(): void;
}

export interface Kubeconfig {
  clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }];
  users: [{ user: { token?: string; 'client-certificate-data'?: string; 'client-key-data'?: string } }];
}

const decode = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8'));

/** Where the first cluster of a kubeconfig is and how its first user shows who it is. */
export function credentialsOf({ clusters, users }: Kubeconfig, instead?: { token: string }): { server: string; token: string | undefined; ca: string | undefined; cert: string | undefined; key: string | undefined } {
  const { server, 'certificate-authority-data': ca } = clusters[0].cluster;
  const user: Kubeconfig['users'][0]['user'] = instead ?? users[0].user;
  const { token, 'client-certificate-data': cert, 'client-key-data': key } = user;
  return { server, token, ca: decode(ca), cert: decode(cert), key: decode(key) };
}

/** @param instead a token to show in place of the credential of the kubeconfig */
export async function clientFor(kubeconfig: string, instead?: { token: string }): Promise<TestClient> {
  const { server, token, ...tls } = credentialsOf(parse(await readFile(kubeconfig, 'utf8')) as Kubeconfig, instead);
  const agent = new Agent({ keepAlive: true, ...tls });
  const options = (method: string, contentType: string): RequestOptions => ({ method, agent, headers: { 'content-type': contentType, 'user-agent': 'test/1.0', ...(token && { authorization: `Bearer ${token}` }) } });

  async function* lines(path: string): AsyncGenerator<string> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => request(`${server}${path}`, options('GET', 'application/json'), resolve).on('error', reject).end());
    // What is left early is aborted: that is no failure, and the line reader does not take errors.
    response.on('error', () => {});
    try {
      for await (const line of createInterface({ input: response })) yield line;
    } finally {
      response.destroy();
    }
  }

  return {
    call: (method, path, body, contentType = 'application/json') =>
      new Promise((resolve, reject) => {
        const payload = body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
        const outgoing = request(`${server}${path}`, options(method, contentType), (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          // Also an answer that is cut short.
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: code = 0, headers } = response;
            try {
              resolve({ code, headers, body: (headers['content-type']?.includes('json') ? JSON.parse(text) : {}) as Record<string, unknown>, text });
            } catch (error) {
              reject(error instanceof Error ? error : new Error(String(error)));
            }
          });
        });
        // Node frames the body of a DELETE only when it is told its length.
        if (payload !== undefined) outgoing.setHeader('content-length', Buffer.byteLength(payload));
        outgoing.on('error', reject).end(payload);
      }),
    lines,
    async *watch(path) {
      for await (const line of lines(path)) yield JSON.parse(line) as { type: string; object: KubeObject };
    },
    close: () => agent.destroy(),
  };
}
