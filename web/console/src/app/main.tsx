import { createRoot } from "react-dom/client";

import { show } from "../lib/preferences.js";
import { Session, tokenInAddress } from "../lib/session.js";
import { App } from "./App.js";

show();
const session = new Session();
const token = tokenInAddress(location, history);
if (token) session.signIn(token);

const root = document.getElementById("root");
if (root) createRoot(root).render(<App session={session} />);
