import { execFileSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../names';
import { mediaTypes } from '../storage/manifest';
import { buildImage, buildIndex, buildSbom, type ImagePlan } from './build';
import { storedGzip } from './gzip';
import { tar } from './tar';

const plan: ImagePlan = { repository: 'apps/uuid', version: 'v3.0.0.0', program: 'uuid', architecture: 'amd64', format: 'oci' };

describe('an image of the demo', () => {
  it('has the same digest on every machine, in every run', () => {
    // Pods carry it, people write it down: a change of it is a change of the content.
    expect(buildImage(plan).manifest.digest).toBe('sha256:b6b5df2dd1a9cd4ff41402221a883bb62e32ef3416de82cdc71d4e417fc67251');
    expect(buildImage({ ...plan, version: 'v2.0.0.0' }).manifest.digest).not.toBe(buildImage(plan).manifest.digest);
  });

  it('holds together: config, layers, history', () => {
    const { manifest, blobs } = buildImage(plan);
    const [configBytes = Buffer.alloc(0), ...layers] = blobs;
    expect(manifest.content.config).toEqual({ mediaType: mediaTypes.ociConfig, digest: digestOf(configBytes), size: configBytes.length });
    expect(manifest.content.layers?.map(({ digest }) => digest)).toEqual(layers.map(digestOf));
    const config = JSON.parse(configBytes.toString()) as { rootfs: { diff_ids: string[] }; history: { empty_layer?: boolean }[]; config: Record<string, unknown> };
    expect(config.rootfs.diff_ids).toEqual(layers.map((layer) => digestOf(gunzipSync(layer))));
    expect(config.history.filter(({ empty_layer: isEmpty }) => !isEmpty)).toHaveLength(layers.length);
    expect(config.config).toMatchObject({ ExposedPorts: { '30001/tcp': {} }, Labels: { 'dev.wheelhouse.demo.program': 'uuid', 'org.opencontainers.image.version': 'v3.0.0.0' } });
  });

  it('shares its lowest layer with the others of its architecture', () => {
    const base = (other: Partial<ImagePlan>) => buildImage({ ...plan, ...other }).manifest.content.layers?.[0]?.digest;
    expect(base({ program: 'redis', repository: 'library/redis' })).toBe(base({}));
    expect(base({ architecture: 'arm64' })).not.toBe(base({}));
  });

  it('may be in the older format, in an index, or have parts attached', () => {
    expect(buildImage({ ...plan, format: 'docker' }).manifest).toMatchObject({ mediaType: mediaTypes.dockerManifest, content: { config: { mediaType: mediaTypes.dockerConfig } } });
    const image = buildImage(plan);
    expect(buildIndex([{ architecture: 'amd64', image }]).manifest.content.manifests).toEqual([{ mediaType: mediaTypes.ociManifest, digest: image.manifest.digest, size: image.manifest.bytes.length, platform: { os: 'linux', architecture: 'amd64' } }]);
    expect(buildSbom(plan, image).manifest.content.subject?.digest).toBe(image.manifest.digest);
  });
});

describe('a layer', () => {
  it.skipIf(process.platform === 'win32')('is an archive that tar reads', () => {
    const archive = storedGzip(tar([{ path: 'bin/' }, { path: 'bin/sh', text: '#!', isExecutable: true }, { path: 'empty', text: '' }, { path: 'etc/block', text: 'x'.repeat(512) }]));
    const listed = execFileSync('tar', ['-tzvf', '-'], { input: archive, encoding: 'utf8' });
    expect(listed.trim().split('\n').map((line) => [line.slice(0, 10), line.split(' ').at(-1)])).toEqual([['drwxr-xr-x', 'bin/'], ['-rwxr-xr-x', 'bin/sh'], ['-rw-r--r--', 'empty'], ['-rw-r--r--', 'etc/block']]);
  });

  it('unpacks to what it was, however large', () => {
    for (const size of [0, 1, 65_535, 65_536, 200_000]) {
      const bytes = Buffer.alloc(size, 'wheelhouse');
      expect(gunzipSync(storedGzip(bytes)).equals(bytes)).toBe(true);
    }
  });
});
