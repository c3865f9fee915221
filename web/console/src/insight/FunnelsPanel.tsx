import { Link } from "@tanstack/react-router";
import { Bars, Panel, Segments } from "@tessera/kit";
import { useState } from "react";

import { InsightFunnelDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { dayOf, shifted } from "../lib/days.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Insight.module.css";

const DAYS = 30;

/** How many who took a first step came to the others. Those on the way are not lost. */
export function FunnelsPanel({ funnels }: { funnels: readonly { code: string; name: string }[] }) {
  const { insight: words } = useMessages();
  const [chosen, setChosen] = useState(funnels[0]?.code ?? "");
  if (!funnels.length) return null;
  return (
    <Panel title={words.funnels}>
      <Segments label={words.funnel} value={chosen} onChange={setChosen} choices={funnels.map(({ code, name }) => ({ key: code, label: name }))} />
      <Passed code={chosen} />
    </Panel>
  );
}

function Passed({ code }: { code: string }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const { timeZone } = useSignedIn();
  const untilDay = dayOf(new Date(useNow(60_000)), timeZone);
  const fromDay = shifted(untilDay, 1 - DAYS);
  const asked = useAsk(InsightFunnelDocument, { code, fromDay, untilDay }, { keep: true });
  return (
    <Answered asked={asked} loading={<Lines count={4} />}>
      {({ funnel }) =>
        funnel && (
          <>
            <Bars
              title={words.funnelOf(funnel.rule.name)}
              names={[words.step, words.membersThere]}
              bars={funnel.rule.steps.map((step, n) => ({
                key: `${n}`,
                name: (words.steps as Record<string, string>)[step] ?? step,
                value: funnel.reached[n] ?? 0,
              }))}
              value={format.number}
            />
            <p className={styles.controls}>
              {funnel.rule.steps.map((step, n) => {
                const name = (words.steps as Record<string, string>)[step] ?? step;
                return (
                  <Link key={n} to="/insight/members" search={{ funnel: code, step: `${n + 1}`, from: fromDay, until: untilDay }}>
                    {words.behind.showOf(name)}
                  </Link>
                );
              })}
            </p>
            <p className={styles.foot}>
              {words.passed(
                funnel.rate ? format.percent(funnel.rate.value) : words.nothing,
                format.number(funnel.lost),
                format.number(funnel.open),
                format.number(funnel.rule.windowDays),
              )}
            </p>
          </>
        )
      }
    </Answered>
  );
}
