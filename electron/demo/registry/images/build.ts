import { createHash } from 'node:crypto';
import type { Architecture } from '../../content/images';
import type { ProgramName } from '../../programs/programs';
import { digestOf } from '../names';
import { parseImageConfig } from '../storage/imageConfig';
import { mediaTypes, type Descriptor, type ManifestContent } from '../storage/manifest';
import type { StoredManifest } from '../storage/repositories';
import { baseFiles, layoutOf } from './files';
import { storedGzip } from './gzip';
import { imageTime, tar, type ImageFile } from './tar';

/** Names the program of `programs/` that nodes of a demo site run for an image. */
export const programLabel = 'dev.wheelhouse.demo.program';
export const versionLabel = 'org.opencontainers.image.version';

export interface ImagePlan {
  repository: string;
  version: string;
  program: ProgramName;
  architecture: Architecture;
  format: 'oci' | 'docker';
}

/** A manifest and the blobs it names: the same bytes for the same plan always. */
export interface BuiltManifest {
  manifest: StoredManifest;
  blobs: readonly Buffer[];
}

interface Layer {
  blob: Buffer;
  /** Of the archive before it was packed. */
  diffId: string;
}

const createdAt = new Date(imageTime).toISOString();

function layerOf(files: readonly ImageFile[]): Layer {
  const archive = tar(files);
  return { blob: storedGzip(archive), diffId: digestOf(archive) };
}

const describe = (mediaType: string, bytes: Buffer): Descriptor => ({ mediaType, digest: digestOf(bytes), size: bytes.length });

function manifestOf(mediaType: string, parts: Omit<ManifestContent, 'schemaVersion' | 'mediaType'>, blobs: readonly Buffer[], image?: Buffer): BuiltManifest {
  const content: ManifestContent = { schemaVersion: 2, mediaType, ...parts };
  const bytes = Buffer.from(JSON.stringify(content, null, 2));
  const config = image && parseImageConfig(image);
  return { manifest: { digest: digestOf(bytes), mediaType, bytes, content, ...(config && { config }) }, blobs };
}

export function buildImage(plan: ImagePlan): BuiltManifest {
  const layout = layoutOf(plan.program);
  const layers = [layerOf(baseFiles(plan.architecture)), layerOf(layout.files(plan.version))];
  const steps = ['COPY base / # demo', `COPY ${layout.title} / # demo`];
  const config = Buffer.from(
    JSON.stringify({
      created: createdAt,
      architecture: plan.architecture,
      ...(plan.architecture === 'arm64' && { variant: 'v8' }),
      os: 'linux',
      config: {
        Env: layout.env,
        Cmd: layout.command,
        WorkingDir: layout.workingDir,
        ...(layout.ports.length > 0 && { ExposedPorts: Object.fromEntries(layout.ports.map((port) => [`${port}/tcp`, {}])) }),
        Labels: labelsOf(plan, layout.title),
      },
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
      history: [...steps.map((step) => ({ created: createdAt, created_by: step })), { created: createdAt, created_by: `CMD ${JSON.stringify(layout.command)}`, empty_layer: true }],
    }),
  );
  const [manifestType, configType, layerType] = plan.format === 'docker' ? [mediaTypes.dockerManifest, mediaTypes.dockerConfig, mediaTypes.dockerLayer] : [mediaTypes.ociManifest, mediaTypes.ociConfig, mediaTypes.ociLayer];
  return manifestOf(manifestType, { config: describe(configType, config), layers: layers.map(({ blob }) => describe(layerType, blob)) }, [config, ...layers.map(({ blob }) => blob)], config);
}

function labelsOf({ repository, version, program }: ImagePlan, title: string): Record<string, string> {
  return {
    [programLabel]: program,
    [versionLabel]: version,
    'org.opencontainers.image.title': title,
    'org.opencontainers.image.created': createdAt,
    'org.opencontainers.image.source': `https://git.example.com/${repository}`,
    'org.opencontainers.image.revision': createHash('sha1').update(`${repository}:${version}`).digest('hex'),
  };
}

export function buildIndex(images: readonly { architecture: Architecture; image: BuiltManifest }[]): BuiltManifest {
  const manifests = images.map(({ architecture, image: { manifest } }) => ({ ...describe(manifest.mediaType, manifest.bytes), platform: { os: 'linux', architecture, ...(architecture === 'arm64' && { variant: 'v8' }) } }));
  return manifestOf(mediaTypes.ociIndex, { manifests }, []);
}

/** A list of the parts of an image, attached to it. */
export function buildSbom({ repository, version }: ImagePlan, { manifest: subject }: BuiltManifest): BuiltManifest {
  const empty = Buffer.from('{}');
  const sbom = Buffer.from(
    JSON.stringify({
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
      name: `${repository}:${version}`,
      documentNamespace: `https://git.example.com/${repository}/sbom/${version}`,
      creationInfo: { created: createdAt.replace('.000', ''), creators: ['Organization: Wheelhouse demo'] },
      packages: [{ SPDXID: 'SPDXRef-application', name: repository, versionInfo: version, downloadLocation: 'NOASSERTION' }],
    }),
  );
  const artifactType = 'application/spdx+json';
  return manifestOf(
    mediaTypes.ociManifest,
    { artifactType, config: describe(mediaTypes.ociEmpty, empty), layers: [describe(artifactType, sbom)], subject: describe(subject.mediaType, subject.bytes), annotations: { 'org.opencontainers.image.created': createdAt } },
    [empty, sbom],
  );
}
