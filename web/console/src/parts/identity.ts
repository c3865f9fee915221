/** The kinds by which a member is found; the member's own id is one more. */
export type Kind =
  | "MEMBER_ID"
  | "PHONE"
  | "WECHAT_OPENID"
  | "WECHAT_UNIONID"
  | "APP_ID"
  | "POS_CARD"
  | "EMAIL"
  | "IN_CAR"
  | "WECOM_EXTERNAL_ID";

export const KINDS: readonly Kind[] = [
  "PHONE",
  "POS_CARD",
  "MEMBER_ID",
  "WECHAT_OPENID",
  "WECHAT_UNIONID",
  "EMAIL",
  "APP_ID",
  "IN_CAR",
  "WECOM_EXTERNAL_ID",
];

/** How each kind is written; the first that fits is what a text most likely is. */
const FORMS: readonly [kind: Kind, form: RegExp][] = [
  ["MEMBER_ID", /^(mem_[a-z0-9]{10,}|TWVtYmVyOm[\w+/=-]+)$/],
  ["EMAIL", /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ["PHONE", /^(\+[1-9]\d{6,14}|(\+?86)?1[3-9]\d{9})$/],
  ["WECHAT_OPENID", /^(o[\w-]{27}|.*openid.*)$/i],
  ["WECHAT_UNIONID", /^(oc?[\w-]{28}|.*unionid.*)$/i],
  ["WECOM_EXTERNAL_ID", /^w[mo][\w-]{30}$/],
  ["IN_CAR", /^[A-HJ-NPR-Z0-9]{17}$/],
  ["POS_CARD", /^\d{4,19}$/],
];

/** The kind that a text most likely is. Spaces and dashes in numbers do not count. */
export function kindOf(typed: string): Kind {
  const text = typed.trim();
  const bare = /^[+\d][\d\s-]+$/.test(text) ? text.replace(/[\s-]/g, "") : text;
  return FORMS.find(([, form]) => form.test(bare))?.[0] ?? "APP_ID";
}

/** The identity as the service has it: phone numbers in E.164, numbers without spaces. */
export function written(kind: Kind, typed: string): string {
  const text = typed.trim();
  if (kind === "EMAIL") return text.toLowerCase();
  if (kind !== "PHONE" && kind !== "POS_CARD") return text;
  const bare = text.replace(/[\s-]/g, "");
  if (kind === "POS_CARD" || bare.startsWith("+")) return bare;
  return /^86\d{11}$/.test(bare) ? `+${bare}` : /^1\d{10}$/.test(bare) ? `+86${bare}` : `+${bare}`;
}

/** Whether a text is long enough, and of a form, to look a member up by. */
export function looksLikeIdentity(typed: string): boolean {
  const text = typed.trim();
  return text.length >= 4 && !/\s/.test(text.replace(/(?<=\d)\s(?=\d)/g, "")) && /\d|@|^mem_/.test(text);
}
