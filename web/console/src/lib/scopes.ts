/** Whether scopes allow one such as `points:write`; the noun alone stands for both of its verbs. */
export function allows(scopes: readonly string[], scope: string): boolean {
  const [noun = ""] = scope.split(":");
  return scopes.includes(scope) || scopes.includes(noun);
}
