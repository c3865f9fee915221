import { useMessages } from "../lib/messages.js";
import { Panel } from "../parts/Page.js";

/** How long each kind of data is kept. A kind that this release does not know is left out. */
export function KeptFor({ times }: { times: readonly { kind: string; days: number | null }[] }) {
  const { privacy } = useMessages();
  const known = times.filter(({ kind }) => kind in privacy.kinds);
  return (
    <Panel title={privacy.keptFor}>
      <ul>
        {known.map(({ kind, days }) => (
          <li key={kind}>{privacy.kept(privacy.kinds[kind] ?? kind, days)}</li>
        ))}
      </ul>
      <p>{privacy.keptForEver}</p>
    </Panel>
  );
}
