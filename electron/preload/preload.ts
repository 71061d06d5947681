import { ipcRenderer } from 'electron';

/** The little of the page's world that is used here: the project of `electron` compiles without the DOM. */
interface ConnectMessage {
  source: unknown;
  data: unknown;
  ports: { close(): void }[];
}
declare const window: { addEventListener(type: 'message', listener: (event: ConnectMessage) => void): void };

const connectType = 'wheelhouse:connect';
const isConnect = (data: unknown): boolean => typeof data === 'object' && data !== null && 'type' in data && data.type === connectType;

/**
 * All the page gets from Electron: a port that it made itself is handed on to the engine. Nothing is exposed to the
 * page, and a message from anywhere but the page's own window is not looked at.
 */
window.addEventListener('message', ({ source, data, ports }) => {
  const [port] = ports;
  if (source === window && isConnect(data) && port && ports.length === 1) ipcRenderer.postMessage(connectType, null, [port]);
});
