import { useState } from "preact/hooks";

import { IdeaListDocument, IdeasPageDocument, type IdeasPageQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Select } from "../parts/Field.js";
import { Older } from "../parts/Older.js";
import { Empty, Loaded, Notice, Page, Panel } from "../parts/Page.js";
import { IdeaCard } from "./IdeaCard.js";
import styles from "./Ideas.module.css";
import { IdeaView } from "./IdeaView.js";
import { ProposeForm } from "./ProposeForm.js";
import { TrialList } from "./TrialList.js";
import { VIEWS, chosen, type View } from "./views.js";

/** The brand's co-creation: ideas by votes, the member's own, and trials; or one idea, whose id stands in the address. */
export function IdeasScreen({ rest }: { rest: string }) {
  const { ideas } = useMessages();
  const asked = useAsk(IdeasPageDocument, {});
  if (rest) return <IdeaView id={rest} />;
  return (
    <Page title={asked.data?.ideaPlan?.name ?? ideas.title} back="/">
      <Loaded asked={asked}>{({ ideaPlan, trialInvitations }) => (ideaPlan ? <Plan plan={ideaPlan} trials={trialInvitations ?? []} /> : <Empty>{ideas.closed}</Empty>)}</Loaded>
    </Page>
  );
}

type Data = IdeasPageQuery;

function Plan({ plan, trials }: { plan: NonNullable<Data["ideaPlan"]>; trials: NonNullable<Data["trialInvitations"]> }) {
  const { ideas } = useMessages();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const [view, setView] = useState<View>("top");
  const propose = (waits: boolean) => {
    setOpen(false);
    setSaid(waits ? ideas.waits : ideas.thanks);
    setView("own");
  };
  return (
    <>
      {said && <Notice>{said}</Notice>}
      <Panel title={ideas.yours} aside={ideas.left(format.number(plan.proposalsLeft), format.number(plan.votesLeft))}>
        {isOpen ? (
          <ProposeForm charactersMax={plan.textCharactersMax} onDone={propose} onClose={() => setOpen(false)} />
        ) : (
          <Button wide disabled={plan.proposalsLeft === 0} onPress={() => setOpen(true)}>
            {ideas.propose}
          </Button>
        )}
      </Panel>
      <TrialList trials={trials} />
      <Select label={ideas.show} value={view} options={VIEWS.map((each) => [each, ideas.views[each]] as const)} onChange={(each) => setView(each as View)} />
      <IdeasFrom key={view} view={view} after={null} />
    </>
  );
}

function IdeasFrom({ view, after }: { view: View; after: string | null }) {
  const { ideas: words } = useMessages();
  const asked = useAsk(IdeaListDocument, { after, ...chosen(view) });
  return (
    <Loaded asked={asked}>
      {({ ideas }) =>
        ideas &&
        (ideas.edges.length === 0 ? (
          <Empty>{words.none}</Empty>
        ) : (
          <>
            <ul class={styles["ideas"]}>
              {ideas.edges.map(({ node }) => (
                <li key={node.id}>
                  <IdeaCard idea={node} />
                </li>
              ))}
            </ul>
            <Older page={ideas}>{(next) => <IdeasFrom view={view} after={next} />}</Older>
          </>
        ))
      }
    </Loaded>
  );
}
