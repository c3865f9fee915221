import { useMutation } from "@tanstack/react-query";
import {
  bulkRowsFile,
  feedbackResultsFile,
  memberExport,
  memberResultsFile,
  statementFile,
  TesseraError,
  uploadBulkFile,
  uploadFeedbackFile,
  uploadMemberFile,
  Wishes,
  type FeedbackUpload,
  type Rows,
  type RowsAsked,
} from "@tessera/client";
import { useState } from "react";

import { useApi } from "./api.js";
import type { Language } from "./preferences.js";
import type { Session } from "./session.js";

interface Upload {
  readonly kind: "ADJUSTMENTS" | "COUPONS";
  readonly content: File;
  readonly name: string;
  readonly reason: string;
}

interface Sent {
  readonly requestId: string;
  readonly language: Language;
  readonly token: Session["tokens"];
}

/** Uploads a file; its id. What is sent again without an answer has the same request id. */
function useUpload<Given extends { readonly content: File }>(
  session: Session,
  wish: string,
  send: (given: Given & Sent) => Promise<string>,
) {
  const { language } = useApi();
  const [wishes] = useState(() => new Wishes(wish));
  return useMutation<string, Error, Given>({
    mutationFn: async (given) => {
      const { content, ...said } = given;
      const requestId = wishes.idOf({ ...said, size: content.size, changed: content.lastModified });
      try {
        const id = await send({ ...given, requestId, language, token: session.tokens });
        wishes.answered();
        return id;
      } catch (error) {
        // A file that was refused is mended, and then it is another wish.
        if (error instanceof TesseraError && !error.passing) wishes.answered();
        throw error;
      }
    },
  });
}

/** Uploads a bulk file; its id. */
export const useBulkUpload = (session: Session) => useUpload<Upload>(session, "bulk", uploadBulkFile);

type Fetched = (name: string, content: Blob) => void;

function useRowsFile(session: Session, fetched: Fetched, ask: (asked: RowsAsked) => Promise<Rows>) {
  const { language } = useApi();
  return useMutation<void, Error, { fileId: string }>({
    mutationFn: async ({ fileId }) => {
      const file = await ask({ fileId, language, token: session.tokens });
      fetched(file.name, file.content);
    },
  });
}

/** The rows of a bulk file as CSV; `fetched` hands them to the person. */
export const useBulkRowsFile = (session: Session, fetched: Fetched) => useRowsFile(session, fetched, bulkRowsFile);

/** Uploads a file of members; its id. */
export const useMemberUpload = (session: Session) =>
  useUpload<{ readonly content: File; readonly name: string }>(session, "member-file", uploadMemberFile);

/** What became of the rows of a member file as CSV; `fetched` hands it to the person. */
export const useMemberResultsFile = (session: Session, fetched: Fetched) => useRowsFile(session, fetched, memberResultsFile);

type FeedbackSaid = Pick<FeedbackUpload, "name" | "channel" | "encoding">;

/** Uploads a file of feedback; its id. */
export const useFeedbackUpload = (session: Session) =>
  useUpload<FeedbackSaid & { readonly content: File }>(session, "feedback-file", uploadFeedbackFile);

/** What became of the rows of a feedback file as CSV; `fetched` hands it to the person. */
export const useFeedbackResultsFile = (session: Session, fetched: Fetched) => useRowsFile(session, fetched, feedbackResultsFile);

/** A member's month as a file, in the language of the screen; `fetched` hands it to the person. */
export function useStatementFile(session: Session, fetched: (name: string, content: Blob) => void) {
  const { language } = useApi();
  return useMutation<void, Error, { month: string; memberId: string }>({
    mutationFn: async (asked) => {
      const file = await statementFile({ ...asked, form: "pdf", language, token: session.tokens });
      fetched(file.name, file.content);
    },
  });
}

/** All that is kept of a member, as a zip; `fetched` hands it to the person. */
export function useMemberExport(session: Session, fetched: (name: string, content: Blob) => void) {
  const { language } = useApi();
  return useMutation<void, Error, { memberId: string; reason: string }>({
    mutationFn: async (asked) => {
      const file = await memberExport({ ...asked, language, token: session.tokens });
      fetched(file.name, file.content);
    },
  });
}
