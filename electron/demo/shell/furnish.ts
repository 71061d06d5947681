import { dataOf } from '../kubelet/environment';
import type { Pod, Volume } from '../objects/workloads';
import { kindNamed } from '../store/kinds';
import { commandNames } from './commands';
import { imageFiles } from './inside';
import type { Machine, Process } from './machine';

/** Fills a container's file system: its image, what the kubelet puts into every container, and its volumes. */
export function furnish(machine: Machine): void {
  const { files, running, hostname } = machine;
  for (const path of ['/bin', '/dev', '/etc', '/home', '/proc', '/root', '/sys', '/tmp', '/usr/bin', '/var/log', '/var/run']) files.placeDirectory(path);
  for (const name of commandNames) files.place(`/bin/${name}`, '\u007fELF demo site\n', { mode: 0o755 });
  for (const name of ['null', 'zero', 'stdout', 'stderr', 'tty']) files.place(`/dev/${name}`, '', { mode: 0o666 });
  for (const [path, text] of Object.entries(imageFiles(running))) files.place(path, text, path.endsWith('.sh') ? { mode: 0o755 } : {});

  files.place('/etc/hostname', `${hostname}\n`);
  files.place('/etc/hosts', () => hostsOf(machine));
  files.place('/etc/resolv.conf', `search ${machine.namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`);
  files.place('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n');
  files.place('/etc/group', 'root:x:0:\nnogroup:x:65534:\n');
  files.place('/etc/os-release', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n');
  furnishProc(machine);
  mountVolumes(machine);
}

const livePod = ({ site, running: { pod }, namespace }: Machine) => (site.store.get(kindNamed('Pod'), namespace, pod.metadata.name) ?? pod) as Pod;

function hostsOf(machine: Machine): string {
  const { podIP = '127.0.0.1' } = livePod(machine).status;
  return `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${podIP}\t${machine.hostname}\n`;
}

function furnishProc(machine: Machine): void {
  const { files, env } = machine;
  const first = (): Process | undefined => machine.processes()[0];
  const place = (path: string, content: () => string) => files.place(path, content, { readOnly: true, mode: 0o444 });
  place('/proc/1/cmdline', () => `${(first()?.command ?? '').split(' ').join('\0')}\0`);
  place('/proc/1/environ', () => Object.entries(env).map(([name, value]) => `${name}=${value}\0`).join(''));
  place('/proc/1/status', () => `Name:\t${(first()?.command ?? '').split(/[ /]/).filter(Boolean)[0] ?? ''}\nState:\tS (sleeping)\nPid:\t1\nPPid:\t0\nVmRSS:\t${first()?.residentKiB ?? 0} kB\n`);
  place('/proc/cpuinfo', () => [0, 1, 2, 3].map((cpu) => `processor\t: ${cpu}\nmodel name\t: Demo CPU\n`).join('\n'));
  place('/proc/meminfo', () => 'MemTotal:        8145072 kB\nMemFree:         3210448 kB\nMemAvailable:    5120300 kB\n');
  place('/proc/uptime', () => `${(machine.site.clock.elapsedMs() / 1000).toFixed(2)} 0.00\n`);
  place('/proc/version', () => 'Linux version 6.1.0-28-amd64 (debian-kernel@lists.debian.org)\n');
}

function mountVolumes(machine: Machine): void {
  const { files, running } = machine;
  const { volumeMounts = [] } = running.container;
  for (const { name, mountPath, readOnly, subPath } of volumeMounts as { name: string; mountPath: string; readOnly?: boolean; subPath?: string }[]) {
    const volume = running.pod.spec.volumes?.find((candidate) => candidate.name === name);
    const mounted = volume && filesOf(machine, volume);
    if (!mounted) {
      files.placeDirectory(mountPath, { readOnly: readOnly ?? false });
      continue;
    }
    if (!subPath) files.placeDirectory(mountPath, { readOnly: true });
    for (const [key, content] of Object.entries(mounted)) if (!subPath || subPath === key) files.place(subPath ? mountPath : `${mountPath}/${key}`, content, { readOnly: true });
  }
  const account = '/var/run/secrets/kubernetes.io/serviceaccount';
  const roots = dataOf(machine.site.store, 'ConfigMap', machine.namespace, 'kube-root-ca.crt')['ca.crt'] ?? '';
  files.place(`${account}/ca.crt`, roots, { readOnly: true });
  files.place(`${account}/namespace`, machine.namespace, { readOnly: true });
  // Not a token of this site: programs in it make no requests of their own.
  files.place(`${account}/token`, 'demo-site-token', { readOnly: true });
}

type Items = { key: string; path: string }[] | undefined;

/** Files of a ConfigMap or Secret volume. They are read when somebody looks, so that a change shows in a running container, as it does in a real one. */
function filesOf({ site, namespace }: Machine, volume: Volume): Record<string, () => string> | null {
  const kind = volume.configMap ? 'ConfigMap' : volume.secret ? 'Secret' : null;
  if (!kind) return null;
  const name = volume.configMap?.name ?? volume.secret?.secretName;
  const items = ((volume.configMap ?? volume.secret) as { items?: Items }).items;
  const data = () => dataOf(site.store, kind, namespace, name);
  const paths = items ?? Object.keys(data()).map((key) => ({ key, path: key }));
  return Object.fromEntries(paths.map(({ key, path }) => [path, () => data()[key] ?? '']));
}
