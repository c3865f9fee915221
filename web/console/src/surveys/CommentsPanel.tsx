import { Link } from "@tanstack/react-router";
import { Empty, Panel } from "@tessera/kit";
import { useState } from "react";

import { SurveyCommentsDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More } from "../parts/Page.js";
import type { Asked } from "./RepliesPanel.js";
import styles from "./Surveys.module.css";
import { writtenOn } from "./writtenOn.js";

const PAGE = 10;
const PAGE_MAX = 100;

/** What members wrote, with the score of the same answer; of an anonymous survey without a member. */
export function CommentsPanel({ code, questions }: { code: string; questions: readonly Asked[] }) {
  const { surveys: words } = useMessages();
  const format = useFormat();
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(SurveyCommentsDocument, { code, first }, { keep: true });
  const textOf = (each: string) => questions.find(({ question }) => question.code === each)?.question.text ?? each;
  return (
    <Panel title={words.comments.title}>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ surveyComments: found }) =>
          found &&
          (found.edges.length === 0 ? (
            <Empty icon="feedback" title={words.comments.none}>
              {words.comments.noneText}
            </Empty>
          ) : (
            <>
              <ul className={styles.comments}>
                {found.edges.map(({ node: { question, text, score, memberId, day } }, n) => (
                  <li key={n}>
                    <p>{text}</p>
                    <p className={styles.soft}>
                      {[textOf(question), score !== null && words.comments.score(String(score)), day && writtenOn(format, day)].filter(Boolean).join(" · ")}
                      {memberId && (
                        <>
                          {" · "}
                          <Link to="/members/$id" params={{ id: memberId }}>
                            {words.comments.member}
                          </Link>
                        </>
                      )}
                    </p>
                  </li>
                ))}
              </ul>
              {found.pageInfo.hasNextPage && first < PAGE_MAX && <More isPending={asked.isFetching} onPress={() => setFirst(PAGE_MAX)} />}
            </>
          ))
        }
      </Answered>
    </Panel>
  );
}
