import { app } from "./app.js";
import { books } from "./books.js";
import { feedback } from "./feedback.js";
import { members } from "./members.js";
import { programme } from "./programme.js";
import { approvals, audit, explorer, today, vouchers } from "./work.js";

export const zh = { app, approvals, audit, books, explorer, feedback, members, programme, today, vouchers };
