import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting, foldGutter } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { styleNonce } from '@renderer/api/host';

/** Written with our colour variables, so that it follows the theme without being made anew. */
const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'transparent', color: 'var(--wh-text)', fontSize: '12px' },
  '.cm-scroller': { fontFamily: 'var(--wh-mono)', lineHeight: '1.55', overflow: 'auto' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--wh-text-3)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--wh-hover)' },
  '.cm-cursor': { borderLeftColor: 'var(--wh-text)' },
  '&.cm-focused': { outline: 'none' },
  '&.cm-focused .cm-scroller': { boxShadow: 'inset 0 0 0 1px var(--wh-border-strong)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--wh-accent) 25%, transparent)',
  },
  '.cm-panels': { backgroundColor: 'var(--wh-raised)', color: 'var(--wh-text)', borderColor: 'var(--wh-border)' },
  '.cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--wh-added)' },
  '.cm-deletedChunk, .cm-deletedLine': { backgroundColor: 'var(--wh-removed)' },
  '.cm-changedText, .cm-deletedText': { background: 'none', fontWeight: '600' },
  '.cm-changeGutter': { width: '3px' },
  '.cm-collapsedLines': { backgroundColor: 'var(--wh-sunken)', backgroundImage: 'none', color: 'var(--wh-text-3)', padding: '4px 12px' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'pointer' },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--wh-accent-text)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--wh-ok)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--wh-warn)' },
  { tag: tags.comment, color: 'var(--wh-text-3)', fontStyle: 'italic' },
]);

/** What a read-only YAML view and each side of a diff have in common. Text stays selectable and searchable. */
export const readOnlyYaml = (label: string): Extension => [
  EditorView.cspNonce.of(styleNonce()),
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  lineNumbers(),
  foldGutter(),
  yaml(),
  syntaxHighlighting(colours),
  search({ top: true }),
  highlightSelectionMatches(),
  keymap.of(searchKeymap),
  look,
];
