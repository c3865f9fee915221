import { Link } from "@tanstack/react-router";
import { Badge, Button, Panel, SelectField, Table, toast, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import {
  EndSignUpDocument,
  EventSignUpsDocument,
  TakeAttendanceDocument,
  type SignUpRowFragment,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { storeAt, storeHere } from "../lib/store.js";
import { Answered, Lines, More, WishProblem } from "../parts/Page.js";
import styles from "./Events.module.css";

type State = SignUpRowFragment["state"];

const TONES: Readonly<Record<string, Tone>> = { SEATED: "good", WAITING: "warn", ATTENDED: "good", NO_SHOW: "bad" };
const STATES: readonly State[] = ["SEATED", "WAITING", "ATTENDED", "NO_SHOW", "CANCELLED", "UNSEATED"];
const PAGE = 20;
const PAGE_MAX = 100;

/** Who signed up for an event. At the door one button says that a member came. */
export function SignUpsPanel({ event }: { event: string }) {
  const { events: words } = useMessages();
  const [state, setState] = useState<State>("SEATED");
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(EventSignUpsDocument, { event, state, first }, { keep: true });
  return (
    <Panel title={words.signUps(event)} flush>
      <div className={styles.filter}>
        <SelectField
          label={words.state}
          value={state}
          choices={STATES.map((each) => ({ key: each, label: words.states[each] ?? each }))}
          onChange={setState}
        />
      </div>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ signUps }) => (
          <>
            {signUps?.edges.length === 0 ? (
              <p className={styles.hint}>{words.nobody}</p>
            ) : (
              <Rows signUps={signUps?.edges.map(({ node }) => node) ?? []} label={words.signUps(event)} />
            )}
            {signUps?.pageInfo.hasNextPage && first < PAGE_MAX && (
              <More isPending={asked.isFetching} onPress={() => setFirst(PAGE_MAX)} />
            )}
          </>
        )}
      </Answered>
    </Panel>
  );
}

function Rows({ signUps, label }: { signUps: readonly SignUpRowFragment[]; label: string }) {
  const { events: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<SignUpRowFragment>[] = [
    {
      key: "member",
      name: words.columns.member,
      cell: ({ memberId }) => (
        <Link to="/members/$id" params={{ id: memberId }}>
          {words.member}
        </Link>
      ),
    },
    {
      key: "state",
      name: words.state,
      cell: ({ state, storeId }) => (
        <span className={styles.name}>
          <span>
            <Badge tone={TONES[state] ?? "plain"}>{words.states[state] ?? state}</Badge>
          </span>
          {storeId && <span>{words.store(storeId)}</span>}
        </span>
      ),
    },
    { key: "since", name: words.columns.since, cell: ({ createdAt }) => format.dateTime(createdAt) },
    { key: "changed", name: words.columns.changed, cell: ({ changedAt }) => format.dateTime(changedAt) },
    { key: "do", name: words.columns.do, cell: (signUp) => <Doing signUp={signUp} /> },
  ];
  return <Table label={label} columns={columns} rows={signUps} keyOf={({ id }) => id} />;
}

function Doing({ signUp: { id, state } }: { signUp: SignUpRowFragment }) {
  const { events: words } = useMessages();
  const { stores } = useSignedIn();
  const came = useWish(TakeAttendanceDocument, "came");
  const end = useWish(EndSignUpDocument, "end");
  if (state !== "SEATED" && state !== "WAITING") return null;
  const told = async (asked: Promise<object>, said: string) => {
    const outcome = await asked.catch(() => undefined);
    if (outcome && "done" in outcome) toast(said);
  };
  // Who works for certain stores takes the attendance at theirs.
  const at = stores && { storeId: storeAt(stores, storeHere()) };
  return (
    <span className={styles.doing}>
      {state === "SEATED" && (
        <Button look="primary" icon="check" isPending={came.isPending} onPress={() => void told(came.run({ signUpId: id, ...at }), words.cameDone)}>
          {words.came}
        </Button>
      )}
      <Button isPending={end.isPending} onPress={() => void told(end.run({ signUpId: id }), words.endDone)}>
        {words.end}
      </Button>
      <WishProblem said={came.said || end.said} error={came.error ?? end.error} />
    </span>
  );
}
