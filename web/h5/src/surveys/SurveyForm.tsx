import { useState } from "preact/hooks";

import { AnswerSurveyPartDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Link } from "../parts/Link.js";
import { Notice, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import { kept, letGo, keep } from "./kept.js";
import { QuestionStep } from "./QuestionStep.js";
import styles from "./Surveys.module.css";
import { isEmpty, placeOf, repliesOf, sentReplies, shownQuestions, type Offer, type Replies, type Reply } from "./steps.js";

/** One question a step. What was answered is kept: by the service, or of an anonymous survey on this phone alone. */
export function SurveyForm({ offer }: { offer: Offer }) {
  const { surveys: words } = useMessages();
  const { id, anonymous, questions, thanks } = offer;
  const [replies, setReplies] = useState<Replies>(() => (anonymous ? kept(id) : repliesOf(offer.replies)));
  const [place, setPlace] = useState(() => placeOf(questions, replies));
  const part = useWish(AnswerSurveyPartDocument, "part");
  const whole = useWish(AnswerSurveyPartDocument, "survey");
  const shown = shownQuestions(questions, replies);
  const at = Math.min(place, shown.length - 1);
  const question = shown[at];
  if (whole.outcome && "done" in whole.outcome) {
    return (
      <Panel>
        <Notice>{thanks ?? words.thanks}</Notice>
        <p>
          <Link to="/">{words.toCard}</Link>
        </p>
      </Panel>
    );
  }
  if (!question) return null;
  const isLast = at === shown.length - 1;
  const isMissing = question.required && isEmpty(replies[question.code]);

  const say = (reply: Reply) => {
    const next = { ...replies, [question.code]: reply };
    setReplies(next);
    if (anonymous) keep(id, next);
  };
  const go = async () => {
    const given = { offerId: id, memberId: null, replies: sentReplies(questions, replies) };
    if (isLast) {
      const came = await whole.run({ ...given, complete: true });
      if ("done" in came) letGo(id);
    } else {
      // The next question does not wait for it: what is lost now comes with the next part.
      if (!anonymous) void part.run({ ...given, complete: false });
      setPlace(at + 1);
    }
  };

  return (
    <Panel title={words.step(String(at + 1), String(shown.length))} aside={anonymous ? words.anonymous : undefined}>
      <form
        class={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isMissing) void go();
        }}
      >
        <progress class={styles["progress"]} value={at + 1} max={shown.length} aria-label={words.step(String(at + 1), String(shown.length))} />
        <QuestionStep key={question.code} question={question} reply={replies[question.code]} onSay={say} />
        <Said outcome={whole.outcome} />
        <div class={styles["buttons"]}>
          {at > 0 && (
            <Button look="soft" onPress={() => setPlace(at - 1)}>
              {words.back}
            </Button>
          )}
          <Button type="submit" wide disabled={isMissing} isPending={whole.isPending}>
            {isLast ? words.send : words.next}
          </Button>
        </div>
      </form>
      {anonymous && <p class={styles["words"]}>{words.anonymousText}</p>}
    </Panel>
  );
}
