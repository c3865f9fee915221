import { Panel, SelectField, Table } from "@tessera/kit";

import { Stack } from "../parts/Page.js";
import { NameSlots, NumberSlot, useForm, useFormWords, useNamed } from "./form.js";
import styles from "./Form.module.css";
import type { Path } from "./programmeFile.js";
import type { Clock, ProgrammeValues, Reward } from "./programmeValues.js";

/** What rewards cost and how many there are, and how long an answer to feedback may take. */
export function TermsForm({ values, digits }: { values: ProgrammeValues; digits: number }) {
  return (
    <Stack>
      <RewardsForm rewards={values.rewards?.items ?? []} digits={digits} />
      <ClocksForm clocks={values.feedback?.clocks ?? {}} />
    </Stack>
  );
}

function RewardsForm({ rewards, digits }: { rewards: readonly Reward[]; digits: number }) {
  const words = useFormWords();
  const named = useNamed();
  if (!rewards.length) return <Panel title={words.rewards}>{words.nothing("rewards.items")}</Panel>;
  const column = (key: "price" | "stock" | "list_price_minor", name: string, places = 0) => ({
    key,
    name,
    named: true,
    cell: ({ reward, n }: { reward: Reward; n: number }) => {
      const label = `${named(reward.name, reward.code)} ${words.slots[key]}`;
      // What costs several assets has a price in each.
      if (key === "price" && reward.prices) {
        return Object.entries(reward.prices).map(([asset, amount]) => (
          <span key={asset} className={styles.price}>
            <NumberSlot path={["rewards", "items", n, "prices", asset]} label={`${label} ${asset}`} value={amount} /> {asset}
          </span>
        ));
      }
      return <NumberSlot path={["rewards", "items", n, key]} label={label} value={reward[key]} digits={places} />;
    },
  });
  return (
    <Panel title={words.rewards}>
      <Table
        label={words.rewards}
        rows={rewards.map((reward, n) => ({ reward, n }))}
        keyOf={({ reward }) => reward.code}
        columns={[
          { key: "reward", name: words.reward, cell: ({ reward, n }) => <NameSlots path={["rewards", "items", n]} name={reward.name} code={reward.code} /> },
          column("price", words.price),
          column("stock", words.stock),
          column("list_price_minor", words.listPrice, digits),
        ]}
      />
    </Panel>
  );
}

const CLOCKS = ["first_response", "next_response", "resolution", "follow_up"] as const;

function ClocksForm({ clocks }: { clocks: Readonly<Record<string, Clock>> }) {
  const words = useFormWords();
  const rows = Object.entries(clocks);
  if (!rows.length) return <Panel title={words.clocks}>{words.nothing("feedback.clocks")}</Panel>;
  const nameOf = (priority: string) => words.priorities[priority] ?? priority;
  return (
    <Panel title={words.clocks}>
      <Table<[string, Clock]>
        label={words.clocks}
        rows={rows}
        keyOf={([priority]) => priority}
        columns={[
          { key: "priority", name: words.priority, cell: ([priority]) => nameOf(priority) },
          ...CLOCKS.map((clock) => ({
            key: clock,
            name: words.minutes[clock],
            named: true,
            cell: ([priority, each]: [string, Clock]) => (
              <NumberSlot
                path={["feedback", "clocks", priority, `${clock}_minutes`]}
                label={`${nameOf(priority)} ${words.minutes[clock]}`}
                value={each[`${clock}_minutes`]}
              />
            ),
          })),
          {
            key: "hours",
            name: words.hours,
            named: true,
            cell: ([priority, each]) => <Hours priority={priority} label={`${nameOf(priority)} ${words.hours}`} hours={each.hours} />,
          },
        ]}
      />
    </Panel>
  );
}

const HOURS = ["always", "business"] as const;
type HoursOf = "" | (typeof HOURS)[number] | "mixed";

/** Which hours count: of all clocks of a priority, or of each by itself. */
function Hours({ priority, label, hours }: { priority: string; label: string; hours: unknown }) {
  const words = useFormWords();
  const path = ["feedback", "clocks", priority, "hours"];
  const isMixed = typeof hours === "object" && hours !== null;
  return (
    <>
      <HoursField path={path} label={label} value={isMixed ? "mixed" : hoursOf(hours)} choices={["", ...HOURS, "mixed"]} />
      {isMixed &&
        CLOCKS.map((clock) => (
          <span key={clock} className={styles.price}>
            {words.minutes[clock]}
            <HoursField
              path={[...path, clock]}
              label={`${label} ${words.minutes[clock]}`}
              value={hoursOf((hours as Record<string, unknown>)[clock])}
              choices={["", ...HOURS]}
            />
          </span>
        ))}
    </>
  );
}

const hoursOf = (written: unknown): HoursOf => HOURS.find((each) => each === written) ?? "";

function HoursField({ path, label, value, choices }: { path: Path; label: string; value: HoursOf; choices: readonly HoursOf[] }) {
  const words = useFormWords();
  const { file, write, isReadOnly } = useForm();
  if (isReadOnly) return words.hoursOf[value];
  return (
    <SelectField<HoursOf>
      label={label}
      hideLabel
      value={value}
      choices={choices.map((key) => ({ key, label: words.hoursOf[key] }))}
      onChange={(key) => {
        if (key === value) return;
        write(key === "" ? file.withoutKey(path) : file.with(path, key === "mixed" ? {} : key));
      }}
    />
  );
}
