export { checkDraw, type Checked } from "@tessera/client";
