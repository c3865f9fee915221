import { useState } from "preact/hooks";

import { CheckInTodayDocument, MakeUpDayDocument, type HomeQuery } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Icon } from "../parts/Icon.js";
import { Notice, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import { Sheet } from "../parts/Sheet.js";
import styles from "./CheckIn.module.css";

type CheckIns = NonNullable<NonNullable<HomeQuery["me"]>["checkIns"]>;
type Day = CheckIns["days"][number];

/** The streak, the days before today, today's button, and cards for what was missed. */
export function CheckInPanel({ checkIns }: { checkIns: CheckIns }) {
  const { checkIn } = useMessages();
  const format = useFormat();
  const wish = useWish(CheckInTodayDocument, "check-in");
  const [chosen, setChosen] = useState<string>();
  const { outcome } = wish;
  const { streak, longestStreak, nextBonus, makeUpCards, checkedInToday } = checkIns;
  const text = nextBonus && (nextBonus.asset === "POINTS" ? checkIn.next : checkIn.nextOther);
  return (
    <Panel title={checkIn.title} aside={`${checkIn.streak(format.number(streak))} · ${checkIn.longest(format.number(longestStreak))}`}>
      <ol class={styles["days"]}>
        {checkIns.days.map((day) => (
          <DayMark key={day.date} day={day} canFill={makeUpCards > 0} onFill={() => setChosen(day.date)} />
        ))}
      </ol>
      <p class={styles["words"]}>
        {nextBonus && text && <span>{text(format.number(nextBonus.inDays), format.number(nextBonus.amount), nextBonus.asset)}</span>}
        <span>{checkIn.cards(format.number(makeUpCards))}</span>
      </p>
      <Button wide disabled={checkedInToday} isPending={wish.isPending} onPress={() => void wish.run({})}>
        {checkedInToday ? checkIn.done : checkIn.button}
      </Button>
      {outcome && "done" in outcome ? <Success done={outcome.done} /> : <Said outcome={outcome} />}
      {chosen && <MakeUp date={chosen} onClose={() => setChosen(undefined)} />}
    </Panel>
  );
}

interface Done {
  readonly streak: number | null;
  readonly bonus: { readonly amount: number } | null;
  readonly checkIn: { readonly awards: readonly { readonly asset: string; readonly amount: number }[] | null } | null;
}

function Success({ done }: { done: Done }) {
  const { checkIn } = useMessages();
  const format = useFormat();
  const points = (done.checkIn?.awards ?? []).filter(({ asset }) => asset === "POINTS").reduce((sum, { amount }) => sum + amount, 0);
  return (
    <Notice>
      {checkIn.success(format.number(done.streak ?? 1))}
      {points > 0 && ` · ${checkIn.earned(format.number(points))}`}
    </Notice>
  );
}

function DayMark({ day, canFill, onFill }: { day: Day; canFill: boolean; onFill: () => void }) {
  const { checkIn } = useMessages();
  const format = useFormat();
  const state = day.madeUp ? checkIn.madeUp : day.checkedIn ? checkIn.checked : checkIn.missed;
  const mark = day.checkedIn ? <Icon name="check" size={18} /> : <span aria-hidden="true">·</span>;
  const fillable = !day.checkedIn && canFill;
  return (
    <li>
      <span class={styles["weekday"]} aria-hidden="true">
        {format.weekday(day.date)}
      </span>
      {fillable ? (
        <button type="button" class={styles["mark"]} data-fill aria-label={checkIn.makeUp(format.shortDay(day.date))} onClick={onFill}>
          +
        </button>
      ) : (
        <span class={styles["mark"]} data-on={day.checkedIn || undefined}>
          {mark}
          <span class="visually-hidden">{`${format.shortDay(day.date)} ${state}`}</span>
        </span>
      )}
    </li>
  );
}

function MakeUp({ date, onClose }: { date: string; onClose: () => void }) {
  const { app, checkIn } = useMessages();
  const day = useFormat().shortDay(date);
  const wish = useWish(MakeUpDayDocument, "make-up");
  const use = async () => {
    const came = await wish.run({ day: date });
    if ("done" in came) onClose();
  };
  return (
    <Sheet
      title={checkIn.makeUp(day)}
      onClose={onClose}
      actions={
        <>
          <Button look="soft" onPress={onClose}>
            {app.cancel}
          </Button>
          <Button isPending={wish.isPending} onPress={() => void use()}>
            {checkIn.makeUpButton}
          </Button>
        </>
      }
    >
      <p>{checkIn.makeUpText(day)}</p>
      <Said outcome={wish.outcome} />
    </Sheet>
  );
}
