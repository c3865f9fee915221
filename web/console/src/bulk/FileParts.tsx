import { Link } from "@tanstack/react-router";
import { Badge, Empty } from "@tessera/kit";
import type { ComponentProps, ReactNode } from "react";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { PageHead } from "../parts/Page.js";
import styles from "./Bulk.module.css";
import { TONES } from "./state.js";

/** In place of a file that is not there. */
export function NoFile({ icon }: { icon: ComponentProps<typeof Empty>["icon"] }) {
  const { bulk: words } = useMessages();
  return (
    <>
      <PageHead title={words.title} />
      <Empty icon={icon} title={words.missing}>
        <Link to="/bulk">{words.back}</Link>
      </Empty>
    </>
  );
}

/** The head of a file's page, with what can be done with it. */
export function FileHead({ name, kind, state, children }: { name: string; kind: string; state: string; children: ReactNode }) {
  const { bulk: words } = useMessages();
  return (
    <PageHead
      title={name}
      lead={
        <span className={styles.lead}>
          <Link to="/bulk">{words.back}</Link>
          <span>{words.kinds[kind] ?? kind}</span>
          <Badge tone={TONES[state] ?? "plain"}>{words.states[state] ?? state}</Badge>
        </span>
      }
    >
      {children}
    </PageHead>
  );
}

interface Told {
  readonly uploadedBy: string;
  readonly uploadedAt: string;
  readonly startedBy: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** Who uploaded and started a file, and when it ended, as facts. */
export function useCourse(file: Told): readonly (readonly [string, string])[] {
  const { bulk: words } = useMessages();
  const format = useFormat();
  return [
    [words.uploaded, `${file.uploadedBy} · ${format.dateTime(file.uploadedAt)}`],
    ...(file.startedBy && file.startedAt ? [[words.startedBy, `${file.startedBy} · ${format.dateTime(file.startedAt)}`] as const] : []),
    ...(file.endedAt ? [[words.ended, format.dateTime(file.endedAt)] as const] : []),
  ];
}
