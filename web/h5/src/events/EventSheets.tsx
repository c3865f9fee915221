import { CancelSignUpOnceDocument, SignUpOnceDocument, type EventCardFragment } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Said } from "../parts/Said.js";
import { Sheet } from "../parts/Sheet.js";
import { seatOf } from "./seat.js";

interface Props {
  event: EventCardFragment;
  onClose: () => void;
}

/** Asks before a price is set aside, and tells whether it became a seat or a place. */
export function SignUpSheet({ event, onClose }: Props) {
  const { app, events } = useMessages();
  const format = useFormat();
  const wish = useWish(SignUpOnceDocument, "event");
  const { code, name, price, cancelUntil, noShow } = event;
  const done = wish.outcome && "done" in wish.outcome ? wish.outcome.done.signUp : undefined;
  if (done) {
    return (
      <Sheet title={events.states[done.state] ?? name} onClose={onClose} actions={<Button onPress={onClose}>{app.close}</Button>}>
        <p>{done.state === "SEATED" ? events.seated(name) : events.placed(name)}</p>
      </Sheet>
    );
  }
  return (
    <Sheet
      title={name}
      onClose={onClose}
      actions={
        <>
          <Button look="soft" onPress={onClose}>
            {app.cancel}
          </Button>
          <Button isPending={wish.isPending} onPress={() => void wish.run({ event: code })}>
            {seatOf(event) === "seat" ? events.signUp : events.wait}
          </Button>
        </>
      }
    >
      <p>{price ? events.ask(events.price(format.number(price.amount), price.asset)) : events.askFree}</p>
      <p>{events.until(format.dateTime(cancelUntil))}</p>
      {price && <p>{noShow === "TAKE" ? events.taken : events.released}</p>}
      <Said outcome={wish.outcome} />
    </Sheet>
  );
}

export function CancelSheet({ event: { name, signUp }, onClose }: Props) {
  const { app, events } = useMessages();
  const wish = useWish(CancelSignUpOnceDocument, "unevent");
  if (!signUp) return null;
  const isDone = wish.outcome !== undefined && "done" in wish.outcome;
  return (
    <Sheet
      title={isDone ? events.cancelled : events.cancelOf(name)}
      onClose={onClose}
      actions={
        isDone ? (
          <Button onPress={onClose}>{app.close}</Button>
        ) : (
          <>
            <Button look="soft" onPress={onClose}>
              {events.keep}
            </Button>
            <Button isPending={wish.isPending} onPress={() => void wish.run({ signUpId: signUp.id })}>
              {events.cancel}
            </Button>
          </>
        )
      }
    >
      <p>{isDone ? events.cancelledText : events.cancelText}</p>
      <Said outcome={wish.outcome} />
    </Sheet>
  );
}
