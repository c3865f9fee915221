import { Badge, Panel } from "@tessera/kit";
import { useState } from "react";

import { LotterySeedsDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More } from "../parts/Page.js";
import styles from "./Lotteries.module.css";

const PAGE = 7;
const PAGE_MAX = 98;

/** What the lottery committed to for each day, and the seeds of the days that are over. */
export function SeedsPanel({ code }: { code: string }) {
  const { lotteries } = useMessages();
  const format = useFormat();
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(LotterySeedsDocument, { code, first }, { keep: true });
  const words = lotteries.seeds;
  return (
    <Panel title={words.title}>
      <p className={styles.hint}>{words.lead}</p>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ lotterySeeds }) => (
          <>
            {lotterySeeds?.edges.length === 0 && <p className={styles.hint}>{words.none}</p>}
            <ul className={styles.seeds}>
              {lotterySeeds?.edges.map(({ node }) => (
                <li key={node.day}>
                  <span className={styles.seedHead}>
                    <strong>{format.day(node.day)}</strong>
                    <Badge tone={node.seed ? "good" : "plain"} icon={node.seed ? "check" : "clock"}>
                      {node.seed ? words.told : words.waiting}
                    </Badge>
                  </span>
                  <span>
                    {words.commitment} <code>{node.commitment}</code>
                  </span>
                  {node.seed && (
                    <span>
                      {words.seed} <code>{node.seed}</code>
                    </span>
                  )}
                </li>
              ))}
            </ul>
            {lotterySeeds?.pageInfo.hasNextPage && first < PAGE_MAX && (
              <More isPending={asked.isFetching} onPress={() => setFirst(first + PAGE)} />
            )}
          </>
        )}
      </Answered>
    </Panel>
  );
}
