import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { readOnlyYaml } from './extensions';
import classes from './code.module.css';

export interface YamlViewProps {
  text: string;
  /** For screen readers. */
  label: string;
}

/** Loaded on demand through YamlView. A new text keeps the place of reading. */
export const YamlEditor = ({ text, label }: YamlViewProps): React.ReactNode => {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({ parent: host.current, state: EditorState.create({ doc: '', extensions: readOnlyYaml(label) }) });
    view.current = made;
    return () => made.destroy();
  }, [label]);
  useEffect(() => {
    const made = view.current;
    if (!made) return;
    const scrollTop = made.scrollDOM.scrollTop;
    made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: text } });
    made.scrollDOM.scrollTop = scrollTop;
  }, [text, label]);
  return <div ref={host} className={classes.host} />;
};
