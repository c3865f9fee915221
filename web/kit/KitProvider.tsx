import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components";

import "./tokens.css";

/** Gives the controls their own words in the app's language. */
export function KitProvider({ language, children }: { language: "zh" | "en"; children: ReactNode }) {
  return <I18nProvider locale={language === "zh" ? "zh-CN" : "en-US"}>{children}</I18nProvider>;
}
