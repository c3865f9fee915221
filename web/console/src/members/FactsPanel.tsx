import { Facts, Panel, Tile, Tiles } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import type { MemberRecord } from "./RecordTab.js";
import styles from "./Members.module.css";

/** Stands for any longer way too. */
const FAR_M = 50_000;

/** What the member did, in figures. */
export function FactsPanel({ facts, currencyCode }: { facts: MemberRecord["facts"]; currencyCode: string | undefined }) {
  const { members } = useMessages();
  const format = useFormat();
  const words = members.facts;
  const near = facts.nearestStore;
  const money = (minor: number) => (currencyCode ? format.money(minor, currencyCode) : format.number(minor));
  return (
    <Panel title={words.title}>
      <div className={styles.form}>
        <Tiles>
          <Tile name={words.spentYear} note={words.orders(format.number(facts.orders365d))}>
            {money(facts.spent365dMinor)}
          </Tile>
          <Tile name={words.spentMonth} note={words.orders(format.number(facts.orders30d))}>
            {money(facts.spent30dMinor)}
          </Tile>
          <Tile name={words.spentEver} note={words.orders(format.number(facts.orders))}>
            {money(facts.spentMinor)}
          </Tile>
          <Tile name={words.activeDays}>{format.number(facts.activeDays30d)}</Tile>
        </Tiles>
        <Facts
          facts={[
            [words.firstOrder, facts.firstOrderOn && format.day(facts.firstOrderOn)],
            [words.lastOrder, facts.lastOrderAt && format.dateTime(facts.lastOrderAt)],
            [words.favourite, facts.favouriteSeries],
            [words.nearest, near && words.near(near.code, `${format.number(near.metres)}${near.metres < FAR_M ? "" : "+"}`)],
          ]}
        />
      </div>
    </Panel>
  );
}
