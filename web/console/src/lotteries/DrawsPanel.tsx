import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Button, Panel, TextField } from "@tessera/kit";
import { useState } from "react";

import { LotteryDrawsDocument, type LotteryPrizeFragment, type ToldDrawFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { checkDraw, type Checked } from "../lib/draws.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Lotteries.module.css";

const PAGE = 20;
const ID_MAX = 128;

/** The draws of a member, each of which is proved here once the seed of its day is told. */
export function DrawsPanel({ code, prizes }: { code: string; prizes: readonly LotteryPrizeFragment[] }) {
  const { lotteries } = useMessages();
  const { member } = useSearch({ from: "/lotteries/$code" });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(member ?? "");
  const words = lotteries.draws;
  return (
    <Panel title={words.title}>
      <form
        role="search"
        className={styles.find}
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ to: "/lotteries/$code", params: { code }, search: { member: typed.trim() || undefined } });
        }}
      >
        <TextField label={words.member} hint={words.memberHint} value={typed} onChange={setTyped} maxLength={ID_MAX} />
        <Button type="submit">{words.show}</Button>
      </form>
      {member && <Draws code={code} memberId={member} prizes={prizes} />}
    </Panel>
  );
}

function Draws({ code, memberId, prizes }: { code: string; memberId: string; prizes: readonly LotteryPrizeFragment[] }) {
  const { lotteries } = useMessages();
  const asked = useAsk(LotteryDrawsDocument, { code, memberId, first: PAGE });
  const words = lotteries.draws;
  return (
    <Answered asked={asked} loading={<Lines count={3} />}>
      {({ draws }) => (
        <>
          <p className={styles.hint}>
            <Link to="/members/$id" params={{ id: memberId }}>
              {words.open}
            </Link>
          </p>
          {draws?.edges.length === 0 && <p className={styles.hint}>{words.none}</p>}
          <ul className={styles.seeds}>
            {draws?.edges.map(({ node }) => (
              <li key={node.id}>
                <Draw draw={node} prizes={prizes} />
              </li>
            ))}
          </ul>
          {draws?.pageInfo.hasNextPage && <p className={styles.hint}>{words.rest}</p>}
        </>
      )}
    </Answered>
  );
}

function Draw({ draw, prizes }: { draw: ToldDrawFragment; prizes: readonly LotteryPrizeFragment[] }) {
  const { lotteries } = useMessages();
  const format = useFormat();
  const [checked, setChecked] = useState<Checked>();
  const words = lotteries.draws;
  const drawn = prizes.find(({ terms }) => terms.code === draw.drawn)?.terms.name ?? draw.drawn;
  return (
    <>
      <span className={styles.seedHead}>
        <strong>{words.number(format.number(draw.number), draw.prize?.name ?? words.noPrize)}</strong>
        {checked && (
          <Badge tone={checked === "right" ? "good" : "bad"} icon={checked === "right" ? "check" : "alert"}>
            {words.checked[checked]}
          </Badge>
        )}
      </span>
      <span>
        {[
          format.dateTime(draw.drawnAt),
          words.roll(format.number(draw.roll)),
          drawn !== draw.prize?.name && drawn && words.drawn(drawn),
          draw.reason !== "DRAWN" && draw.reason !== "NO_PRIZE" && (words.reasons[draw.reason] ?? draw.reason),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
      {draw.seed ? (
        <span>
          <Button look="quiet" icon="check" onPress={() => void checkDraw(draw).then(setChecked)}>
            {words.check}
          </Button>
        </span>
      ) : (
        <span>{words.waiting(format.day(draw.day))}</span>
      )}
    </>
  );
}
