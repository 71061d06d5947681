import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ContainerImage } from '@shared/model/component';
import { CopyButton } from '@renderer/ui/CopyButton';
import classes from './overview.module.css';

const shortDigest = (digest: string): string => digest.replace(/^sha256:/, '').slice(0, 12);

/** Each container's image as asked for, and the digests that its pods really run. */
export const Images = ({ images }: { images: readonly ContainerImage[] }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <ul className={classes.images}>
      {images.map(({ container, init, image, repository, tag, digests }) => (
        <li key={`${init ? 'init ' : ''}${container}`} className={classes.image}>
          <div className={classes.imageHead}>
            <span className={classes.container}>{container}</span>
            {init && <span className={classes.muted}>{t('component.initContainer')}</span>}
            <CopyButton text={image} size={20} />
          </div>
          <div className={classes.reference} title={image}>
            {repository}
            <span className={classes.tag}>{tag === null ? '' : `:${tag}`}</span>
          </div>
          <div className={classes.digests}>
            {digests.length === 0 && <span className={classes.muted}>{t('component.noDigest')}</span>}
            {digests.map(({ digest, pods }) => (
              <Tooltip key={digest} label={digest}>
                <span className={classes.digest}>
                  {shortDigest(digest)}
                  {digests.length > 1 && <span className={classes.muted}> {t('component.podCount', { n: pods })}</span>}
                  <CopyButton text={digest} size={18} />
                </span>
              </Tooltip>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
};
