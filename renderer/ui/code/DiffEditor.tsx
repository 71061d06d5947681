import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { readOnlyYaml } from './extensions';
import classes from './code.module.css';

export interface DiffViewProps {
  before: string;
  after: string;
  /** Next to each other, or one below the other (narrow places). */
  layout?: 'split' | 'unified';
}

const collapse = { margin: 3, minSize: 6 };

/** Loaded on demand through DiffView. Unchanged parts are folded. */
export const DiffEditor = ({ before, after, layout = 'split' }: DiffViewProps): React.ReactNode => {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const beforeLabel = t('ui.before');
  const afterLabel = t('ui.after');
  useEffect(() => {
    if (!host.current) return;
    if (layout === 'split') {
      const made = new MergeView({
        parent: host.current,
        a: { doc: before, extensions: readOnlyYaml(beforeLabel) },
        b: { doc: after, extensions: readOnlyYaml(afterLabel) },
        collapseUnchanged: collapse,
        gutter: true,
      });
      return () => made.destroy();
    }
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: after,
        extensions: [readOnlyYaml(afterLabel), unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: collapse })],
      }),
    });
    return () => made.destroy();
  }, [before, after, layout, beforeLabel, afterLabel]);
  return <div ref={host} className={classes.host} />;
};
