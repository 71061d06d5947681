import { describe, expect, it } from 'vitest';
import { containerImages, digestOf, imageLabel, parseImage } from './images';
import { pod } from './objects.fixture';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;

describe('image references', () => {
  it.each([
    ['nginx', null, 'nginx', null, null],
    ['nginx:1.25', null, 'nginx', '1.25', null],
    ['library/nginx:1', null, 'library/nginx', '1', null],
    ['10.0.0.2:5000/apps/uuid:v1.0.0.0', '10.0.0.2:5000', '10.0.0.2:5000/apps/uuid', 'v1.0.0.0', null],
    ['localhost/uuid', 'localhost', 'localhost/uuid', null, null],
    ['r.example.com:5000/uuid', 'r.example.com:5000', 'r.example.com:5000/uuid', null, null],
    [`ghcr.io/a/b:v1@${digest}`, 'ghcr.io', 'ghcr.io/a/b', 'v1', digest],
    ['', null, '', null, null],
  ])('%s', (reference, registry, repository, tag, expected) => {
    expect(parseImage(reference)).toEqual({ registry, repository, tag, digest: expected });
  });

  it.each([
    [`docker-pullable://10.0.0.2:5000/apps/uuid@${digest}`, digest],
    [`docker.io/library/nginx@${digest}`, digest],
    [`docker://${digest}`, null],
    [digest, null],
    [undefined, null],
    ['', null],
  ])('digest in %s', (imageId, expected) => {
    expect(digestOf(imageId)).toBe(expected);
  });

  it('labels an image by tag, digest or what is meant without one', () => {
    expect([imageLabel('a:v1'), imageLabel(`a@${digest}`), imageLabel('a')]).toEqual(['v1', 'sha256:aaaaaaaaaaaa', 'latest']);
  });

  it('counts the digests that pods run, a local image id not among them', () => {
    const running = [`r/a@${digest}`, `r/a@${digest}`, `r/a@${other}`, `docker://${other}`].map((imageID, index) => pod({ name: `p${index}`, status: { imageID } }));
    expect(containerImages(running[0]?.spec, running)).toEqual([
      { container: 'app', init: false, image: '10.0.0.2:5000/apps/uuid:v1', repository: '10.0.0.2:5000/apps/uuid', tag: 'v1', digests: [{ digest, pods: 2 }, { digest: other, pods: 1 }] },
    ]);
  });

  it('does not give the digest of a pod that still runs the image before', () => {
    const old = pod({ name: 'old', status: { imageID: `r/a@${digest}` } });
    expect(containerImages({ containers: [{ name: 'app', image: '10.0.0.2:5000/apps/uuid:v2' }] }, [old])).toMatchObject([{ tag: 'v2', digests: [] }]);
  });
});
