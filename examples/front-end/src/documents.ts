import type { TypedDocumentString } from "./generated/screens.js";

/** How documents are sent: `id` to a gateway that has this build's manifest, as production must. */
export type Naming = "text" | "id";

/** What to send as `query`. */
export function named<Data, V>(document: TypedDocumentString<Data, V>, naming?: Naming): string {
  return naming === "id" ? String(document.__meta__?.["id"]) : document.toString();
}
