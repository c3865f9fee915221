const KEPT = "tessera.store";

/** The store where this device stands, as a person named it; "" before. */
export function storeHere(): string {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

export function rememberStore(store: string): void {
  try {
    localStorage.setItem(KEPT, store);
  } catch {
    // It holds until the page is closed.
  }
}

/** The instant at which the day of `now` began on this device, which stands in the store. */
export function startOfDay(now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}

/** The store at which somebody acts, where `wished` is what they named: one of theirs, for who works for certain stores. */
export function storeAt(stores: readonly string[] | undefined, wished: string): string {
  const typed = wished.trim();
  if (!stores) return typed;
  return stores.includes(typed) ? typed : (stores[0] ?? "");
}
