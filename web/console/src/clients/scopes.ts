/** The scopes in a text, divided by blanks or commas, each once. */
export function scopesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,，、]+/).filter(Boolean))];
}

/** Those that somebody may not give, as they have not got them: of a noun alone, both of its verbs are needed. */
export function notTheirs(scopes: readonly string[], may: (scope: string) => boolean): string[] {
  return scopes.filter((scope) => !(scope.includes(":") ? may(scope) : may(`${scope}:read`) && may(`${scope}:write`)));
}
