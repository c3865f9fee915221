export { periodsUntil } from "@tessera/client";
