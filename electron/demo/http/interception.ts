import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import type { Duplex } from 'node:stream';

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: unknown;
}

/** A watch whose answer has begun. */
export interface OpenWatch {
  readonly response: ServerResponse;
  /** Asked for bookmarks. */
  readonly allowsBookmarks: boolean;
  /** Of the site at this moment. */
  revision(): number;
  bookmark(revision: number): WatchEvent;
  write(event: WatchEvent): void;
}

/** What tests may put between the API server and its clients. In the product there is none. */
export interface Interception {
  /** Opens the port in place of the server, and hands it the connections. */
  listen(server: Server, port: number): Promise<number>;
  close(): Promise<void>;
  /** In front of every request. @param userName says who asks */
  request(request: IncomingMessage, response: ServerResponse, userName: () => string, serve: () => Promise<void>): Promise<void>;
  /** In front of every request that becomes a stream (exec, attach, port-forward). */
  upgrade(request: IncomingMessage, socket: Duplex, userName: () => string, serve: () => void): Promise<void>;
  /** Returns what the watch is to send its events with. */
  watch(watch: OpenWatch): (event: WatchEvent) => void;
}
