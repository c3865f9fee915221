import { Link, useParams } from "@tanstack/react-router";
import { Button, Empty, Facts, Panel } from "@tessera/kit";
import { useState } from "react";

import { IdeaPageDocument, type IdeaPageQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import { IdeaAct } from "./IdeaAct.js";
import { IdeaBadges } from "./IdeaBadges.js";
import styles from "./Ideas.module.css";
import { actsOf, type Act } from "./views.js";

type Found = NonNullable<IdeaPageQuery["idea"]>;
type Trials = NonNullable<IdeaPageQuery["trials"]>["edges"];

/** An idea: what it says, what happened to it, its trials, and what can be done with it. */
export function IdeaPage() {
  const { id } = useParams({ from: "/ideas/$id" });
  const { ideas } = useMessages();
  const asked = useAsk(IdeaPageDocument, { id }, { keep: true });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ idea, trials }) =>
        idea ? (
          <Whole idea={idea} trials={trials?.edges ?? []} />
        ) : (
          <>
            <PageHead title={id} />
            <Empty icon="ideas" title={ideas.missing} action={<Link to="/ideas">{ideas.back}</Link>}>
              {ideas.missingText}
            </Empty>
          </>
        )
      }
    </Answered>
  );
}

function Whole({ idea, trials }: { idea: Found; trials: Trials }) {
  const { ideas: words } = useMessages();
  const format = useFormat();
  const [act, setAct] = useState<Act>();
  const facts: [string, React.ReactNode][] = [
    [words.columns.votes, format.number(idea.votes)],
    [words.columns.proposed, format.dateTime(idea.proposedAt)],
  ];
  if (idea.memberId) facts.push([words.member, <Link key="m" to="/members/$id" params={{ id: idea.memberId }}>{words.toMember}</Link>]);
  if (idea.project) facts.push([words.columns.project, idea.project]);
  if (idea.answer) facts.push([words.answer, idea.answer]);
  if (idea.intoIdeaId) facts.push([words.into, <Link key="i" to="/ideas/$id" params={{ id: idea.intoIdeaId }}>{idea.intoIdeaId}</Link>]);
  return (
    <>
      <PageHead title={idea.title || words.removed} lead={<IdeaBadges idea={idea} />}>
        {actsOf(idea).map((each, n) => (
          <Button key={each} look={n === 0 ? "primary" : "plain"} onPress={() => setAct(each)}>
            {words.acts[each]}
          </Button>
        ))}
      </PageHead>
      <Stack>
        <Panel title={words.about}>
          <p className={styles.text}>{idea.text}</p>
          <Facts facts={facts} />
        </Panel>
        {trials.length > 0 && <TrialsPanel trials={trials} />}
        <Panel title={words.history}>
          <ol className={styles.history}>
            {idea.history.map(({ kind, at, shelf, reason, operator, otherIdeaId }, n) => (
              <li key={n}>
                <strong>{kind === "MOVED" ? (words.shelves[shelf] ?? shelf) : (words.steps[kind] ?? kind)}</strong>
                <span className={styles.soft}>{[format.dateTime(at), operator].filter(Boolean).join(" · ")}</span>
                {reason && <p>{reason}</p>}
                {otherIdeaId && (
                  <Link to="/ideas/$id" params={{ id: otherIdeaId }}>
                    {words.other}
                  </Link>
                )}
              </li>
            ))}
          </ol>
        </Panel>
      </Stack>
      {act && <IdeaAct act={act} idea={idea} onClose={() => setAct(undefined)} />}
    </>
  );
}

function TrialsPanel({ trials }: { trials: Trials }) {
  const { ideas: words } = useMessages();
  const format = useFormat();
  return (
    <Panel title={words.trials}>
      <ul className={styles.history}>
        {trials.map(({ node }) => (
          <li key={node.id}>
            <strong>{node.name}</strong>
            <span className={styles.soft}>
              {words.places(format.number(node.taken), format.number(node.places), format.number(node.invited))} · {words.until(format.day(node.closes))}
            </span>
            <p className={styles.badges}>
              {node.memberIds.map((id, n) => (
                <Link key={id} to="/members/$id" params={{ id }}>
                  {words.participant(String(n + 1))}
                </Link>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
