import { Badge, Panel } from "@tessera/kit";

import { MemberNextOffersDocument, type MemberNextOffersQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Members.module.css";

type Judged = NonNullable<MemberNextOffersQuery["explainNextOffers"]>["offers"][number];

/** What is proposed to the member today and why, and why the other offers are not. */
export function NextOffersPanel({ id }: { id: string }) {
  const { nextOffers: words } = useMessages();
  const asked = useAsk(MemberNextOffersDocument, { id }, { keep: true });
  return (
    <Answered
      asked={asked}
      loading={
        <Panel title={words.ofMember}>
          <Lines count={3} />
        </Panel>
      }
    >
      {({ explainNextOffers: found }) =>
        found?.offers.length ? (
          <Panel title={words.ofMember}>
            {!found.byProfile && <p className={styles.hint}>{words.notProfiled}</p>}
            <ul className={styles.form}>
              {found.offers.map((judged) => (
                <li key={judged.offer.code}>
                  <JudgedRow judged={judged} />
                </li>
              ))}
            </ul>
          </Panel>
        ) : null
      }
    </Answered>
  );
}

/** One offer: proposed with its reason, or why it is not. */
export function JudgedRow({ judged: { offer, hindrance, chance } }: { judged: Judged }) {
  const { nextOffers: words } = useMessages();
  const format = useFormat();
  const hindrances: Record<string, string> = words.hindrances;
  const { name, reason, bought, boughtOrders, boughtLastOn } = offer;
  const own = bought && boughtLastOn && words.own(bought.name, format.number(boughtOrders), format.day(boughtLastOn));
  const likely = chance !== null && words.chance(format.percent(chance));
  return (
    <div>
      <strong>{name}</strong>{" "}
      <Badge tone={hindrance ? "plain" : "good"}>{hindrance ? (hindrances[hindrance] ?? hindrance) : words.proposed}</Badge>
      <p className={styles.hint}>{[reason, own, likely].filter(Boolean).join(" · ")}</p>
    </div>
  );
}
