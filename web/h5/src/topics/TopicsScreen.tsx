import { useState } from "preact/hooks";

import { PostListDocument, TopicsPageDocument, type TopicsPageQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Select } from "../parts/Field.js";
import { Older } from "../parts/Older.js";
import { Empty, Loaded, Notice, Page, Panel } from "../parts/Page.js";
import { PostCard } from "./PostCard.js";
import { PostForm } from "./PostForm.js";
import styles from "./Topics.module.css";
import { VIEWS, chosen, type View } from "./views.js";

type Found = NonNullable<TopicsPageQuery["topics"]>;
type Topic = Found["topics"][number];

/** The brand's topics: what is open, a form to post, and what others wrote. */
export function TopicsScreen() {
  const { topics } = useMessages();
  const asked = useAsk(TopicsPageDocument, {});
  return (
    <Page title={asked.data?.topics?.name ?? topics.title} back="/">
      <Loaded asked={asked}>{({ topics: found }) => (found ? <Whole found={found} /> : <Empty>{topics.closed}</Empty>)}</Loaded>
    </Page>
  );
}

function Whole({ found }: { found: Found }) {
  const { topics: words } = useMessages();
  const format = useFormat();
  const [writing, setWriting] = useState<Topic>();
  const [said, setSaid] = useState("");
  const [view, setView] = useState<View>("top");
  const names = new Map(found.topics.map(({ code, name }) => [code, name]));
  const sent = (waits: boolean) => {
    setWriting(undefined);
    setSaid(waits ? words.waits : words.thanks);
    setView("own");
  };
  return (
    <>
      {said && <Notice>{said}</Notice>}
      <Panel title={words.yours} aside={words.left(format.number(found.postsLeft))}>
        {writing ? (
          <PostForm topic={writing} onDone={sent} onClose={() => setWriting(undefined)} />
        ) : (
          <ul class={styles["topics"]}>
            {found.topics.map((topic) => (
              <li key={topic.code}>
                <p class={styles["terms"]}>
                  <strong>{topic.name}</strong>
                  <Badge tone={topic.open ? "good" : "plain"}>{topic.open ? words.open : words.notOpen}</Badge>
                  {topic.posts > 0 && <Badge>{words.posts(format.number(topic.posts))}</Badge>}
                </p>
                {topic.invitation && <p>{topic.invitation}</p>}
                {topic.closesAt && <p class={styles["soft"]}>{words.until(format.dateTime(topic.closesAt))}</p>}
                {topic.mayPost && (
                  <Button wide label={words.writeUnder(topic.name)} onPress={() => setWriting(topic)}>
                    {words.write}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Select label={words.show} value={view} options={VIEWS.map((each) => [each, words.views[each]] as const)} onChange={(each) => setView(each as View)} />
      <PostsFrom key={view} view={view} names={names} after={null} />
    </>
  );
}

function PostsFrom({ view, names, after }: { view: View; names: ReadonlyMap<string, string>; after: string | null }) {
  const { topics: words } = useMessages();
  const asked = useAsk(PostListDocument, { after, topic: null, ...chosen(view) });
  return (
    <Loaded asked={asked}>
      {({ topicPosts }) =>
        topicPosts &&
        (topicPosts.edges.length === 0 ? (
          <Empty>{words.none}</Empty>
        ) : (
          <>
            <ul class={styles["posts"]}>
              {topicPosts.edges.map(({ node }) => (
                <li key={node.id}>
                  <PostCard post={node} topic={names.get(node.topic) ?? node.topic} />
                </li>
              ))}
            </ul>
            <Older page={topicPosts}>{(next) => <PostsFrom view={view} names={names} after={next} />}</Older>
          </>
        ))
      }
    </Loaded>
  );
}
