import { OneIdeaDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Link } from "../parts/Link.js";
import { Empty, Loaded, Page, Panel } from "../parts/Page.js";
import { IdeaCard } from "./IdeaCard.js";
import styles from "./Ideas.module.css";

/** One idea with what happened to it, and why. */
export function IdeaView({ id }: { id: string }) {
  const { ideas } = useMessages();
  const format = useFormat();
  const asked = useAsk(OneIdeaDocument, { id });
  return (
    <Page title={ideas.one} back="/ideas">
      <Loaded asked={asked}>
        {({ idea }) =>
          idea ? (
            <>
              <IdeaCard key={idea.id} idea={idea} whole />
              {idea.intoIdeaId && (
                <p>
                  <Link to={`/ideas/${idea.intoIdeaId}`}>{ideas.into}</Link>
                </p>
              )}
              <Panel title={ideas.history} aside={idea.mergedIdeas > 0 ? ideas.merged(format.number(idea.mergedIdeas)) : undefined}>
                <ol class={styles["history"]}>
                  {idea.history.map(({ kind, at, shelf, reason }, n) => (
                    <li key={n}>
                      <strong>{kind === "MOVED" ? (ideas.shelves[shelf] ?? shelf) : (ideas.steps[kind] ?? kind)}</strong>
                      <small>{format.dateTime(at)}</small>
                      {reason && <p>{reason}</p>}
                    </li>
                  ))}
                </ol>
              </Panel>
            </>
          ) : (
            <Empty>{ideas.gone}</Empty>
          )
        }
      </Loaded>
    </Page>
  );
}
