import { useNavigate, useSearch } from "@tanstack/react-router";
import { Panel, Segments } from "@tessera/kit";
import { lazy, Suspense, useState } from "react";

import { ProgrammeDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead } from "../parts/Page.js";
import { Diff } from "../parts/Diff.js";
import { useDraft } from "./draft.js";
import { DryRunTab } from "./DryRunTab.js";
import { FileTab } from "./FileTab.js";
import { VersionsTab } from "./VersionsTab.js";

// For a look before a ladder changes: it comes by itself.
const BacktestTab = lazy(() => import("./BacktestTab.js").then((loaded) => ({ default: loaded.BacktestTab })));

const FormTab = lazy(() => import("./FormTab.js").then((loaded) => ({ default: loaded.FormTab })));

type Show = "file" | "form" | "changes" | "trial" | "ladders" | "versions";

const SHOWS: readonly Show[] = ["file", "form", "changes", "trial", "ladders", "versions"];
const PAGE = 20;
const PAGE_MAX = 100;

/** The brand's programme: its file, what a draft changes of it, and the versions before. */
export function ProgrammePage() {
  const { programme: words } = useMessages();
  const format = useFormat();
  const { session } = useSignedIn();
  const search = useSearch({ from: "/programme" });
  const navigate = useNavigate();
  const [first, setFirst] = useState(PAGE);
  const [draft, setDraft] = useDraft(`${session.brand}.${session.subject}`);
  const asked = useAsk(ProgrammeDocument, { first }, { keep: true });
  const show = SHOWS.find((each) => each === search.show) ?? "file";
  const current = asked.data?.data.programmeVersion;
  return (
    <>
      <PageHead
        title={words.title}
        lead={
          current
            ? words.lead(String(current.version), current.publishedBy, format.dateTime(current.publishedAt))
            : words.leadNone
        }
      >
        <Segments
          label={words.show}
          value={show}
          onChange={(next) => void navigate({ to: "/programme", search: { show: next === "file" ? undefined : next } })}
          choices={SHOWS.map((key) => ({ key, label: words.shows[key] }))}
        />
      </PageHead>
      <Answered asked={asked} loading={<Lines count={10} />}>
        {({ programmeVersion, programmeVersions }) => {
          const version = programmeVersion?.version ?? 0;
          const source = programmeVersion?.sourceYaml ?? "";
          if (show === "file") return <FileTab key={version} version={version} source={source} draft={draft} onDraft={setDraft} />;
          if (show === "form") {
            return (
              <Suspense fallback={<Lines count={10} />}>
                <FormTab key={version} version={version} source={source} draft={draft} onDraft={setDraft} />
              </Suspense>
            );
          }
          if (show === "trial") return <DryRunTab text={draft?.text ?? source} />;
          if (show === "ladders") {
            return (
              <Suspense>
                <BacktestTab text={draft?.text ?? source} />
              </Suspense>
            );
          }
          if (show === "changes") {
            return (
              <Panel title={words.shows.changes}>
                <Diff before={source} after={draft?.text ?? source} />
              </Panel>
            );
          }
          return (
            <VersionsTab
              versions={programmeVersions?.edges.map(({ node }) => node) ?? []}
              inForce={version}
              source={source}
              chosen={search.version ? Number(search.version) : undefined}
              more={
                programmeVersions?.pageInfo.hasNextPage && first < PAGE_MAX
                  ? { isPending: asked.isFetching, onPress: () => setFirst(first + PAGE) }
                  : undefined
              }
            />
          );
        }}
      </Answered>
    </>
  );
}
