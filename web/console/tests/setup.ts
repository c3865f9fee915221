import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

import { allMessagesOf } from "../src/lib/messages.js";

// Parts are tested without the app around them.
await allMessagesOf("zh");
afterEach(cleanup);
