import { useEffect, useRef } from "preact/hooks";

import { DeclineNextOfferDocument, MyNextOffersDocument, ShowNextOffersDocument, type MyNextOffersQuery } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Link } from "../parts/Link.js";
import { Empty, Loaded, Page, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import styles from "./Offers.module.css";

type Offers = NonNullable<MyNextOffersQuery["nextOffers"]>;
type Offer = Offers["offers"][number];

/** What the brand proposes to the member today, and why. */
export function OffersPage() {
  const { offers: words } = useMessages();
  const asked = useAsk(MyNextOffersDocument, {});
  return (
    <Page title={words.title} back="/">
      <Loaded asked={asked}>{({ nextOffers }) => nextOffers && <OfferList found={nextOffers} />}</Loaded>
    </Page>
  );
}

/** The offers; each is noted as shown once while the screen is open. */
export function OfferList({ found: { offers, byProfile } }: { found: Offers }) {
  const { offers: words } = useMessages();
  const { run } = useWish(ShowNextOffersDocument, "shown");
  const noted = useRef(new Set<string>());
  useEffect(() => {
    const fresh = offers.map(({ code }) => code).filter((code) => !noted.current.has(code));
    for (const code of fresh) noted.current.add(code);
    if (fresh.length > 0) void run({ offers: fresh });
  });
  return (
    <Panel title={byProfile ? words.forYou : words.forAll}>
      {offers.length === 0 ? (
        <Empty>{words.none}</Empty>
      ) : (
        <ul class={styles["offers"]}>
          {offers.map((offer) => (
            <li key={offer.code}>
              <OfferRow offer={offer} />
            </li>
          ))}
        </ul>
      )}
      {!byProfile && (
        <p class={styles["more"]}>
          {words.noProfile} <Link to="/consents">{words.toConsents}</Link>
        </p>
      )}
    </Panel>
  );
}

function OfferRow({ offer: { code, name, reason, bought, boughtOrders, boughtLastOn } }: { offer: Offer }) {
  const { offers: words } = useMessages();
  const format = useFormat();
  const declining = useWish(DeclineNextOfferDocument, "decline");
  return (
    <div class={styles["offer"]}>
      <strong>{name}</strong>
      <p>{reason}</p>
      {bought && boughtLastOn && <small>{words.own(bought.name, format.number(boughtOrders), format.day(boughtLastOn))}</small>}
      <Button look="quiet" label={words.declineOf(name)} isPending={declining.isPending} onPress={() => void declining.run({ offer: code })}>
        {words.decline}
      </Button>
      <Said outcome={declining.outcome} />
    </div>
  );
}
