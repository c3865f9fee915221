import { AnswerIdeaDocument, MergeIdeasDocument, ModerateIdeaDocument, MoveIdeaDocument, OpenTrialDocument, type IdeaRowFragment } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { FieldsDialog, wasDone, type Field, type Values } from "../parts/FieldsDialog.js";
import { memberIds, type Act } from "./views.js";

const NAME_MAX = 80;
const REASON_MAX = 500;
const ANSWER_MAX = 1000;
const ID_MAX = 64;
const DAY_LENGTH = 10;
const MEMBERS_MAX = 30_000;

interface Props {
  act: Act;
  idea: Pick<IdeaRowFragment, "id" | "project">;
  onClose: () => void;
}

/** One of the things that operators do with an idea, with the words that it needs. */
export function IdeaAct({ act, idea: { id: ideaId, project }, onClose }: Props) {
  const { ideas: words } = useMessages();
  const moderate = useWish(ModerateIdeaDocument, "moderate");
  const move = useWish(MoveIdeaDocument, "move");
  const merge = useWish(MergeIdeasDocument, "merge");
  const answer = useWish(AnswerIdeaDocument, "answer");
  const trial = useWish(OpenTrialDocument, "trial");
  const fields = words.fields;
  const reason = (optional = false): Field => ({ key: "reason", label: fields.reason, most: REASON_MAX, lines: true, optional });
  const names: readonly Field[] = [
    { key: "zh", label: fields.nameZh, most: NAME_MAX },
    { key: "en", label: fields.nameEn, most: NAME_MAX },
  ];
  const wordsOf = (values: Values) => ({ zh: values["zh"] ?? "", en: values["en"] ?? "" });
  const shared = { title: words.acts[act], action: words.acts[act], done: words.done, onClose };
  switch (act) {
    case "open":
    case "refuse":
      return (
        <FieldsDialog
          {...shared}
          fields={[reason(act === "open")]}
          wish={moderate}
          send={(values) => wasDone(moderate.run({ ideaId, open: act === "open", reason: values["reason"] ?? null }))}
        />
      );
    case "incubate":
      return (
        <FieldsDialog
          {...shared}
          text={words.tells}
          fields={[...names, reason()]}
          wish={move}
          send={(values) => wasDone(move.run({ ideaId, shelf: "INCUBATING", reason: values["reason"] ?? "", project: wordsOf(values) }))}
        />
      );
    case "implement":
    case "back":
      return (
        <FieldsDialog
          {...shared}
          text={act === "implement" ? words.tells : (project ?? "")}
          fields={[reason()]}
          wish={move}
          send={(values) => wasDone(move.run({ ideaId, shelf: act === "implement" ? "IMPLEMENTED" : "IDEA", reason: values["reason"] ?? "", project: null }))}
        />
      );
    case "merge":
      return (
        <FieldsDialog
          {...shared}
          text={words.mergeText}
          fields={[{ key: "into", label: fields.into, most: ID_MAX, hint: fields.intoHint }, reason(true)]}
          wish={merge}
          send={(values) => wasDone(merge.run({ ideaId, intoIdeaId: values["into"] ?? "", reason: values["reason"] ?? null }))}
        />
      );
    case "answer":
      return (
        <FieldsDialog
          {...shared}
          fields={[
            { key: "zh", label: fields.answerZh, most: ANSWER_MAX, lines: true },
            { key: "en", label: fields.answerEn, most: ANSWER_MAX, lines: true },
          ]}
          wish={answer}
          send={(values) => wasDone(answer.run({ ideaId, answer: wordsOf(values) }))}
        />
      );
    case "trial":
      return (
        <FieldsDialog
          {...shared}
          text={words.trialText}
          fields={[
            ...names,
            { key: "places", label: fields.places, most: 3 },
            { key: "closes", label: fields.closes, most: DAY_LENGTH, hint: fields.closesHint },
            { key: "members", label: fields.members, most: MEMBERS_MAX, lines: true, hint: fields.membersHint },
          ]}
          wish={trial}
          send={(values) =>
            wasDone(
              trial.run({
                ideaId,
                name: wordsOf(values),
                places: Number(values["places"]) || 0,
                closes: values["closes"] ?? "",
                memberIds: [...memberIds(values["members"] ?? "")],
              }),
            )
          }
        />
      );
  }
}
