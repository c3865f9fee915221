import { useState } from "preact/hooks";

import { LikeOnePostDocument, WithdrawOnePostDocument, type PostCardFragment } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Said } from "../parts/Said.js";
import styles from "./Topics.module.css";
import { mayDo } from "./views.js";

const SHORT = 12;

/** A post, with what the member may do with it. */
export function PostCard({ post, topic }: { post: PostCardFragment; topic: string }) {
  const { topics: words } = useMessages();
  const format = useFormat();
  const liking = useWish(LikeOnePostDocument, "like");
  const ending = useWish(WithdrawOnePostDocument, "withdraw");
  const [now, setNow] = useState({ likes: post.likes, liked: post.liked });
  const [state, setState] = useState(post.state);
  const act = mayDo({ mine: post.mine, state });
  const short = post.text.slice(0, SHORT);
  const last = post.history.at(-1);
  const like = async () => {
    const came = await liking.run({ postId: post.id, liked: !now.liked, memberId: null });
    if ("done" in came && came.done.post) setNow(came.done.post);
  };
  const withdraw = async () => {
    const came = await ending.run({ postId: post.id, memberId: null });
    if ("done" in came && came.done.post) setState(came.done.post.state);
  };
  return (
    <article class={styles["post"]}>
      <p class={styles["terms"]}>
        <Badge>{topic}</Badge>
        {post.praised && <Badge tone="good">{words.praised}</Badge>}
        {post.mine && <Badge>{words.mine}</Badge>}
        {state !== "OPEN" && <Badge tone={state === "REFUSED" ? "bad" : "plain"}>{words.states[state] ?? state}</Badge>}
        <Badge>{words.likes(format.number(now.likes))}</Badge>
      </p>
      <p class={styles["text"]}>{post.text || words.removed}</p>
      {last?.reason && <p class={styles["soft"]}>{words.reason(last.reason)}</p>}
      {act === "like" && (
        <Button wide look={now.liked ? "soft" : "main"} isPending={liking.isPending} label={now.liked ? words.unlikeOf(short) : words.likeOf(short)} onPress={() => void like()}>
          {now.liked ? words.unlike : words.like}
        </Button>
      )}
      {act === "withdraw" && (
        <Button look="soft" isPending={ending.isPending} label={words.withdrawOf(short)} onPress={() => void withdraw()}>
          {words.withdraw}
        </Button>
      )}
      <Said outcome={liking.outcome} />
      <Said outcome={ending.outcome} />
    </article>
  );
}
