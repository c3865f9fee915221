import { useState } from "preact/hooks";

import {
  MoreCouponsDocument,
  MoreRedemptionsDocument,
  WalletPageDocument,
  type CouponPageFragment,
  type RedemptionPageFragment,
} from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge, type Tone } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Older } from "../parts/Older.js";
import { Empty, Loaded, Page, Panel } from "../parts/Page.js";
import { Baskets } from "./Baskets.js";
import { HeldRedemption } from "./HeldRedemption.js";
import { ShownCode, type Shown } from "./ShownCode.js";
import styles from "./Wallet.module.css";

type Redemption = RedemptionPageFragment["edges"][number]["node"];
type Coupon = CouponPageFragment["edges"][number]["node"];
type Show = (shown: Shown) => void;

const TONES: Record<string, Tone> = { ISSUED: "good", GRANTED: "good", HELD: "warn" };
const toneOf = (state: string): Tone => TONES[state] ?? "plain";

/** Vouchers and coupons, and a code in large letters for a till. */
export function WalletPage() {
  const { wallet } = useMessages();
  const asked = useAsk(WalletPageDocument, {});
  const [shown, setShown] = useState<Shown>();
  return (
    <Page title={wallet.title}>
      <Loaded asked={asked}>
        {({ redemptions, coupons, baskets }) => (
          <>
            {redemptions && (
              <Panel title={wallet.vouchers}>
                {redemptions.edges.length === 0 ? <Empty>{wallet.noVouchers}</Empty> : <Redemptions page={redemptions} onShow={setShown} />}
              </Panel>
            )}
            {coupons && (
              <Panel title={wallet.coupons}>
                {coupons.edges.length === 0 ? <Empty>{wallet.noCoupons}</Empty> : <Coupons page={coupons} onShow={setShown} />}
              </Panel>
            )}
            {baskets && baskets.edges.length > 0 && (
              <Panel title={wallet.baskets}>
                <Baskets page={baskets} />
              </Panel>
            )}
          </>
        )}
      </Loaded>
      {shown && <ShownCode shown={shown} onClose={() => setShown(undefined)} />}
    </Page>
  );
}

function Redemptions({ page, onShow }: { page: RedemptionPageFragment; onShow: Show }) {
  return (
    <>
      <ul class={styles["items"]}>
        {page.edges.map(({ node }) => (
          <li key={node.id}>
            <RedemptionRow redemption={node} onShow={onShow} />
          </li>
        ))}
      </ul>
      <Older page={page}>{(after) => <MoreRedemptions after={after} onShow={onShow} />}</Older>
    </>
  );
}

function MoreRedemptions({ after, onShow }: { after: string; onShow: Show }) {
  const asked = useAsk(MoreRedemptionsDocument, { after });
  return <Loaded asked={asked}>{({ redemptions }) => redemptions && <Redemptions page={redemptions} onShow={onShow} />}</Loaded>;
}

function RedemptionRow({ redemption, onShow }: { redemption: Redemption; onShow: Show }) {
  const { wallet } = useMessages();
  const format = useFormat();
  const { id, rewardName, state, voucher, holdExpiresAt } = redemption;
  const said = voucher ? wallet.voucherStates[voucher.state] : wallet.redemptionStates[state];
  const when = voucher?.usedAt
    ? wallet.usedAt(format.dateTime(voucher.usedAt))
    : voucher
      ? wallet.until(format.day(voucher.expiresOn))
      : state === "HELD"
        ? wallet.heldUntil(format.dateTime(holdExpiresAt))
        : format.date(redemption.createdAt);
  return (
    <>
      <div class={styles["item"]}>
        <div>
          <strong>{rewardName}</strong>
          <p>
            <Badge tone={toneOf(voucher?.state ?? state)}>{said ?? state}</Badge> <small>{when}</small>
          </p>
        </div>
        {voucher?.state === "ISSUED" && (
          <Button look="soft" label={wallet.showOf(rewardName)} onPress={() => onShow({ name: rewardName, code: voucher.code, redemptionId: id })}>
            {wallet.show}
          </Button>
        )}
      </div>
      {state === "HELD" && <HeldRedemption id={id} name={rewardName} />}
    </>
  );
}

function Coupons({ page, onShow }: { page: CouponPageFragment; onShow: Show }) {
  return (
    <>
      <ul class={styles["items"]}>
        {page.edges.map(({ node }) => (
          <li key={node.id}>
            <CouponRow coupon={node} onShow={onShow} />
          </li>
        ))}
      </ul>
      <Older page={page}>{(after) => <MoreCoupons after={after} onShow={onShow} />}</Older>
    </>
  );
}

function MoreCoupons({ after, onShow }: { after: string; onShow: Show }) {
  const asked = useAsk(MoreCouponsDocument, { after });
  return <Loaded asked={asked}>{({ coupons }) => coupons && <Coupons page={coupons} onShow={onShow} />}</Loaded>;
}

function CouponRow({ coupon, onShow }: { coupon: Coupon; onShow: Show }) {
  const { wallet } = useMessages();
  const format = useFormat();
  const { name, conditions, code, state, expiresOn } = coupon;
  return (
    <div class={styles["item"]}>
      <div>
        <strong>{name}</strong>
        <p>{conditions}</p>
        <p>
          <Badge tone={toneOf(state)}>{wallet.couponStates[state] ?? state}</Badge> <small>{wallet.until(format.day(expiresOn))}</small>
        </p>
        {state === "GRANTED" && !code && <p>{wallet.auto}</p>}
      </div>
      {state === "GRANTED" && code && (
        <Button look="soft" label={wallet.showOf(name)} onPress={() => onShow({ name, code })}>
          {wallet.show}
        </Button>
      )}
    </div>
  );
}
