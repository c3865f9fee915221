import type { Language } from "../lib/preferences.js";

/** Sentences with the names of what stands in them in braces. They come with the form, which is seldom open. */
export interface FormWords {
  unreadable: string;
  nothing: (section: string) => string;
  ladders: string;
  tiers: string;
  thresholds: (ladder: string) => string;
  reach: string;
  keep: string;
  multiplier: string;
  grace: string;
  tier: string;
  rules: string;
  perMoney: string;
  fixed: string;
  coupon: string;
  each: Readonly<Record<"line" | "item", string>>;
  byTier: string;
  byCampaigns: string;
  pending: string;
  times: string;
  amount: string;
  per: Readonly<Record<string, string>>;
  first: string;
  budget: string;
  when: string;
  on: Readonly<Record<string, string>>;
  copy: (name: string) => string;
  remove: (name: string) => string;
  campaigns: string;
  campaign: string;
  from: string;
  until: string;
  rewards: string;
  reward: string;
  price: string;
  stock: string;
  listPrice: string;
  clocks: string;
  priority: string;
  priorities: Readonly<Record<string, string>>;
  minutes: Readonly<Record<"first_response" | "next_response" | "resolution" | "follow_up", string>>;
  hours: string;
  hoursOf: Readonly<Record<"" | "always" | "business" | "mixed", string>>;
  slots: Readonly<Record<string, string>>;
}

const zh: FormWords = {
  unreadable: "文件不是有效的 YAML，请先在“文件”中修正。",
  nothing: (section) => `文件中没有 ${section}，请在“文件”中添加。`,
  ladders: "等级",
  tiers: "档位",
  thresholds: (ladder) => `${ladder}的门槛`,
  reach: "达到",
  keep: "保级",
  multiplier: "倍数 %",
  grace: "宽限 {grace_days} 天",
  tier: "等级",
  rules: "积分规则",
  perMoney: "{on}每满 {money} {currency}得 {points} {asset}",
  fixed: "{on}得 {points} {asset}",
  coupon: "{on}得优惠券 {coupon}",
  each: { line: "（每行）", item: "（每件）" },
  byTier: "× 等级倍数",
  byCampaigns: "× 活动倍数",
  pending: "{pending_days} 天后可用",
  times: "{per}最多 {times} 次",
  amount: "{per}最多 {amount}",
  per: { day: "每天", week: "每周", month: "每月", member: "每人" },
  first: "仅前 {first} 名",
  budget: "预算 {budget}",
  when: "条件",
  on: {
    order: "消费", visit: "到店", check_in: "签到", share: "分享", review: "评价", survey: "问卷", invite: "邀请", message_open: "打开消息",
    group_message: "群内发言", service_visit: "到店服务", profile_completion: "完善资料", browse: "浏览", search: "搜索", add_to_cart: "加购",
    remove_from_cart: "移出购物车", content_view: "阅读内容", like: "点赞", collect: "收藏", event_attendance: "参加活动", enrolment: "入会",
    birthday: "生日", enrolment_anniversary: "入会周年", first_order_anniversary: "首单周年", referral: "推荐好友", invited: "受邀入会",
    group_joined: "入群", group_silent: "群内沉默", group_koc: "群 KOC", group_run: "管理社群",
  },
  copy: (name) => `复制“${name}”`,
  remove: (name) => `删除“${name}”`,
  campaigns: "活动倍数",
  campaign: "积分 × {percent} %",
  from: "自 {from}",
  until: "至 {until}",
  rewards: "奖励",
  reward: "奖励",
  price: "积分价",
  stock: "库存",
  listPrice: "售价",
  clocks: "反馈时限（分钟）",
  priority: "优先级",
  priorities: { general: "一般", complex: "复杂", urgent: "紧急", public_complaint: "公开投诉" },
  minutes: { first_response: "首次回复", next_response: "再次回复", resolution: "解决", follow_up: "回访" },
  hours: "计时",
  hoursOf: { "": "按惯例", always: "全天", business: "工作时间", mixed: "各不相同" },
  slots: {
    money: "金额", points: "数量", percent: "百分比", pending_days: "天数", times: "次数", amount: "上限", first: "名额", budget: "预算",
    grace_days: "宽限天数", from: "开始日", until: "结束日", reach: "达到", keep: "保级", multiplier_percent: "倍数", price: "积分价",
    stock: "库存", list_price_minor: "售价",
  },
};

const en: FormWords = {
  unreadable: "The file is no valid YAML: mend it under File first.",
  nothing: (section) => `The file has no ${section}: add it under File.`,
  ladders: "Ladders",
  tiers: "Tiers",
  thresholds: (ladder) => `Thresholds of ${ladder}`,
  reach: "Reach",
  keep: "Keep",
  multiplier: "Multiplier %",
  grace: "{grace_days} days of grace",
  tier: "Tier",
  rules: "Earning rules",
  perMoney: "{points} {asset} for every {money} {currency} of {on}",
  fixed: "{points} {asset} for {on}",
  coupon: "The coupon {coupon} for {on}",
  each: { line: ", for each line", item: ", for each piece" },
  byTier: "× the tier's multiplier",
  byCampaigns: "× campaigns",
  pending: "spendable after {pending_days} days",
  times: "at most {times} times {per}",
  amount: "at most {amount} {per}",
  per: { day: "a day", week: "a week", month: "a month", member: "a member" },
  first: "the first {first} only",
  budget: "a budget of {budget}",
  when: "When",
  on: {
    order: "purchases", visit: "a visit", check_in: "a check-in", share: "sharing", review: "a review", survey: "a survey", invite: "an invitation",
    message_open: "opening a message", group_message: "a group message", service_visit: "a service visit", profile_completion: "a whole profile",
    browse: "browsing", search: "a search", add_to_cart: "adding to the cart", remove_from_cart: "taking out of the cart",
    content_view: "reading", like: "a like", collect: "collecting", event_attendance: "coming to an event", enrolment: "joining",
    birthday: "a birthday", enrolment_anniversary: "an anniversary of joining", first_order_anniversary: "an anniversary of the first order",
    referral: "a referral", invited: "being invited", group_joined: "joining a group", group_silent: "silence in a group",
    group_koc: "being KOC of a group", group_run: "running a group",
  },
  copy: (name) => `Copy “${name}”`,
  remove: (name) => `Remove “${name}”`,
  campaigns: "Campaigns",
  campaign: "points × {percent} %",
  from: "from {from}",
  until: "until {until}",
  rewards: "Rewards",
  reward: "Reward",
  price: "Points",
  stock: "Stock",
  listPrice: "List price",
  clocks: "Clocks of feedback, in minutes",
  priority: "Priority",
  priorities: { general: "General", complex: "Complex", urgent: "Urgent", public_complaint: "Public complaint" },
  minutes: { first_response: "First response", next_response: "Next response", resolution: "Resolution", follow_up: "Follow-up" },
  hours: "Hours",
  hoursOf: { "": "As usual", always: "Around the clock", business: "Business hours", mixed: "One by one" },
  slots: {
    money: "Money", points: "Amount", percent: "Percent", pending_days: "Days", times: "Times", amount: "At most", first: "Places", budget: "Budget",
    grace_days: "Days of grace", from: "First day", until: "Last day", reach: "Reach", keep: "Keep", multiplier_percent: "Multiplier",
    price: "Points", stock: "Stock", list_price_minor: "List price",
  },
};

export const FORM_WORDS: Readonly<Record<Language, FormWords>> = { zh, en };
