import { createContext } from "preact";
import { useContext } from "preact/hooks";

import { formatOf, type Format } from "./formats.js";

export { formatOf, type Format };

export const FormatContext = createContext<Format>(formatOf("zh"));

export const useFormat = (): Format => useContext(FormatContext);
