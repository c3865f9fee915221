import { LetBasketGoDocument, MoreBasketsDocument, type BasketPageFragment } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge, type Tone } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Older } from "../parts/Older.js";
import { Loaded } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import styles from "./Wallet.module.css";

type Basket = BasketPageFragment["edges"][number]["node"];

const TONES: Record<string, Tone> = { CAPTURED: "good", HELD: "warn" };

/** Orders that points and coupons paid in part, and baskets that wait for a till. */
export function Baskets({ page }: { page: BasketPageFragment }) {
  return (
    <>
      <ul class={styles["items"]}>
        {page.edges.map(({ node }) => (
          <li key={node.id}>
            <BasketRow basket={node} />
          </li>
        ))}
      </ul>
      <Older page={page}>{(after) => <MoreBaskets after={after} />}</Older>
    </>
  );
}

function MoreBaskets({ after }: { after: string }) {
  const asked = useAsk(MoreBasketsDocument, { after });
  return <Loaded asked={asked}>{({ baskets }) => baskets && <Baskets page={baskets} />}</Loaded>;
}

function BasketRow({ basket }: { basket: Basket }) {
  const { wallet } = useMessages();
  const format = useFormat();
  const { state, currency, orderId, createdAt, holdExpiresAt, refundedMinor, returnedPoints } = basket;
  const { money, points } = paidOf(basket);
  const both = (minor: number, some: number) => [format.money(minor, currency), format.number(some)] as const;
  const until = format.dateTime(holdExpiresAt);
  return (
    <div class={styles["item"]}>
      <div>
        <strong>{orderId ? wallet.order(orderId) : wallet.basket}</strong>
        <p>{wallet.paid(...both(money, points))}</p>
        {(refundedMinor > 0 || returnedPoints > 0) && <p>{wallet.paidBack(...both(refundedMinor, returnedPoints))}</p>}
        <p>
          <Badge tone={TONES[state] ?? "plain"}>{wallet.basketStates[state] ?? state}</Badge>{" "}
          <small>{state === "HELD" ? wallet.basketUntil(until) : format.date(createdAt)}</small>
        </p>
      </div>
      {state === "HELD" && basket.byMember && <LetGo basketId={basket.id} until={until} />}
    </div>
  );
}

function LetGo({ basketId, until }: { basketId: string; until: string }) {
  const { wallet } = useMessages();
  const go = useWish(LetBasketGoDocument, "let-go");
  return (
    <div>
      <Button look="soft" label={wallet.letGoOf(until)} isPending={go.isPending} onPress={() => void go.run({ basketId })}>
        {wallet.letGo}
      </Button>
      <Said outcome={go.outcome} />
    </div>
  );
}

/** Money and points of the lines that the till took, of all lines before it took any. */
export function paidOf({ state, quote: { lines, shippingMinor } }: Pick<Basket, "state" | "quote">) {
  const counted = state === "CAPTURED" ? lines.filter(({ captured }) => captured) : lines;
  const sum = (of: (line: (typeof lines)[number]) => number) => counted.reduce((total, line) => total + of(line), 0);
  return { money: sum((line) => line.paidMinor) + shippingMinor, points: sum((line) => line.points) };
}
