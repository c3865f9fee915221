const KEPT = "tessera.recent";
const MOST = 8;

/** Members that were looked at in this tab, the last one first: ids only, and gone with the tab. */
export function recentIds(): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

export function lookedAt(id: string): void {
  const ids = [id, ...recentIds().filter((other) => other !== id)].slice(0, MOST);
  sessionStorage.setItem(KEPT, JSON.stringify(ids));
}
