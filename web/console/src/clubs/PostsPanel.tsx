import { Badge, Button, Empty, Panel } from "@tessera/kit";
import { useState } from "react";

import { GroupPostsDocument, type GroupPostRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Clubs.module.css";
import { PostDialog } from "./PostDialog.js";

/** What was posted to a group lately, and what a check stopped. */
export function PostsPanel({ groupId }: { groupId: string }) {
  const { clubs } = useMessages();
  const words = clubs.posts;
  const [isWriting, setWriting] = useState(false);
  const asked = useAsk(GroupPostsDocument, { id: groupId }, { keep: true });
  const posts = asked.data?.data.groupPosts?.edges.map(({ node }) => node) ?? [];
  return (
    <Panel title={words.title} actions={<Button onPress={() => setWriting(true)}>{words.write}</Button>}>
      {posts.length > 0 ? (
        <ul className={styles.posts}>
          {posts.map((post) => (
            <li key={post.id}>
              <Found post={post} />
            </li>
          ))}
        </ul>
      ) : (
        <Empty icon="clubs" title={words.none}>
          {words.noneText}
        </Empty>
      )}
      {isWriting && <PostDialog groupId={groupId} onClose={() => setWriting(false)} />}
    </Panel>
  );
}

/** A decision on a post: the text for staff, or the check that stopped it. */
export function Found({ post }: { post: GroupPostRowFragment }) {
  const { clubs } = useMessages();
  const format = useFormat();
  const words = clubs.posts;
  const stopped = post.checks.find(({ passed }) => !passed);
  return (
    <div className={styles.name}>
      <span>
        <Badge tone={post.allowed ? "good" : "bad"}>{post.allowed ? words.allowed : words.stopped}</Badge> {post.message.name} · {words.members(format.number(post.members))} ·{" "}
        {format.dateTime(post.postedAt)}
        {post.postedBy && ` · ${post.postedBy}`}
      </span>
      {post.text !== null && (
        <span>
          {words.copy} <strong>{post.text}</strong>
        </span>
      )}
      {stopped && (
        <span>
          {stopped.text} {stopped.until && words.until(format.dateTime(stopped.until))}
        </span>
      )}
    </div>
  );
}
