import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

import { messagesOf } from "../src/lib/messages.js";

// Parts are tested without the app around them.
await messagesOf("zh");
afterEach(cleanup);
