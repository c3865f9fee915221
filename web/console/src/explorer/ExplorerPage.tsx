import { Badge, Button, Notice, Panel, toast } from "@tessera/kit";
import { useEffect, useState } from "react";

import { useRaw } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { PageHead } from "../parts/Page.js";
import { curlOf } from "./curl.js";
import { Editor } from "./Editor.js";
import styles from "./Explorer.module.css";

const KEPT = "tessera.explorer";
const FIRST = `query Catalogue {
  programme {
    version
    ladders {
      name
      tiers { name reach }
    }
  }
  catalogue(first: 5) {
    edges {
      node { name price soldOut }
    }
  }
}
`;

interface Answer {
  readonly text: string;
  readonly ms: number;
  readonly cost: number | undefined;
}

/** Asks the gateway anything, with completion by its own schema. In development only. */
export function ExplorerPage() {
  const { app, explorer } = useMessages();
  const format = useFormat();
  const { config, session } = useSignedIn();
  const [query, setQuery] = useState(() => sessionStorage.getItem(KEPT) ?? FIRST);
  const [variables, setVariables] = useState("");
  const [answer, setAnswer] = useState<Answer>();
  const [wrong, setWrong] = useState("");
  const [isPending, setPending] = useState(false);
  const raw = useRaw(session);
  useEffect(() => sessionStorage.setItem(KEPT, query), [query]);
  const run = async () => {
    setWrong("");
    setPending(true);
    const began = performance.now();
    try {
      const said = (await raw(query, variables)) as { extensions?: { cost?: number } };
      setAnswer({
        text: JSON.stringify(said, null, 2),
        ms: Math.round(performance.now() - began),
        cost: said.extensions?.cost,
      });
    } catch (error) {
      setWrong(error instanceof SyntaxError ? explorer.wrongVariables : app.states.away);
    } finally {
      setPending(false);
    }
  };
  if (!config.development) return <Notice tone="info">{explorer.hidden}</Notice>;
  return (
    <>
      <PageHead title={explorer.title} lead={explorer.lead}>
        <Button
          icon="copy"
          onPress={() => {
            void navigator.clipboard?.writeText(curlOf(location.origin, query, variables));
            toast(app.states.copied);
          }}
        >
          {explorer.copyCurl}
        </Button>
        <Button look="primary" icon="play" isPending={isPending} onPress={() => void run()}>
          {explorer.run}
        </Button>
      </PageHead>
      {wrong && (
        <Notice tone="bad" urgent>
          {wrong}
        </Notice>
      )}
      <div className={styles.columns}>
        <div className={styles.asked}>
          <Panel title={explorer.query} flush>
            <Editor kind="graphql" label={explorer.query} value={query} onChange={setQuery} onRun={() => void run()} />
          </Panel>
          <Panel title={explorer.variables} flush>
            <Editor kind="json" label={explorer.variables} value={variables} onChange={setVariables} onRun={() => void run()} />
          </Panel>
        </div>
        <Panel
          title={explorer.answer}
          flush
          actions={
            answer && (
              <>
                {answer.cost !== undefined && <Badge>{explorer.cost(format.number(answer.cost))}</Badge>}
                <Badge>{explorer.took(format.number(answer.ms))}</Badge>
              </>
            )
          }
        >
          <pre className={styles.answer} tabIndex={0} aria-label={explorer.answer} aria-live="polite" role="group">
            {answer?.text}
          </pre>
        </Panel>
      </div>
    </>
  );
}
