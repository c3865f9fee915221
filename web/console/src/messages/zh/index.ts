import { app } from "./app.js";
import { feedback } from "./feedback.js";
import { members } from "./members.js";
import { approvals, audit, explorer, today, vouchers } from "./work.js";

export const zh = { app, approvals, audit, explorer, feedback, members, today, vouchers };
