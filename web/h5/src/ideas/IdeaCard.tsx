import { useState } from "preact/hooks";

import { VoteForIdeaDocument, type IdeaCardFragment } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge, type Tone } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Link } from "../parts/Link.js";
import { Said } from "../parts/Said.js";
import styles from "./Ideas.module.css";
import { takesVotes } from "./views.js";

const TONES: Readonly<Record<string, Tone>> = { INCUBATING: "warn", IMPLEMENTED: "good" };

/** An idea with its votes; `whole` without a link to itself. */
export function IdeaCard({ idea, whole }: { idea: IdeaCardFragment; whole?: boolean }) {
  const { ideas } = useMessages();
  const format = useFormat();
  const wish = useWish(VoteForIdeaDocument, "vote");
  const [now, setNow] = useState({ votes: idea.votes, voted: idea.voted });
  const title = idea.title || ideas.removed;
  const vote = async () => {
    const came = await wish.run({ ideaId: idea.id, voted: !now.voted, memberId: null });
    if ("done" in came && came.done.idea) setNow(came.done.idea);
  };
  return (
    <article class={styles["idea"]}>
      <h2>{whole ? title : <Link to={`/ideas/${idea.id}`}>{title}</Link>}</h2>
      <p class={styles["terms"]}>
        <Badge tone={TONES[idea.shelf] ?? "plain"}>{ideas.shelves[idea.shelf] ?? idea.shelf}</Badge>
        {idea.state !== "OPEN" && <Badge tone={idea.state === "REFUSED" ? "bad" : "plain"}>{ideas.states[idea.state] ?? idea.state}</Badge>}
        {idea.mine && <Badge>{ideas.mine}</Badge>}
        <Badge>{ideas.votes(format.number(now.votes))}</Badge>
      </p>
      {idea.project && <p>{ideas.project(idea.project)}</p>}
      <p class={whole ? undefined : styles["short"]}>{idea.text}</p>
      {idea.answer && (
        <p class={styles["answer"]}>
          <strong>{ideas.answer}</strong> {idea.answer}
        </p>
      )}
      {takesVotes(idea) && (
        <Button wide look={now.voted ? "soft" : "main"} isPending={wish.isPending} label={now.voted ? ideas.takeBackOf(title) : ideas.voteOf(title)} onPress={() => void vote()}>
          {now.voted ? ideas.takeBack : ideas.vote}
        </Button>
      )}
      <Said outcome={wish.outcome} />
    </article>
  );
}
