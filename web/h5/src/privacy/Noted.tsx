import type { PrivacyPageQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Panel } from "../parts/Page.js";

type Tags = NonNullable<NonNullable<PrivacyPageQuery["me"]>["tags"]>;

/** The words that the brand noted about the member, since when, and whether a rule did. */
export function Noted({ tags }: { tags: Tags }) {
  const { privacy } = useMessages();
  const format = useFormat();
  if (tags.length === 0) return null;
  return (
    <Panel title={privacy.noted}>
      <p>{privacy.notedText}</p>
      <ul>
        {tags.map(({ tag, source, setAt }) => (
          <li key={tag.code}>
            <strong>{tag.name}</strong> · {format.date(setAt)}
            {source === "RULE" && <> · {privacy.byRule}</>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
