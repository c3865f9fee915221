import { GiftsPageDocument, type GiftsPageQuery } from "../generated/documents.js";
import { useApi, useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Link } from "../parts/Link.js";
import { Empty, Loaded, Notice, Page, Panel } from "../parts/Page.js";
import { GiveForm } from "./GiveForm.js";
import styles from "./Gifts.module.css";
import { OwnCode } from "./OwnCode.js";

export type Allowance = NonNullable<NonNullable<GiftsPageQuery["me"]>["giftAllowances"]>[number];

/** Points for another member: what can be given now, to whom, and the code by which others give. */
export function GiftsPage() {
  const { gifts } = useMessages();
  const asked = useAsk(GiftsPageDocument, {});
  return (
    <Page title={gifts.title} back="/">
      <Loaded asked={asked}>
        {({ me }) =>
          me &&
          (me.giftAllowances ? (
            <>
              {me.giftAllowances.map((allowance) => (
                <AllowancePanel key={allowance.asset} allowance={allowance} available={me.points?.available} />
              ))}
              <OwnCode memberId={me.id} />
              <p class={styles["words"]}>
                {gifts.history} <Link to="/points">{gifts.toPoints}</Link>
              </p>
            </>
          ) : (
            <Empty>{gifts.none}</Empty>
          ))
        }
      </Loaded>
    </Page>
  );
}

function AllowancePanel({ allowance, available }: { allowance: Allowance; available: number | undefined }) {
  const { gifts } = useMessages();
  const { language } = useApi();
  const format = useFormat();
  const { asset, today, month, minAmount, hindrance } = allowance;
  const isPoints = asset === "POINTS";
  const rows = [
    [gifts.today, gifts.left(format.number(today.timesLeft), format.number(today.amountLeft))],
    [gifts.month, gifts.left(format.number(month.timesLeft), format.number(month.amountLeft))],
    [gifts.least, format.number(minAmount)],
  ] as const;
  return (
    <Panel title={isPoints ? gifts.give : gifts.giveOther(asset)} aside={isPoints && available !== undefined && gifts.available(format.number(available))}>
      <dl class={styles["limits"]}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {hindrance && <Notice tone="info">{hindrance.message[language]}</Notice>}
      <GiveForm allowance={allowance} />
    </Panel>
  );
}
