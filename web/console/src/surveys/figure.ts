import type { SurveyFigureToldFragment } from "../generated/documents.js";

export type Figure = SurveyFigureToldFragment;

const tenth = (value: number) => Math.round(value * 10) / 10;

/** A figure as people read it: NPS with its sign, CSAT in percent, CES with a decimal. */
export function figureText(kind: string, value: number): string {
  const rounded = tenth(value);
  if (kind === "NPS") return rounded > 0 ? `+${rounded}` : String(rounded);
  return kind === "CSAT" ? `${rounded}%` : rounded.toFixed(1);
}

/** The interval, such as "+30.5 – +59.5"; nothing where one answer gives none. */
export function intervalText(kind: string, { low, high }: Figure): string | undefined {
  return low === null || high === null ? undefined : `${figureText(kind, low)} – ${figureText(kind, high)}`;
}

const SCALES: Record<string, readonly [lowest: number, highest: number]> = { NPS: [-100, 100], CSAT: [0, 100], CES: [1, 7] };

/** Where a value stands on its scale, from 0 to 1. */
export function placeOf(kind: string, value: number): number {
  const [lowest, highest] = SCALES[kind] ?? [0, 1];
  return Math.max(0, Math.min(1, (value - lowest) / (highest - lowest)));
}
