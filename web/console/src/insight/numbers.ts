import type { FigureFragment, MetricNamedFragment } from "../generated/documents.js";
import type { Format } from "../lib/format.js";

type Unit = Pick<MetricNamedFragment, "unit">;

/** A figure as people write it: a rate in percent, money with its sign. */
export function shownAs(format: Format, { unit }: Unit, value: number, currency: string | null): string {
  if (unit === "PERCENT") return format.percent(value);
  if (unit === "MONEY" && currency) return format.money(Math.round(value), currency);
  return format.number(Math.round(value * 10) / 10);
}

/** How a figure comes about: 3 of 12. Counts come about by themselves. */
export function madeOf(format: Format, { unit }: Unit, figure: FigureFragment): string | undefined {
  if (unit !== "PERCENT") return undefined;
  return `${format.number(figure.numerator)} / ${format.number(figure.denominator)}`;
}

/** By how much a figure changed against another, as a share; undefined where there is nothing to compare with. */
export function changeOf(now: number, before: number | undefined): number | undefined {
  return before ? (now - before) / Math.abs(before) : undefined;
}
