/** What a channel sent on a day, or on several. */
export interface Sent {
  readonly channel: string;
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: number;
  readonly late: number;
}

/** The days of each channel together, the channel that is refused most often first. */
export function byChannel(days: readonly Sent[]): Sent[] {
  const channels = new Map<string, Sent>();
  for (const { channel, recorded, repeated, refused, late } of days) {
    const sum = channels.get(channel) ?? { channel, recorded: 0, repeated: 0, refused: 0, late: 0 };
    channels.set(channel, {
      channel,
      recorded: sum.recorded + recorded,
      repeated: sum.repeated + repeated,
      refused: sum.refused + refused,
      late: sum.late + late,
    });
  }
  return [...channels.values()].sort(
    (one, other) => refusedShare(other) - refusedShare(one) || (one.channel < other.channel ? -1 : 1),
  );
}

/** The share of what was refused in all that was sent, 0 to 1. */
export function refusedShare({ recorded, repeated, refused }: Omit<Sent, "channel" | "late">): number {
  const sent = recorded + repeated + refused;
  return sent > 0 ? refused / sent : 0;
}

/** How a share is to be taken. */
export type Verdict = "good" | "warn" | "bad";

const WARN = 0.01;
const BAD = 0.05;

export const verdictOf = (share: number): Verdict => (share >= BAD ? "bad" : share >= WARN ? "warn" : "good");
