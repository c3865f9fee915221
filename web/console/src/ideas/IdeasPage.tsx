import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Empty, Panel, SelectField, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { IdeasDocument, type IdeaRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More, PageHead } from "../parts/Page.js";
import { IdeaBadges } from "./IdeaBadges.js";
import styles from "./Ideas.module.css";
import { VIEWS, asked, viewOf } from "./views.js";

const PAGE = 20;
const PAGE_MAX = 100;

/** Ideas of members: those that wait for a moderator, and the three shelves by votes. */
export function IdeasPage() {
  const { view: named } = useSearch({ from: "/ideas" });
  const { ideas } = useMessages();
  const navigate = useNavigate();
  const view = viewOf(named);
  return (
    <>
      <PageHead title={ideas.title} lead={ideas.lead}>
        <SelectField
          hideLabel
          label={ideas.show}
          value={view}
          onChange={(key) => void navigate({ to: "/ideas", search: { view: key } })}
          choices={VIEWS.map((key) => ({ key, label: ideas.views[key] }))}
        />
      </PageHead>
      <List key={view} view={view} />
    </>
  );
}

function List({ view }: { view: (typeof VIEWS)[number] }) {
  const { ideas: words } = useMessages();
  const [first, setFirst] = useState(PAGE);
  const list = useAsk(IdeasDocument, { first, after: null, ...asked(view) }, { keep: true });
  return (
    <Panel title={words.views[view]} flush>
      <Answered asked={list} loading={<Lines count={6} />}>
        {({ ideas }) =>
          ideas &&
          (ideas.edges.length === 0 ? (
            <Empty icon="ideas" title={words.none}>
              {words.noneText}
            </Empty>
          ) : (
            <>
              <Rows ideas={ideas.edges.map(({ node }) => node)} />
              {ideas.pageInfo.hasNextPage && first < PAGE_MAX && <More isPending={list.isFetching} onPress={() => setFirst(PAGE_MAX)} />}
            </>
          ))
        }
      </Answered>
    </Panel>
  );
}

function Rows({ ideas }: { ideas: readonly IdeaRowFragment[] }) {
  const { ideas: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<IdeaRowFragment>[] = [
    {
      key: "idea",
      name: words.columns.idea,
      cell: ({ id, title, text }) => (
        <span className={styles.name}>
          <Link to="/ideas/$id" params={{ id }}>
            {title || words.removed}
          </Link>
          <span className={styles.soft}>{text.slice(0, 80)}</span>
        </span>
      ),
    },
    { key: "state", name: words.columns.state, cell: (idea) => <IdeaBadges idea={idea} /> },
    { key: "project", name: words.columns.project, cell: ({ project }) => project ?? "–" },
    { key: "votes", name: words.columns.votes, end: true, named: true, cell: ({ votes }) => format.number(votes) },
    { key: "proposed", name: words.columns.proposed, end: true, named: true, cell: ({ proposedAt }) => format.dateTime(proposedAt) },
  ];
  return <Table label={words.title} columns={columns} rows={ideas} keyOf={({ id }) => id} />;
}
