import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, historyKeymap } from "@codemirror/commands";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { graphql } from "cm6-graphql";
import { buildSchema } from "graphql";
import { useEffect, useEffectEvent, useRef, useState } from "react";

import sdl from "../../../../gateway/schema.graphql?raw";
import { editorLook } from "../parts/editorLook.js";
import styles from "./Explorer.module.css";

const schema = buildSchema(sdl);

export interface EditorProps {
  kind: "graphql" | "json";
  label: string;
  value: string;
  onChange: (value: string) => void;
  onRun: () => void;
}

/** A text with colours, and for GraphQL with completion, errors and the schema's own words. */
export function Editor({ kind, label, value, onChange, onRun }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  // The editor keeps its own text from the first one on.
  const [first] = useState(value);
  const changed = useEffectEvent(onChange);
  const run = useEffectEvent(() => {
    onRun();
    return true;
  });
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const extensions: Extension[] = [
      keymap.of([
        { key: "Mod-Enter", preventDefault: true, run: () => run() },
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
      ]),
      ...editorLook(label, (text) => changed(text)),
      autocompletion(),
      ...(kind === "graphql" ? [lineNumbers(), graphql(schema)] : []),
    ];
    const view = new EditorView({ parent, state: EditorState.create({ doc: first, extensions }) });
    return () => view.destroy();
  }, [kind, label, first]);
  return <div ref={place} className={kind === "json" ? styles.small : styles.editor} />;
}
