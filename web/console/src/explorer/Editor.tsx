import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { graphql } from "cm6-graphql";
import { buildSchema } from "graphql";
import { useEffect, useEffectEvent, useRef, useState } from "react";

import sdl from "../../../../gateway/schema.graphql?raw";
import styles from "./Explorer.module.css";

const schema = buildSchema(sdl);
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent-ink)", fontWeight: "600" },
  { tag: [tags.propertyName, tags.attributeName], color: "var(--ink)" },
  { tag: [tags.typeName, tags.className, tags.atom], color: "var(--info)" },
  { tag: [tags.string, tags.special(tags.name)], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.variableName], color: "var(--warn)" },
  { tag: tags.comment, color: "var(--ink-3)" },
]);
const look = EditorView.theme({
  "&": { backgroundColor: "transparent", fontSize: "13px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", border: "0", color: "var(--ink-3)" },
  ".cm-tooltip": { border: "1px solid var(--line)", borderRadius: "8px", backgroundColor: "var(--raised)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-completionInfo": { maxWidth: "380px", padding: "8px 12px" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft) !important" },
});

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
    const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
    const extensions: Extension[] = [
      keymap.of([
        { key: "Mod-Enter", preventDefault: true, run: () => run() },
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
      ]),
      EditorView.cspNonce.of(nonce),
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
      EditorView.lineWrapping,
      history(),
      bracketMatching(),
      closeBrackets(),
      autocompletion(),
      syntaxHighlighting(colours),
      look,
      ...(kind === "graphql" ? [lineNumbers(), graphql(schema)] : []),
    ];
    const view = new EditorView({ parent, state: EditorState.create({ doc: first, extensions }) });
    return () => view.destroy();
  }, [kind, label, first]);
  return <div ref={place} className={kind === "json" ? styles.small : styles.editor} />;
}
