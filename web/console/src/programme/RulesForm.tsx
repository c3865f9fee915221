import { Badge, IconButton, Panel } from "@tessera/kit";
import type { ReactNode } from "react";

import { Stack } from "../parts/Page.js";
import { DateSlot, NameSlots, NumberSlot, Sentence, useForm, useFormWords, useNamed } from "./form.js";
import styles from "./Form.module.css";
import type { Path } from "./programmeFile.js";
import type { Cap, Campaign, ProgrammeValues, Rule } from "./programmeValues.js";

/** Earning rules and campaigns as sentences whose numbers can be written. */
export function RulesForm({ values, digits }: { values: ProgrammeValues; digits: number }) {
  const words = useFormWords();
  const { rules = [], campaigns = [] } = values.earning ?? {};
  return (
    <Stack>
      <Panel title={words.rules}>
        {rules.length ? (
          <ol className={styles.rules}>
            {rules.map((rule, n) => (
              <RuleForm
                key={rule.code}
                rule={rule}
                path={["earning", "rules", n]}
                digits={digits}
                currency={values.currency ?? ""}
                isLast={rules.length === 1}
              />
            ))}
          </ol>
        ) : (
          words.nothing("earning.rules")
        )}
      </Panel>
      {campaigns.length > 0 && (
        <Panel title={words.campaigns}>
          <ol className={styles.rules}>
            {campaigns.map((campaign, n) => (
              <CampaignForm key={campaign.code} campaign={campaign} path={["earning", "campaigns", n]} />
            ))}
          </ol>
        </Panel>
      )}
    </Stack>
  );
}

function RuleForm({
  rule,
  path,
  digits,
  currency,
  isLast,
}: {
  rule: Rule;
  path: Path;
  digits: number;
  currency: string;
  isLast: boolean;
}) {
  const words = useFormWords();
  const named = useNamed();
  const { file, write, isReadOnly } = useForm();
  const name = named(rule.name, rule.code);
  const slot = slotsOf(name, path, words.slots);
  const { points, per_minor_units: money, coupon } = rule.award;
  const says = coupon ? words.coupon : money === undefined ? words.fixed : words.perMoney;
  const multipliers = rule.multipliers ?? [];
  const more: ReactNode[] = [
    multipliers.includes("tier") && words.byTier,
    multipliers.includes("campaigns") && words.byCampaigns,
    rule.pending_days !== undefined && (
      <Sentence words={words.pending} slots={{ pending_days: slot("pending_days", ["pending_days"], rule.pending_days) }} />
    ),
    ...(rule.caps ?? []).map((cap, n) => <CapForm key={n} cap={cap} path={[...path, "caps", n]} name={name} />),
    rule.first !== undefined && <Sentence words={words.first} slots={{ first: slot("first", ["first"], rule.first) }} />,
    rule.budget !== undefined && (
      <Sentence words={words.budget} slots={{ budget: slot("budget", ["budget", "points"], rule.budget.points) }} />
    ),
  ].filter(Boolean);
  return (
    <li>
      <div className={styles.head}>
        <NameSlots path={path} name={rule.name} code={rule.code} />
        <code>{rule.code}</code>
        {!isReadOnly && (
          <span className={styles.moves}>
            <IconButton icon="copy" label={words.copy(name)} onPress={() => write(file.withCopy(path))} />
            <IconButton icon="close" label={words.remove(name)} isDisabled={isLast} onPress={() => write(file.without(path))} />
          </span>
        )}
      </div>
      <p className={styles.sentence}>
        <Sentence
          words={says}
          slots={{
            on: words.on[rule.on] ?? rule.on,
            money: slot("money", ["award", "per_minor_units"], money, digits),
            currency,
            points: slot("points", ["award", "points"], points),
            asset: rule.asset,
            coupon: <code>{coupon}</code>,
          }}
        />
        {words.each[rule.each as "line" | "item"]}
      </p>
      {more.length > 0 && (
        <p className={styles.sentence}>
          {more.map((each, n) => (
            <Badge key={n}>{each}</Badge>
          ))}
        </p>
      )}
      <When condition={rule.when} />
    </li>
  );
}

function CapForm({ cap, path, name }: { cap: Cap; path: Path; name: string }) {
  const words = useFormWords();
  const slot = slotsOf(name, path, words.slots);
  return (
    <Sentence
      words={cap.times === undefined ? words.amount : words.times}
      slots={{
        per: words.per[cap.per] ?? cap.per,
        times: slot("times", ["times"], cap.times),
        amount: slot("amount", ["amount"], cap.amount),
      }}
    />
  );
}

function CampaignForm({ campaign, path }: { campaign: Campaign; path: Path }) {
  const words = useFormWords();
  const named = useNamed();
  const name = named(campaign.name, campaign.code);
  const slot = slotsOf(name, path, words.slots);
  return (
    <li>
      <div className={styles.head}>
        <NameSlots path={path} name={campaign.name} code={campaign.code} />
        <code>{campaign.code}</code>
      </div>
      <p className={styles.sentence}>
        <Sentence words={words.campaign} slots={{ percent: slot("percent", ["percent"], campaign.percent) }} />
        {(["from", "until"] as const).map((key) => {
          const day = campaign[key];
          return (
            typeof day === "string" && (
              <Badge key={key}>
                <Sentence
                  words={words[key]}
                  slots={{ [key]: <DateSlot path={[...path, key]} label={`${name} ${words.slots[key]}`} value={day} /> }}
                />
              </Badge>
            )
          );
        })}
        {campaign.budget && (
          <Badge>
            <Sentence words={words.budget} slots={{ budget: slot("budget", ["budget", "points"], campaign.budget.points) }} />
          </Badge>
        )}
      </p>
      <When condition={campaign.when} />
    </li>
  );
}

function When({ condition }: { condition: string | undefined }) {
  const words = useFormWords();
  return (
    condition && (
      <p className={styles.when}>
        {words.when} <code>{condition}</code>
      </p>
    )
  );
}

/** Makes the slots of what is called `name`, for people who hear the page. */
function slotsOf(name: string, path: Path, labels: Readonly<Record<string, string>>) {
  return (kind: string, to: Path, value: number | undefined, digits = 0) => (
    <NumberSlot path={[...path, ...to]} label={`${name} ${labels[kind]}`} value={value} digits={digits} />
  );
}
