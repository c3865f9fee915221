import { app } from "./app.js";
import { feedback } from "./feedback.js";
import { friends } from "./friends.js";
import { members } from "./members.js";
import { mergeRequests } from "./mergeRequests.js";
import { views } from "./views.js";
import { approvals, audit, explorer, today, vouchers } from "./work.js";

/** The frame, and what staff do all day: loaded with the language. */
export const first = {
  app,
  approvals,
  audit,
  explorer,
  feedback,
  friends,
  members,
  mergeRequests,
  today,
  views,
  vouchers,
};
