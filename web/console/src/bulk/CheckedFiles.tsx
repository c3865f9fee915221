import { Badge, Empty, Table, type Column } from "@tessera/kit";
import { useState, type ComponentProps, type ReactNode } from "react";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { More } from "../parts/Page.js";
import styles from "./Bulk.module.css";
import { TONES } from "./state.js";

const PAGE = 10;
const PAGE_MAX = 100;
/** How often a list is asked for again. */
export const EVERY_MS = 10_000;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly rows: number;
  readonly tried: number;
  readonly refused: number;
  readonly uploadedBy: string;
  readonly uploadedAt: string;
}

/** How many are asked for, and a button for more. */
export function useMore() {
  const [first, setFirst] = useState(PAGE);
  const button = (hasNextPage: boolean, isPending: boolean) =>
    hasNextPage && first < PAGE_MAX && <More isPending={isPending} onPress={() => setFirst(Math.min(first + PAGE, PAGE_MAX))} />;
  return { first, button };
}

/** A list of files whose rows wait until somebody starts them. */
export function CheckedFiles({
  title,
  icon,
  noneText,
  files,
  link,
  children,
}: {
  title: string;
  icon: ComponentProps<typeof Empty>["icon"];
  noneText: string;
  files: readonly Row[];
  link: (file: Row) => ReactNode;
  children: ReactNode;
}) {
  const { bulk } = useMessages();
  const format = useFormat();
  const columns: readonly Column<Row>[] = [
    {
      key: "name",
      name: bulk.columns.file,
      cell: (file) => (
        <span className={styles.name}>
          {link(file)}
          <span>
            {file.uploadedBy} · {format.dateTime(file.uploadedAt)}
          </span>
        </span>
      ),
    },
    {
      key: "state",
      name: bulk.columns.state,
      named: true,
      cell: ({ state }) => <Badge tone={TONES[state] ?? "plain"}>{bulk.states[state] ?? state}</Badge>,
    },
    {
      key: "done",
      name: bulk.columns.done,
      end: true,
      named: true,
      cell: ({ tried, rows }) => bulk.of(format.number(tried), format.number(rows)),
    },
    { key: "refused", name: bulk.columns.refused, end: true, named: true, cell: ({ refused }) => format.number(refused) },
  ];
  if (!files.length) {
    return (
      <Empty icon={icon} title={bulk.none}>
        {noneText}
      </Empty>
    );
  }
  return (
    <>
      <Table label={title} columns={columns} rows={files} keyOf={({ id }) => id} />
      {children}
    </>
  );
}
