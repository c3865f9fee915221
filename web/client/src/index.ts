export { attach, Attaching, putByFetch, type Parcel, type Put } from "./attachments.js";
export {
  bulkRowsFile,
  feedbackResultsFile,
  memberResultsFile,
  uploadBulkFile,
  uploadFeedbackFile,
  uploadMemberFile,
  type BulkUpload,
  type FeedbackUpload,
  type MemberUpload,
  type Rows,
  type RowsAsked,
} from "./bulkFiles.js";
export { Changes, type ChangesOptions } from "./changes.js";
export type { Document, Naming } from "./documents.js";
export { checkDraw, type Checked, type Told } from "./checkDraw.js";
export { Client, type Answer, type Options, type Tokens } from "./client.js";
export { refusal, TesseraError, type Code, type Problem } from "./errors.js";
export { Events, type EventsOptions } from "./events.js";
export type { Listener } from "./followed.js";
export * from "./generated/screens.js";
export { requestId } from "./ids.js";
export { goOn, type Held, type Origin, tokensOf } from "./login.js";
export { periodsUntil, type Period } from "./periods.js";
export { Polls, type News, type PollsOptions } from "./polls.js";
export { memberExport, type MemberExport } from "./exports.js";
export { statementFile, type Statement, type StatementFile } from "./statements.js";
export { byFetch, type Transport } from "./transport.js";
export { byWx, putByWx, socketsOf, type Wx } from "./wechat.js";
export { Wishes } from "./wishes.js";
