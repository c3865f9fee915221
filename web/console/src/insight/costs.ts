export interface Cost {
  readonly channel: string;
  readonly minorUnits: number;
}

const LINE = /^\s*([a-z][a-z0-9_]{0,47})\s*[,;\t:]\s*(\d{1,10})(?:\.(\d{1,2}))?\s*$/;

/** Lines of a channel and a sum of money, as a spreadsheet gives them; the wrong line's number where one is none. */
export function costsOf(text: string, channels: readonly string[]): { costs: readonly Cost[] } | { wrong: number } {
  const costs: Cost[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (!line.trim() || /[,;\t:]\s*$/.test(line)) continue; // A channel without a sum stays as it is.
    const [, channel = "", whole = "", rest = ""] = LINE.exec(line) ?? [];
    const isNew = !costs.some((each) => each.channel === channel);
    if (!channels.includes(channel) || !isNew) return { wrong: index + 1 };
    costs.push({ channel, minorUnits: Number(whole) * 100 + Number(rest.padEnd(2, "0")) });
  }
  return { costs };
}
