import { imageReferenceSchema, type PreviewChange } from '@shared/model/change';
import type { ComponentAction, ComponentDetail } from '@shared/model/component';

/** What the operator has filled in so far. Fields that an action does not use keep their defaults. */
export interface Draft {
  container: string;
  repository: string;
  tag: string;
  replicas: number | null;
}

export const initialDraft = (detail: ComponentDetail | undefined): Draft => {
  const image = detail?.images.find(({ init }) => !init);
  return { container: image?.container ?? '', repository: image?.repository ?? '', tag: '', replicas: detail?.replicas?.desired ?? null };
};

/** `repository:tag`; a pasted `sha256:…` becomes `repository@sha256:…`. */
export const imageOf = ({ repository, tag }: Draft): string => (tag.trim().startsWith('sha256:') ? `${repository.trim()}@${tag.trim()}` : `${repository.trim()}:${tag.trim()}`);

/** The change that the draft means, or null while it is incomplete or cannot be meant. */
export const changeOf = (action: ComponentAction, draft: Draft, rollbackTo: number | 'previous'): PreviewChange | null => {
  switch (action) {
    case 'setImage': {
      if (draft.tag.trim() === '' || draft.repository.trim() === '' || draft.container === '') return null;
      const image = imageReferenceSchema.safeParse(imageOf(draft));
      return image.success ? { kind: 'setImage', container: draft.container, image: image.data } : null;
    }
    case 'rollback':
      return { kind: 'rollback', to: rollbackTo };
    case 'scale':
      return draft.replicas === null || draft.replicas < 1 || !Number.isInteger(draft.replicas) ? null : { kind: 'scale', replicas: draft.replicas };
    case 'restart':
    case 'pause':
    case 'resume':
    case 'stop':
      return { kind: action };
  }
};

/** Whether a tag was typed that no image can have. */
export const isTagInvalid = (draft: Draft): boolean => draft.tag.trim() !== '' && !imageReferenceSchema.safeParse(imageOf(draft)).success;
