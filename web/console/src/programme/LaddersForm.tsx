import { Panel, Scale, Table } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { Stack } from "../parts/Page.js";
import { NameSlots, NumberSlot, Sentence, useForm, useFormWords, useNamed } from "./form.js";
import styles from "./Form.module.css";
import { ProgrammeFile, type Path } from "./programmeFile.js";
import type { Ladder, ProgrammeValues, Tier } from "./programmeValues.js";

/** What is counted up to a threshold, so that thresholds can be drawn. */
const COUNTED = ["growth", "spend", "ltv", "orders"];
const MONEY = ["spend", "ltv"];

/** Each ladder as a scale with its thresholds, and as a table. */
export function LaddersForm({ values, digits }: { values: ProgrammeValues; digits: number }) {
  const words = useFormWords();
  const named = useNamed();
  const ladders = values.ladders ?? [];
  if (!ladders.length) return <Panel title={words.ladders}>{words.nothing("ladders")}</Panel>;
  return (
    <Stack>
      {ladders.map((ladder, n) => (
        <Panel key={ladder.code} title={named(ladder.name, ladder.code)}>
          <LadderForm ladder={ladder} path={["ladders", n]} digits={MONEY.includes(ladder.basis) ? digits : 0} />
        </Panel>
      ))}
    </Stack>
  );
}

function LadderForm({ ladder, path, digits }: { ladder: Ladder; path: Path; digits: number }) {
  const words = useFormWords();
  const format = useFormat();
  const named = useNamed();
  const { file, write, isReadOnly } = useForm();
  const [lowest, ...others] = ladder.tiers;
  const highest = Math.max(...ladder.tiers.map((tier) => tier.reach));
  // A tier is kept by no more than it is reached by: where the threshold falls below, both fall.
  const move = (index: number, reach: number) => {
    const at: Path = [...path, "tiers", index + 1];
    const moved = file.with([...at, "reach"], reach);
    const keep = others[index]?.keep;
    const isAbove = moved !== undefined && keep !== undefined && keep > reach;
    write(isAbove ? ProgrammeFile.of(moved)?.with([...at, "keep"], reach) : moved);
  };
  return (
    <>
      {COUNTED.includes(ladder.basis) && others.length > 0 && lowest && (
        <Scale
          label={words.thresholds(named(ladder.name, ladder.code))}
          start={named(lowest.name, lowest.code)}
          marks={others.map((tier) => ({ name: named(tier.name, tier.code), value: tier.reach }))}
          most={Math.ceil(highest * 1.2)}
          format={(value) => format.number(value / 10 ** digits)}
          isDisabled={isReadOnly}
          onMove={move}
        />
      )}
      <Table<{ tier: Tier; at: Path }>
        label={words.tiers}
        rows={ladder.tiers.map((tier, n) => ({ tier, at: [...path, "tiers", n] }))}
        keyOf={({ tier }) => tier.code}
        columns={[
          { key: "tier", name: words.tier, cell: ({ tier, at }) => <NameSlots path={at} name={tier.name} code={tier.code} /> },
          ...(["reach", "keep"] as const).map((key) => ({
            key,
            name: words[key],
            named: true,
            cell: ({ tier, at }: { tier: Tier; at: Path }) => (
              <NumberSlot path={[...at, key]} label={`${named(tier.name, tier.code)} ${words.slots[key]}`} value={tier[key]} digits={digits} />
            ),
          })),
          {
            key: "multiplier",
            name: words.multiplier,
            named: true,
            cell: ({ tier, at }) => (
              <NumberSlot
                path={[...at, "multiplier_percent"]}
                label={`${named(tier.name, tier.code)} ${words.slots.multiplier_percent}`}
                value={tier.multiplier_percent}
              />
            ),
          },
        ]}
      />
      {ladder.grace_days !== undefined && (
        <p className={styles.sentence}>
          <Sentence
            words={words.grace}
            slots={{ grace_days: <NumberSlot path={[...path, "grace_days"]} label={words.slots.grace_days ?? ""} value={ladder.grace_days} /> }}
          />
        </p>
      )}
    </>
  );
}
