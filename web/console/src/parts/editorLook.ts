import { closeBrackets } from "@codemirror/autocomplete";
import { history } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent-ink)", fontWeight: "600" },
  { tag: [tags.propertyName, tags.attributeName], color: "var(--ink)" },
  { tag: tags.definition(tags.propertyName), color: "var(--accent-ink)", fontWeight: "500" },
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

/** How every editor of the console looks, under its name; `changed` is told each new text. */
export function editorLook(label: string, changed: (text: string) => void): Extension[] {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
  return [
    EditorView.cspNonce.of(nonce),
    // It can have the focus without this, but says so only here: it scrolls, so the keyboard must reach it.
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
    EditorView.lineWrapping,
    history(),
    bracketMatching(),
    closeBrackets(),
    syntaxHighlighting(colours),
    look,
  ];
}
