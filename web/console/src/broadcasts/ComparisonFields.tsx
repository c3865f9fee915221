import { SelectField, TextField } from "@tessera/kit";

import type { BroadcastComparisonInput, BroadcastMetric } from "../generated/documents.js";
import { useMessages } from "../lib/messages.js";

/** What an operator writes of a comparison; each number as text, until it is read. */
export interface Written {
  readonly compares: boolean;
  readonly against: string;
  readonly heldOut: string;
  readonly percent: string;
  readonly metric: BroadcastMetric;
  readonly within: string;
}

export const NONE: Written = { compares: false, against: "", heldOut: "10", percent: "20", metric: "ORDER_RATE", within: "7" };
const METRICS: readonly BroadcastMetric[] = [
  ...(["ORDER_RATE", "VISIT_RATE", "REVIEW_RATE", "SHARE_RATE", "INVITE_RATE", "ORDERS", "REVENUE"] as const),
];

/** A whole number within bounds; undefined for anything else. */
export function whole(text: string, least: number, most: number): number | undefined {
  const number = Number(text);
  return text.trim() && Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

/** What is wanted, as the API takes it: null for no comparison, undefined while a field is wrong. */
export function comparisonOf(written: Written): BroadcastComparisonInput | null | undefined {
  if (!written.compares) return null;
  const against = codes(written.against);
  const heldOutPercent = whole(written.heldOut, against.length ? 0 : 1, 50);
  const percent = whole(written.percent, 1, 100);
  const withinDays = whole(written.within, 1, 30);
  if (heldOutPercent === undefined || percent === undefined || withinDays === undefined) return undefined;
  return { against, heldOutPercent, percent, metric: written.metric, withinDays };
}

function codes(text: string): string[] {
  return text.split(/[,，\s]+/).filter(Boolean);
}

/** Whether messages are compared, and how. */
export function ComparisonFields({ written, onChange }: { written: Written; onChange: (written: Written) => void }) {
  const { broadcasts: words, experiments } = useMessages();
  const set = (part: Partial<Written>) => onChange({ ...written, ...part });
  const least = codes(written.against).length ? 0 : 1;
  const wrong = (text: string, from: number, to: number, said: string) => (whole(text, from, to) === undefined ? said : "");
  return (
    <>
      <SelectField
        label={words.compare}
        value={written.compares ? "yes" : "no"}
        onChange={(key) => set({ compares: key === "yes" })}
        choices={[
          { key: "no", label: words.alone },
          { key: "yes", label: words.compared },
        ]}
      />
      {written.compares && (
        <>
          <TextField label={words.against} hint={words.againstHint} value={written.against} onChange={(against) => set({ against })} maxLength={200} />
          <TextField
            label={words.heldOut}
            inputMode="numeric"
            value={written.heldOut}
            onChange={(heldOut) => set({ heldOut })}
            maxLength={2}
            error={wrong(written.heldOut, least, 50, words.heldOutWrong)}
          />
          <TextField
            label={words.percent}
            inputMode="numeric"
            value={written.percent}
            onChange={(percent) => set({ percent })}
            maxLength={3}
            error={wrong(written.percent, 1, 100, words.percentWrong)}
          />
          <SelectField
            label={words.metric}
            value={written.metric}
            onChange={(key) => set({ metric: METRICS.find((each) => each === key) ?? "ORDER_RATE" })}
            choices={METRICS.map((key) => ({ key, label: experiments.metrics[key.toLowerCase()] ?? key }))}
          />
          <TextField
            label={words.within}
            inputMode="numeric"
            value={written.within}
            onChange={(within) => set({ within })}
            maxLength={2}
            error={wrong(written.within, 1, 30, words.withinWrong)}
          />
        </>
      )}
    </>
  );
}
