import { Link, useParams } from "@tanstack/react-router";
import { Badge, Empty, Facts, Panel } from "@tessera/kit";

import { LotteryPageDocument, type LotteryPageQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import { DrawsPanel } from "./DrawsPanel.js";
import styles from "./Lotteries.module.css";
import { PrizesPanel } from "./PrizesPanel.js";
import { SeedsPanel } from "./SeedsPanel.js";

type Lottery = NonNullable<LotteryPageQuery["lottery"]>;

/** A lottery: its odds, what it gave, the seeds that it committed to, and the proof of any draw. */
export function LotteryPage() {
  const { code } = useParams({ from: "/lotteries/$code" });
  const { lotteries } = useMessages();
  const asked = useAsk(LotteryPageDocument, { code }, { keep: true });
  return (
    <Answered asked={asked} loading={<Lines count={10} />}>
      {({ lottery }) =>
        lottery ? (
          <>
            <PageHead title={lottery.name} lead={<Lead lottery={lottery} />} />
            <div className={styles.columns}>
              <Stack>
                <PrizesPanel prizes={lottery.prizes} draws={lottery.draws ?? 0} />
                <DrawsPanel code={code} prizes={lottery.prizes} />
              </Stack>
              <Stack>
                <RulesPanel lottery={lottery} />
                <SeedsPanel code={code} />
              </Stack>
            </div>
          </>
        ) : (
          <>
            <PageHead title={code} />
            <Empty icon="lotteries" title={lotteries.missing} action={<Link to="/lotteries">{lotteries.back}</Link>}>
              {lotteries.missingText}
            </Empty>
          </>
        )
      }
    </Answered>
  );
}

function Lead({ lottery }: { lottery: Lottery }) {
  const { lotteries: words } = useMessages();
  return (
    <span className={styles.lead}>
      <Badge tone={lottery.open ? "good" : "plain"} icon={lottery.open ? "check" : "clock"}>
        {lottery.open ? words.open : words.closed}
      </Badge>
      <code>{lottery.code}</code>
      <Link to="/lotteries">{words.back}</Link>
    </span>
  );
}

function RulesPanel({ lottery }: { lottery: Lottery }) {
  const { books, lotteries: words } = useMessages();
  const format = useFormat();
  const { pity } = lottery;
  const nameOf = (prize: string) => lottery.prizes.find(({ terms }) => terms.code === prize)?.terms.name ?? prize;
  return (
    <Panel title={words.rules}>
      <Facts
        facts={[
          [words.columns.days, words.range(format.day(lottery.firstDay), format.day(lottery.lastDay))],
          [
            words.columns.ticket,
            words.tickets(format.number(lottery.ticketsPerDraw), books.assets[lottery.ticketAsset] ?? lottery.ticketAsset),
          ],
          [words.perDay, lottery.perDay === null ? words.anyNumber : format.number(lottery.perDay)],
          [words.pity, pity && words.pityOf(format.number(pity.after), nameOf(pity.prize))],
          [words.columns.draws, format.number(lottery.draws ?? 0)],
        ]}
      />
    </Panel>
  );
}
