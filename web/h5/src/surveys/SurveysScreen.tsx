import { useState } from "preact/hooks";

import { MySurveysDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Icon } from "../parts/Icon.js";
import { Link } from "../parts/Link.js";
import { Empty, Loaded, Page } from "../parts/Page.js";
import { SurveyForm } from "./SurveyForm.js";
import styles from "./Surveys.module.css";
import type { Offer } from "./steps.js";

/** What the member is asked, or the survey whose id stands in the address. */
export function SurveysScreen({ rest }: { rest: string }) {
  const { surveys: words } = useMessages();
  const asked = useAsk(MySurveysDocument, {});
  // Once it is answered it is asked no more; its thanks are still to be read.
  const [opened, setOpened] = useState<Offer>();
  const found = asked.data?.me?.surveys?.find(({ id }) => id === rest);
  if (found && found.id !== opened?.id) setOpened(found);
  const offer = opened?.id === rest ? opened : found;
  return (
    <Page title={offer?.name ?? words.title} back={rest ? "/surveys" : "/"}>
      {offer ? (
        <SurveyForm key={offer.id} offer={offer} />
      ) : (
        <Loaded asked={asked}>{({ me }) => me?.surveys && (rest ? <Empty>{words.gone}</Empty> : <Offers offers={me.surveys} />)}</Loaded>
      )}
    </Page>
  );
}

function Offers({ offers }: { offers: readonly Offer[] }) {
  const { surveys: words } = useMessages();
  const format = useFormat();
  if (offers.length === 0) return <Empty>{words.none}</Empty>;
  return (
    <ul class={styles["offers"]}>
      {offers.map(({ id, name, questions, replies, expiresAt }) => (
        <li key={id}>
          <Link to={`/surveys/${id}`}>
            <span>
              <strong>{name}</strong>
              <small>
                {replies.length > 0 ? words.begun : words.questions(format.number(questions.length))} · {words.until(format.dateTime(expiresAt))}
              </small>
            </span>
            <Icon name="chevron" size={16} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
