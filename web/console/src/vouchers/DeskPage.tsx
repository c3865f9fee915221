import { Badge, Button, Empty, Panel, TextField, toast, type Tone } from "@tessera/kit";
import { useState } from "react";

import {
  GiveVoucherBackDocument,
  StoreDayDocument,
  UseVoucherDocument,
  VoucherAtDeskDocument,
  type DeskVoucherFragment,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { rememberStore, startOfDay, storeAt, storeHere } from "../lib/store.js";
import { Answered, Lines, PageHead, Stack, WishProblem } from "../parts/Page.js";
import { StoreField } from "../parts/StoreField.js";
import { EarnPanel } from "./EarnPanel.js";
import { OrderPanel } from "./OrderPanel.js";
import { RefundPanel } from "./RefundPanel.js";
import styles from "./Vouchers.module.css";

const TONES: Record<string, Tone> = { ISSUED: "good", USED: "plain", EXPIRED: "warn", CANCELLED: "bad" };
const CODE_MAX = 64;

/** Takes vouchers at a store: the code, what it is good for, and one button. */
export function DeskPage() {
  const { vouchers } = useMessages();
  const { stores } = useSignedIn();
  const [store, setStore] = useState(storeHere);
  const storeId = storeAt(stores, store);
  const [typed, setTyped] = useState("");
  const [code, setCode] = useState("");
  return (
    <>
      <PageHead title={vouchers.title} lead={vouchers.lead}>
        <div className={styles.store}>
          <StoreField
            value={store}
            onChange={(next) => {
              setStore(next);
              rememberStore(next.trim());
            }}
          />
        </div>
      </PageHead>
      <div className={styles.desk}>
        <Stack>
          <form
            className={styles.code}
            onSubmit={(event) => {
              event.preventDefault();
              setCode(typed.trim());
            }}
          >
            <TextField
              big
              hideLabel
              autoFocus
              label={vouchers.code}
              placeholder={vouchers.codePlaceholder}
              value={typed}
              onChange={setTyped}
              maxLength={CODE_MAX}
            />
            <Button type="submit" look="primary" isDisabled={!typed.trim()}>
              {vouchers.look}
            </Button>
          </form>
          {code && (
            <Looked
              key={code}
              code={code}
              storeId={storeId}
              onNext={() => {
                setCode("");
                setTyped("");
              }}
            />
          )}
        </Stack>
        <Stack>
          {storeId && <Day storeId={storeId} />}
          <OrderPanel />
          <RefundPanel storeId={storeId} />
          <EarnPanel storeId={storeId} />
        </Stack>
      </div>
    </>
  );
}

function Looked({ code, storeId, onNext }: { code: string; storeId: string; onNext: () => void }) {
  const { vouchers } = useMessages();
  const asked = useAsk(VoucherAtDeskDocument, { code });
  return (
    <Panel title={vouchers.code}>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ voucher }) =>
          voucher ? (
            <Voucher voucher={voucher} storeId={storeId} onNext={onNext} />
          ) : (
            <Empty icon="voucher" title={vouchers.none}>
              {vouchers.noneText}
            </Empty>
          )
        }
      </Answered>
    </Panel>
  );
}

function Voucher({
  voucher,
  storeId,
  onNext,
}: {
  voucher: DeskVoucherFragment;
  storeId: string;
  onNext: () => void;
}) {
  const { vouchers } = useMessages();
  const take = useWish(UseVoucherDocument, "take");
  const back = useWish(GiveVoucherBackDocument, "back");
  const { code } = voucher;
  const run = async (wish: typeof take | typeof back, said: string) => {
    const outcome = await wish.run({ code, storeId }).catch(() => undefined);
    if (outcome && "done" in outcome) toast(said);
  };
  return (
    <div className={styles.voucher}>
      <VoucherText voucher={voucher} big />
      <WishProblem said={take.said || back.said} error={take.error ?? back.error} />
      {!storeId && <p className={styles.hint}>{vouchers.storeNeeded}</p>}
      <div className={styles.actions}>
        {voucher.state === "USED" && voucher.storeId === storeId && (
          <Button isPending={back.isPending} onPress={() => void run(back, vouchers.gaveBack)}>
            {vouchers.giveBack}
          </Button>
        )}
        {voucher.state === "ISSUED" ? (
          <Button
            look="primary"
            icon="check"
            isDisabled={!storeId}
            isPending={take.isPending}
            onPress={() => void run(take, vouchers.used(voucher.rewardName))}
          >
            {vouchers.use}
          </Button>
        ) : (
          <Button look="primary" onPress={onNext}>
            {vouchers.next}
          </Button>
        )}
      </div>
    </div>
  );
}

function VoucherText({ voucher, big }: { voucher: DeskVoucherFragment; big?: boolean }) {
  const { vouchers } = useMessages();
  const format = useFormat();
  const states: Record<string, string> = vouchers.states;
  return (
    <div className={styles.text} data-big={big || undefined}>
      <strong>{voucher.rewardName}</strong>
      <Badge tone={TONES[voucher.state] ?? "plain"} icon={voucher.state === "ISSUED" ? "check" : undefined}>
        {states[voucher.state] ?? voucher.state}
      </Badge>
      <code>{voucher.code}</code>
      <span>
        {voucher.usedAt
          ? vouchers.usedAt(voucher.storeId ?? "", format.dateTime(voucher.usedAt))
          : vouchers.until(format.day(voucher.expiresOn))}
      </span>
    </div>
  );
}

/** What the store took today. */
function Day({ storeId }: { storeId: string }) {
  const { vouchers } = useMessages();
  const [usedFrom] = useState(() => startOfDay(new Date()));
  const asked = useAsk(StoreDayDocument, { storeId, usedFrom }, { keep: true });
  return (
    <Panel title={vouchers.today}>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ storeVouchers }) => (
          <ul className={styles.day}>
            {storeVouchers?.edges.length === 0 && <li className={styles.hint}>{vouchers.todayNone}</li>}
            {storeVouchers?.edges.map(({ node }) => (
              <li key={node.code}>
                <VoucherText voucher={node} />
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Panel>
  );
}
