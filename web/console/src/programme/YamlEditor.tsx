import { defaultKeymap, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef, useState } from "react";

import { editorLook } from "../parts/editorLook.js";
import styles from "./Programme.module.css";

export interface Mark {
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  message: string;
  isWarning: boolean;
}

/** A line to show; a new object shows it again. */
export interface Place {
  line: number;
}

/** A YAML file with its problems in the gutter and under the words. */
export function YamlEditor({
  label,
  value,
  isReadOnly,
  onChange,
  marks,
  place,
}: {
  label: string;
  value: string;
  isReadOnly: boolean;
  onChange: (value: string) => void;
  marks: readonly Mark[];
  place: Place | undefined;
}) {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(undefined);
  // The editor keeps its own text from the first one on.
  const [first] = useState(value);
  const changed = useEffectEvent(onChange);
  useEffect(() => {
    if (!parent.current) return;
    const extensions = [
      // Tab leaves the editor, as everywhere on the page: two spaces are typed.
      keymap.of([...defaultKeymap, ...historyKeymap]),
      ...editorLook(label, (text) => changed(text)),
      lineNumbers(),
      lintGutter(),
      yaml(),
      EditorState.readOnly.of(isReadOnly),
    ];
    const view = new EditorView({ parent: parent.current, state: EditorState.create({ doc: first, extensions }) });
    editor.current = view;
    return () => view.destroy();
  }, [label, first, isReadOnly]);
  useEffect(() => {
    const view = editor.current;
    if (view) view.dispatch(setDiagnostics(view.state, marks.map((mark) => diagnosticOf(view.state.doc, mark))));
  }, [marks]);
  useEffect(() => {
    const view = editor.current;
    if (!view || !place) return;
    const { from } = lineOf(view.state.doc, place.line);
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    view.focus();
  }, [place]);
  return <div ref={parent} className={styles.editor} />;
}

const lineOf = (text: Text, line: number) => text.line(Math.max(1, Math.min(line, text.lines)));

/** What was judged may be an older text, so a place is cut to what is there now. */
function diagnosticOf(text: Text, { line, column, message, isWarning }: Mark): Diagnostic {
  const { from, to } = lineOf(text, line);
  const start = Math.min(to, from + Math.max(0, column - 1));
  return { from: start, to, message, severity: isWarning ? "warning" : "error" };
}
