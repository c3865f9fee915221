import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, SelectField, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { TopicNamesDocument, TopicPostsDocument, type PostRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More, PageHead, Stack } from "../parts/Page.js";
import { CalendarPanel } from "./CalendarPanel.js";
import { PostAct } from "./PostAct.js";
import styles from "./Topics.module.css";
import { VIEWS, actsOf, asked, viewOf, type Act } from "./views.js";

const PAGE = 20;
const PAGE_MAX = 100;

/** Posts of members: the moderators' queue, what is open, and the content calendar. */
export function TopicsPage() {
  const { view: named } = useSearch({ from: "/topics" });
  const { topics } = useMessages();
  const navigate = useNavigate();
  const view = viewOf(named);
  const names = useAsk(TopicNamesDocument, {}, { keep: true });
  return (
    <>
      <PageHead title={topics.title} lead={topics.lead}>
        <SelectField
          hideLabel
          label={topics.show}
          value={view}
          onChange={(key) => void navigate({ to: "/topics", search: { view: key } })}
          choices={VIEWS.map((key) => ({ key, label: topics.views[key] }))}
        />
      </PageHead>
      <Answered asked={names} loading={<Lines count={6} />}>
        {({ topics: found }) =>
          found ? (
            <Stack>
              <List key={view} view={view} names={new Map(found.topics.map(({ code, name }) => [code, name]))} />
              <CalendarPanel names={new Map(found.topics.map(({ code, name }) => [code, name]))} />
            </Stack>
          ) : (
            <Empty icon="topics" title={topics.closed}>
              {topics.closedText}
            </Empty>
          )
        }
      </Answered>
    </>
  );
}

type Names = ReadonlyMap<string, string>;

function List({ view, names }: { view: (typeof VIEWS)[number]; names: Names }) {
  const { topics: words } = useMessages();
  const [first, setFirst] = useState(PAGE);
  const list = useAsk(TopicPostsDocument, { first, after: null, topic: null, ...asked(view) }, { keep: true });
  return (
    <Panel title={words.views[view]} flush>
      <Answered asked={list} loading={<Lines count={6} />}>
        {({ topicPosts }) =>
          topicPosts &&
          (topicPosts.edges.length === 0 ? (
            <Empty icon="topics" title={words.none}>
              {words.noneText}
            </Empty>
          ) : (
            <>
              <Rows posts={topicPosts.edges.map(({ node }) => node)} names={names} />
              {topicPosts.pageInfo.hasNextPage && first < PAGE_MAX && <More isPending={list.isFetching} onPress={() => setFirst(PAGE_MAX)} />}
            </>
          ))
        }
      </Answered>
    </Panel>
  );
}

function Rows({ posts, names }: { posts: readonly PostRowFragment[]; names: Names }) {
  const { topics: words } = useMessages();
  const format = useFormat();
  const [chosen, setChosen] = useState<{ act: Act; id: string }>();
  const columns: readonly Column<PostRowFragment>[] = [
    {
      key: "post",
      name: words.columns.post,
      cell: (post) => (
        <span className={styles.post}>
          <span className={styles.badges}>
            <Badge>{names.get(post.topic) ?? post.topic}</Badge>
            {post.urgent && <Badge tone="bad">{words.urgent}</Badge>}
            {post.praised && <Badge tone="good">{words.praised}</Badge>}
            {post.alikePostId && <Badge tone="warn">{words.alike}</Badge>}
            {post.foundWords.map((word) => (
              <Badge key={word} tone="warn">
                {word}
              </Badge>
            ))}
          </span>
          <p>{post.text || words.removed}</p>
          <Reason post={post} />
        </span>
      ),
    },
    { key: "likes", name: words.columns.likes, end: true, named: true, cell: ({ likes }) => format.number(likes) },
    { key: "at", name: words.columns.at, end: true, named: true, cell: ({ submittedAt }) => format.dateTime(submittedAt) },
    {
      key: "member",
      name: words.columns.member,
      cell: ({ memberId }) =>
        memberId ? (
          <Link to="/members/$id" params={{ id: memberId }}>
            {words.toMember}
          </Link>
        ) : (
          "–"
        ),
    },
    {
      key: "acts",
      name: words.columns.acts,
      cell: (post) => (
        <span className={styles.acts}>
          {actsOf(post).map((act) => (
            <Button key={act} aria-label={words.actOf(words.acts[act], post.text.slice(0, 20))} onPress={() => setChosen({ act, id: post.id })}>
              {words.acts[act]}
            </Button>
          ))}
        </span>
      ),
    },
  ];
  return (
    <>
      <Table label={words.title} columns={columns} rows={posts} keyOf={({ id }) => id} />
      {chosen && <PostAct act={chosen.act} postId={chosen.id} onClose={() => setChosen(undefined)} />}
    </>
  );
}

/** The operator's latest word about the post. */
function Reason({ post }: { post: PostRowFragment }) {
  const { topics: words } = useMessages();
  const format = useFormat();
  const last = post.history.at(-1);
  if (!last?.operator) return null;
  return (
    <span className={styles.soft}>
      {[words.steps[last.kind] ?? last.kind, format.dateTime(last.at), last.operator, last.reason].filter(Boolean).join(" · ")}
    </span>
  );
}
