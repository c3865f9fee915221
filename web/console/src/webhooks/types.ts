/** The types of events in a text, divided by blanks or commas, each once. */
export function typesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,，、]+/).filter(Boolean))];
}

/** Those that no event has. */
export function unknownOf(types: readonly string[], known: readonly string[]): string[] {
  return types.filter((type) => !known.includes(type));
}

/** An instant as it is sent; undefined for a text that is none. A day alone begins in UTC. */
export function instantOf(text: string): string | undefined {
  const at = Date.parse(text.trim());
  return /^\d{4}-\d{2}-\d{2}/.test(text.trim()) && !Number.isNaN(at) ? new Date(at).toISOString() : undefined;
}
