/** What these let do is about the whole brand: the services refuse it to who works for certain stores. */
const OF_BRAND: readonly string[] = ["audit", "clients", "coupons:write", "insight", "merging", "points:write", "privacy", "programmes", "tiers", "webhooks"];

/** Whether somebody may do what a scope stands for; `stores`: the only ones that they work for. */
export function mayDo(scopes: readonly string[], stores: readonly string[] | null, scope: string): boolean {
  const [noun = ""] = scope.split(":");
  const refused = stores && (OF_BRAND.includes(noun) || OF_BRAND.includes(scope));
  return !refused && allows(scopes, scope);
}

/** Whether scopes allow one such as `points:write`; the noun alone stands for both of its verbs. */
export function allows(scopes: readonly string[], scope: string): boolean {
  const [noun = ""] = scope.split(":");
  return scopes.includes(scope) || scopes.includes(noun);
}
