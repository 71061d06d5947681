import { spawn } from 'node:child_process';

/** The command that opens an address in the usual browser. `start` is a word of the Windows shell and takes a title first. */
export const browserCommand = (address: string, operatingSystem: NodeJS.Platform): { command: string; args: string[] } => {
  if (operatingSystem === 'win32') return { command: 'cmd', args: ['/c', 'start', '""', address] };
  return { command: operatingSystem === 'darwin' ? 'open' : 'xdg-open', args: [address] };
};

/** Opens the address if this machine can; where it cannot, the printed link has to do. */
export const openBrowser = (address: string): void => {
  const { command, args } = browserCommand(address, process.platform);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // No such command: nothing is lost, the link is on the screen.
  child.unref();
};
