/** The ids in what somebody pasted: with blanks, commas or lines between them, each once. */
export const idsOf = (text: string): readonly string[] => [...new Set(text.split(/[\s,;，；、]+/).filter(Boolean))];

/** Phones as a table that a spreadsheet takes: a line for each member, with the id and the phone. */
export const copyOf = (phones: readonly { memberId: string; phone: string | null }[]): string =>
  phones.map(({ memberId, phone }) => `${memberId}\t${phone ?? ""}`).join("\n");
