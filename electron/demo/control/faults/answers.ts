import type { ServerResponse } from 'node:http';
import { sendText } from '../../http/exchange';
import { expired, StatusError, unauthorized } from '../../http/status';
import type { FaultOf } from './fault';
import type { Requested } from './requested';

/** Reason and words of the real server for the codes that tests ask for. */
const known: Record<number, [reason: string, message: string]> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  403: ['Forbidden', 'the server does not allow access to the requested resource'],
  404: ['NotFound', 'the server could not find the requested resource'],
  409: ['Conflict', 'the server reported a conflict'],
  410: ['Gone', 'the requested resource is no longer available'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  500: ['InternalError', 'Internal error occurred: etcdserver: leader changed'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'Timeout: request did not complete within the allotted timeout'],
};

/** The texts that come without a Status: of the server's limits, of the proxy to an aggregated API. */
const plain: Record<number, string> = { 429: 'Too many requests, please try again later.\n', 503: 'service unavailable\n', 500: 'Internal Server Error\n' };

export function statusOf({ code, reason, message }: { code: number; reason?: string; message?: string }, details?: Record<string, unknown>): StatusError {
  if (code === 401) return unauthorized();
  const [usual, words] = known[code] ?? ['Unknown', `the server responded with the status code ${code} but did not return more information`];
  return new StatusError(code, reason ?? usual, message ?? words, details);
}

/** 410 as the server words it for what was asked. */
export function goneFor({ query, verb }: Requested, oldest: number): StatusError {
  if (verb === 'watch') return expired(`too old resource version: ${query.get('resourceVersion')} (${oldest})`);
  return expired('The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.');
}

export function sendStatus(response: ServerResponse, status: StatusError): void {
  sendText(response, `${JSON.stringify(status.body())}\n`, status.code, 'application/json');
}

export function sendError(response: ServerResponse, fault: FaultOf<'error'>): void {
  const { code, retryAfterSeconds, body } = fault;
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  if (body === 'text') return sendText(response, fault.message ?? plain[code] ?? `${code}\n`, code, 'text/plain; charset=utf-8');
  sendStatus(response, statusOf(fault, retryAfterSeconds === undefined ? undefined : { retryAfterSeconds }));
}
