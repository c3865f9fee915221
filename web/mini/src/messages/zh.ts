export const zh = {
  day: (year: string, month: string, day: string) => `${year}年${month}月${day}日`,
  shortDay: (month: string, day: string) => `${month}月${day}日`,
  dateTime: (shortDay: string, time: string) => `${shortDay} ${time}`,
  tabs: ["会员卡", "兑换", "卡券", "消息", "反馈"],
  unfinished: (name: string) => `「${name}」的兑换尚未完成`,
  unfinishedText: "再按一次即可得到结果，不会重复扣积分。",
  goOn: "继续兑换",
  givenUp: "兑换已取消，积分已退回。",
  code: (code: string) => `券码 ${code}`,
  toTill: "请将券码出示给店员。",
};
