import { grouped } from "../../../h5/src/wallet/code.js";
import type { MiniCouponPageFragment, MiniEntryPageFragment, MiniVoucherPageFragment, MiniWalletQuery } from "../generated/documents.js";
import type { Format } from "../lib/format.js";
import { texts } from "../lib/texts.js";

/** A voucher or a coupon in words. */
export interface Paper {
  readonly id: string;
  readonly name: string;
  /** What it takes off; "" for a voucher. */
  readonly terms: string;
  readonly state: string;
  readonly isReady: boolean;
  readonly when: string;
  /** In groups of four, for a till; "" when there is none to show. */
  readonly code: string;
  readonly label: string;
  readonly hint: string;
}

/** A change of the points, and what brought it. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly amount: string;
  readonly isPlus: boolean;
  readonly when: string;
  readonly balance: string;
  readonly causes: readonly string[];
}

/** A list with the cursor of its next page; "" on the last one. */
export interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly after: string;
  readonly none: string;
}

export interface Wallet {
  readonly figures: readonly { readonly name: string; readonly value: string }[];
  readonly vouchers: Listed<Paper>;
  readonly coupons: Listed<Paper>;
  readonly entries: Listed<Entry>;
}

interface PageOf<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Behind `before`; where the page did not come, nothing is said to be empty. */
export function listed<Node, Row>(page: PageOf<Node> | null | undefined, rowOf: (node: Node) => Row, none: string, before: readonly Row[] = []): Listed<Row> {
  const rows = [...before, ...(page?.edges.map(({ node }) => rowOf(node)) ?? [])];
  return {
    rows,
    after: page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? "") : "",
    none: page && rows.length === 0 ? none : "",
  };
}

/** Vouchers and coupons come first: a member at a till is in a hurry. */
export function walletOf({ me, redemptions, coupons }: MiniWalletQuery, format: Format, now: number): Wallet {
  const { points, wallet } = texts;
  const balance = me?.points;
  return {
    figures: balance
      ? [
          { name: points.available, value: format.number(balance.available) },
          { name: points.pending, value: format.number(balance.pending) },
          { name: points.held, value: format.number(balance.held) },
        ]
      : [],
    vouchers: listed(redemptions, (node) => voucherOf(node, format), wallet.noVouchers),
    coupons: listed(coupons, (node) => couponOf(node, format), wallet.noCoupons),
    entries: listed(me?.entries, (node) => entryOf(node, format, now), points.none),
  };
}

type Redemption = MiniVoucherPageFragment["edges"][number]["node"];

export function voucherOf({ id, rewardName, state, holdExpiresAt, createdAt, voucher }: Redemption, format: Format): Paper {
  const { wallet } = texts;
  const isReady = voucher?.state === "ISSUED";
  return {
    id,
    name: rewardName,
    terms: "",
    state: (voucher ? wallet.voucherStates[voucher.state] : wallet.redemptionStates[state]) ?? voucher?.state ?? state,
    isReady,
    when: whenOf(),
    code: isReady ? grouped(voucher.code) : "",
    label: wallet.showOf(rewardName),
    hint: wallet.toTill,
  };

  function whenOf(): string {
    if (voucher?.usedAt) return wallet.usedAt(format.dateTime(voucher.usedAt));
    if (voucher) return wallet.until(format.day(voucher.expiresOn));
    return state === "HELD" ? wallet.heldUntil(format.dateTime(holdExpiresAt)) : format.date(createdAt);
  }
}

type Coupon = MiniCouponPageFragment["edges"][number]["node"];

export function couponOf({ id, name, conditions, code, state, expiresOn }: Coupon, format: Format): Paper {
  const { wallet } = texts;
  const isReady = state === "GRANTED";
  return {
    id,
    name,
    terms: conditions,
    state: wallet.couponStates[state] ?? state,
    isReady,
    when: wallet.until(format.day(expiresOn)),
    code: isReady && code ? grouped(code) : "",
    label: wallet.showOf(name),
    hint: isReady && !code ? wallet.auto : wallet.toTill,
  };
}

type Change = MiniEntryPageFragment["edges"][number]["node"];

export function entryOf({ id, amount, balanceAfter, effectiveAt, availableAt, expiresAt, cause }: Change, format: Format, now: number): Entry {
  const { points } = texts;
  const isPending = availableAt !== null && Date.parse(availableAt) > now;
  const rules = cause.rules.map(({ rule, amount: part, campaigns }) => {
    const under = campaigns.length > 0 ? ` · ${points.campaigns} ${campaigns.join(", ")}` : "";
    return `${rule.name}${part === null ? "" : ` ${format.signed(part)}`}${under}`;
  });
  const facts = [
    [points.order, cause.orderId],
    [points.store, cause.storeId],
    [points.reason, cause.reason],
  ].flatMap(([name, value]) => (value ? [`${name} ${value}`] : []));
  return {
    id,
    title: cause.title,
    amount: format.signed(amount),
    isPlus: amount > 0,
    when: [format.dateTime(effectiveAt), isPending && points.availableAt(format.date(availableAt))].filter(Boolean).join(" · "),
    balance: points.balance(format.number(balanceAfter)),
    causes: [...rules, ...facts, ...(expiresAt ? [points.expiresAt(format.date(expiresAt))] : [])],
  };
}
