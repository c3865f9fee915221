import { Panel, Table, type Column } from "@tessera/kit";

import { MemberDisclosuresDocument, type MemberDisclosuresQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Members.module.css";

type Disclosure = NonNullable<MemberDisclosuresQuery["disclosures"]>[number];

/** When staff saw the member's data in clear, as the member is told; the audit log names who. */
export function DisclosuresPanel({ memberId }: { memberId: string }) {
  const { members } = useMessages();
  const words = members.disclosures;
  const format = useFormat();
  const { may } = useSignedIn();
  const asked = useAsk(MemberDisclosuresDocument, { id: memberId }, { enabled: may("privacy:read") });
  if (!may("privacy:read")) return null;
  const kinds: Record<string, string> = words.kinds;
  const columns: readonly Column<Disclosure>[] = [
    { key: "at", name: words.at, cell: ({ at }) => format.dateTime(at) },
    { key: "kind", name: words.kind, cell: ({ kind }) => kinds[kind] ?? kind },
    { key: "reason", name: words.reason, cell: ({ reason }) => reason },
  ];
  return (
    <Panel title={words.title}>
      <Answered asked={asked} loading={<Lines count={2} />}>
        {({ disclosures }) =>
          disclosures?.length ? (
            <Table label={words.title} columns={columns} rows={disclosures} keyOf={({ at, kind }) => `${at}${kind}`} />
          ) : (
            <p className={styles.hint}>{words.none}</p>
          )
        }
      </Answered>
    </Panel>
  );
}
