/** An operation as GraphQL Code Generator writes it, whatever file it wrote it to: a text with its id. */
export interface Document<Data, Variables> {
  toString(): string;
  readonly __meta__?: Record<string, unknown> | undefined;
  /** Never there: it carries the types of the answer and of the variables. */
  readonly __apiType?: ((variables: Variables) => Data) | undefined;
}

/** How documents are sent: `id` to a gateway that has this build's manifest, as production must. */
export type Naming = "text" | "id";

/** What to send as `query`. */
export function named<Data, V>(document: Document<Data, V>, naming?: Naming): string {
  return naming === "id" ? String(document.__meta__?.["id"]) : document.toString();
}
