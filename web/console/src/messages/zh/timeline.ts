export const timeline = {
  filter: "只看",
  all: "全部",
  types: { ACTIVITY: "订单与到访", ENTRY: "积分", REDEMPTION: "兑换", TIER_DECISION: "等级", FEEDBACK: "反馈", TOUCH: "触达" },
  none: "还没有记录",
  noneText: "会员的订单、积分、兑换、等级、反馈与触达会按时间出现在这里。",
  away: "时间线暂时无法显示",
  awayText: "其中一项服务暂时不可用，或您缺少其权限。可以只看其他类型。",
  activities: {
    VISIT: "到访", ORDER: "消费", REFUND: "退货", CHECK_IN: "签到", SHARE: "分享", REVIEW: "评价", SURVEY: "问卷", INVITE: "邀请",
    MESSAGE_OPEN: "打开消息", GROUP_MESSAGE: "群聊发言", SERVICE_VISIT: "到店服务", PROFILE_COMPLETION: "完善资料", BROWSE: "浏览",
    SEARCH: "搜索", ADD_TO_CART: "加入购物车", REMOVE_FROM_CART: "移出购物车", CONTENT_VIEW: "阅读内容", LIKE: "点赞",
    COLLECT: "收藏", EVENT_ATTENDANCE: "参加活动",
  },
};
