import { render } from "preact";

import "../../../kit/tokens.css";
import { show } from "../lib/preferences.js";
import { handedIn, Session } from "../lib/session.js";
import { App } from "./App.js";
import "./app.css";

show();
const session = new Session();
const take = () => {
  const handed = handedIn(location, history);
  if (handed) session.take(handed);
};
take();
// A host app hands over again by the same fragment, without loading the page anew.
addEventListener("hashchange", take);

const root = document.getElementById("root");
if (root) render(<App session={session} />, root);
