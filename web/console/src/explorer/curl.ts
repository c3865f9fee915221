/** A command that asks the same, with the token left to whoever runs it. */
export function curlOf(origin: string, query: string, variables: string): string {
  const body = `{"query":${JSON.stringify(query)},"variables":${variables.trim() || "{}"}}`;
  return [
    `curl -s ${origin}/graphql`,
    "-H 'content-type: application/json'",
    '-H "authorization: Bearer $TOKEN"',
    `--data ${quoted(body)}`,
  ].join(" ");
}

/** One word for a shell of POSIX. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
