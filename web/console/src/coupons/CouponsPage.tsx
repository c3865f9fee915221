import { Badge, Empty, Panel, Table, Tile, Tiles, type Column } from "@tessera/kit";
import { useState } from "react";

import { CouponTypesDocument, type CouponTypeRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More, PageHead, Stack } from "../parts/Page.js";
import styles from "./Coupons.module.css";

const PAGE = 20;
const PAGE_MAX = 100;

/** The kinds of coupon that the programme has: what each takes off, and what became of those granted. */
export function CouponsPage() {
  const { coupons } = useMessages();
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(CouponTypesDocument, { first }, { keep: true });
  return (
    <>
      <PageHead title={coupons.title} lead={coupons.lead} />
      <Answered asked={asked} loading={<Lines count={8} />}>
        {({ couponTypes }) =>
          couponTypes && (
            <Stack>
              <Sums types={couponTypes.edges.map(({ node }) => node)} />
              <Panel title={coupons.types} flush>
                {couponTypes.edges.length === 0 ? (
                  <Empty icon="coupons" title={coupons.none}>
                    {coupons.noneText}
                  </Empty>
                ) : (
                  <Types types={couponTypes.edges.map(({ node }) => node)} />
                )}
                {couponTypes.pageInfo.hasNextPage && first < PAGE_MAX && (
                  <More isPending={asked.isFetching} onPress={() => setFirst(first + PAGE)} />
                )}
              </Panel>
            </Stack>
          )
        }
      </Answered>
    </>
  );
}

function Sums({ types }: { types: readonly CouponTypeRowFragment[] }) {
  const { coupons } = useMessages();
  const format = useFormat();
  const sum = (key: "granted" | "used" | "expired") => types.reduce((total, type) => total + type[key], 0);
  const granted = sum("granted");
  return (
    <Tiles>
      <Tile name={coupons.columns.granted}>{format.number(granted)}</Tile>
      <Tile name={coupons.columns.used} note={granted > 0 && coupons.share(format.percent(sum("used") / granted))}>
        {format.number(sum("used"))}
      </Tile>
      <Tile name={coupons.columns.expired}>{format.number(sum("expired"))}</Tile>
    </Tiles>
  );
}

function Types({ types }: { types: readonly CouponTypeRowFragment[] }) {
  const { coupons: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<CouponTypeRowFragment>[] = [
    {
      key: "type",
      name: words.columns.type,
      cell: ({ code, name, conditions }) => (
        <span className={styles.text}>
          <strong>{name}</strong>
          <span>{conditions}</span>
          <code>{code}</code>
        </span>
      ),
    },
    {
      key: "life",
      name: words.columns.life,
      cell: ({ lifeDays, until, perMember }) => (
        <span className={styles.text}>
          {lifeDays !== null && <span className={styles.plain}>{words.lifeDays(format.number(lifeDays))}</span>}
          {until !== null && <span className={styles.plain}>{words.until(format.day(until))}</span>}
          {perMember !== null && <span>{words.perMember(format.number(perMember))}</span>}
        </span>
      ),
    },
    {
      key: "granted",
      name: words.columns.granted,
      end: true,
      named: true,
      cell: ({ granted, total }) => (
        <span className={styles.granted}>
          {total === null ? format.number(granted) : words.of(format.number(granted), format.number(total))}
          {total !== null && granted >= total && (
            <Badge tone="bad" icon="alert">
              {words.exhausted}
            </Badge>
          )}
        </span>
      ),
    },
    {
      key: "used",
      name: words.columns.used,
      end: true,
      named: true,
      cell: ({ used }) => format.number(used),
    },
    {
      key: "rate",
      name: words.columns.rate,
      end: true,
      named: true,
      cell: ({ used, granted }) => (granted > 0 ? format.percent(used / granted) : "–"),
    },
    {
      key: "expired",
      name: words.columns.expired,
      end: true,
      named: true,
      cell: ({ expired }) => format.number(expired),
    },
  ];
  return <Table label={words.types} columns={columns} rows={types} keyOf={({ code }) => code} />;
}
