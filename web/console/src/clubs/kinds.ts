/** A kind of groups as the programme in force declares it. */
export interface Kind {
  readonly code: string;
  readonly name: string;
  readonly ofStore: boolean;
  /** The most members of one group. */
  readonly limit: number;
}

interface Written {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly of: string;
  readonly limit: number;
}

/** The kinds of a programme's document, with their names in a language; none where the document is not known. */
export function kindsOf(document: string | null | undefined, language: "zh" | "en"): readonly Kind[] {
  if (!document) return [];
  const { groups = [] } = JSON.parse(document) as { groups?: readonly Written[] };
  return groups.map(({ code, name, of, limit }) => ({ code, name: name[language] || name.zh || name.en, ofStore: of === "store", limit }));
}
