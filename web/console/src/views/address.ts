/** What is open, and who is looked for, is no part of a view: it names a person, or an item that closes. */
const LEFT_OUT = new Set(["q", "item", "member", "first"]);

/** The address that a view keeps of a screen. */
export function addressOf(path: string, search: Readonly<Record<string, unknown>>): string {
  const filters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (!LEFT_OUT.has(name) && value !== undefined && value !== null && value !== "") filters.set(name, String(value));
  }
  filters.sort();
  const query = filters.toString();
  return query ? `${path}?${query}` : path;
}

/** The screen and the filters of a kept address. */
export function placeOf(address: string): { path: string; search: Record<string, string> } {
  const [path = "/", query = ""] = address.split("?");
  return { path, search: Object.fromEntries(new URLSearchParams(query)) };
}
