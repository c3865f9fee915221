import { Badge, Button, Dialog, Panel, toast } from "@tessera/kit";
import { useState } from "react";

import { GiveBenefitBackDocument, UseBenefitDocument, type MemberPlayQuery } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { dayOf } from "../lib/days.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { storeAt } from "../lib/store.js";
import { WishProblem } from "../parts/Page.js";
import { StoreField } from "../parts/StoreField.js";
import styles from "./Play.module.css";
import type { MemberPlay } from "./PlayTab.js";

type Benefit = NonNullable<MemberPlay["benefits"]>[number];
type Use = NonNullable<MemberPlayQuery["benefitUses"]>["edges"][number]["node"];

interface Props {
  memberId: string;
  benefits: readonly Benefit[];
  uses: readonly Use[];
}

/** What the tier gives; counted benefits are handed over here too, where no till did. */
export function BenefitsPanel({ memberId, benefits, uses }: Props) {
  const { members } = useMessages();
  const format = useFormat();
  const { may } = useSignedIn();
  const [handed, setHanded] = useState<Benefit>();
  const words = members.play.benefits;
  const terms: Record<string, string> = words.terms;
  const mayWrite = may("vouchers:write");
  return (
    <Panel title={words.title}>
      {benefits.length === 0 && <p className={styles.hint}>{words.none}</p>}
      <ul className={styles.list}>
        {benefits.map((benefit) => (
          <li key={benefit.code} className={styles.pair}>
            <span>
              {benefit.name}
              {benefit.until && <small>{words.until(terms[benefit.per ?? ""] ?? "", format.day(benefit.until))}</small>}
            </span>
            {benefit.left === null ? (
              <Badge tone="accent">{words.always}</Badge>
            ) : (
              <span className={styles.end}>
                <Badge tone={benefit.left > 0 ? "good" : "plain"}>
                  {words.left(format.number(benefit.left), format.number(benefit.of ?? 0))}
                </Badge>
                {mayWrite && benefit.left > 0 && (
                  <Button aria-label={words.useOf(benefit.name)} onPress={() => setHanded(benefit)}>
                    {words.use}
                  </Button>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      {uses.length > 0 && (
        <>
          <h3 className={styles.sub}>{words.uses}</h3>
          <ul className={styles.list}>
            {uses.map((use) => (
              <UseRow key={use.id} use={use} mayWrite={mayWrite} />
            ))}
          </ul>
        </>
      )}
      {handed && <UseDialog memberId={memberId} benefit={handed} onClose={() => setHanded(undefined)} />}
    </Panel>
  );
}

/** A use, which the store that handed it over gives back on the same day. */
function UseRow({ use, mayWrite }: { use: Use; mayWrite: boolean }) {
  const { members } = useMessages();
  const format = useFormat();
  const { stores, timeZone } = useSignedIn();
  const now = useNow(60_000);
  const wish = useWish(GiveBenefitBackDocument, "benefit-back");
  const words = members.play.benefits;
  const reversible = mayWrite && !use.reversedAt && (!stores || stores.includes(use.storeId)) && dayOf(new Date(use.usedAt), timeZone) === dayOf(new Date(now), timeZone);
  const back = async () => {
    const outcome = await wish.run({ useId: use.id, storeId: use.storeId }).catch(() => undefined);
    if (outcome && "done" in outcome) toast(words.gaveBack);
  };
  return (
    <li className={styles.pair}>
      <span>
        {use.benefit.name}
        <small>{words.usedAt(use.storeId, format.dateTime(use.usedAt))}</small>
        <WishProblem said={wish.said} error={wish.error} />
      </span>
      {use.reversedAt && <Badge>{words.reversed}</Badge>}
      {reversible && (
        <Button look="quiet" isPending={wish.isPending} onPress={() => void back()}>
          {words.giveBack}
        </Button>
      )}
    </li>
  );
}

function UseDialog({ memberId, benefit, onClose }: { memberId: string; benefit: Benefit; onClose: () => void }) {
  const { app, members, vouchers } = useMessages();
  const { stores } = useSignedIn();
  const [store, setStore] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(UseBenefitDocument, "benefit");
  const words = members.play.benefits;
  const storeId = storeAt(stores, store);
  const use = async () => {
    setTried(true);
    if (!storeId || wish.isPending) return;
    const outcome = await wish.run({ memberId, benefit: benefit.code, storeId }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.used(benefit.name));
    onClose();
  };
  return (
    <Dialog isOpen title={words.useOf(benefit.name)} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void use();
        }}
      >
        <p className={styles.hint}>{words.lead}</p>
        <StoreField autoFocus value={store} onChange={setStore} error={tried && !storeId ? vouchers.storeNeeded : ""} />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.formActions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending}>
            {wish.isPaused ? app.states.paused : words.use}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
