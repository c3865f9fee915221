/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** The goods that a member is about to buy, with coupons and points. */
export type BasketInput = {
  /** The coupons to use, at most 10, each once. */
  readonly couponIds?: ReadonlyArray<string> | null | undefined;
  /** The currency of all amounts: the programme's, ISO 4217. */
  readonly currency?: string;
  /** 1 to 200 lines, at their list prices. */
  readonly lines: ReadonlyArray<OrderLineInput>;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The points to pay with. */
  readonly points?: number;
  /** The costs of shipping, in minor units. */
  readonly shippingMinor?: number;
  /** The store, at most 64 characters. */
  readonly storeId?: string | null | undefined;
};

/** The state of a basket. */
export type BasketState =
  /** They were let go. */
  | 'CANCELLED'
  /** A till took them for an order. */
  | 'CAPTURED'
  /** The hold ended by itself, and they are let go. */
  | 'EXPIRED'
  /** Coupons and points are set aside. */
  | 'HELD'
  | '%future added value';

/** A held basket to let go. */
export type CancelBasketInput = {
  /** The basket. */
  readonly basketId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A redemption to cancel. */
export type CancelRedemptionInput = {
  /** The redemption, by global id or bare id. */
  readonly redemptionId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A check-in for today, in the brand's time zone. */
export type CheckInInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The store in which the member checks in, at most 64 characters; left out elsewhere. */
  readonly storeId?: string | null | undefined;
};

/** A redemption to confirm. */
export type ConfirmRedemptionInput = {
  /** The redemption, by global id or bare id. */
  readonly redemptionId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A use that the brand makes of a member's data. */
export type ConsentPurpose =
  /** Offers and advertising. */
  | 'MARKETING'
  /** Decisions by the member's own characteristics. */
  | 'PROFILING'
  /** The needs of the membership itself: receipts, answers to feedback. */
  | 'SERVICE'
  /** Passing the member's data to others. */
  | 'SHARING'
  /** Questions to the member. */
  | 'SURVEY'
  | '%future added value';

/** A way by which the brand reaches a member. */
export type ContactChannel =
  /** Every contact channel. */
  | 'ALL'
  /** Push messages of the brand's app. */
  | 'APP_PUSH'
  /** E-mail. */
  | 'EMAIL'
  /** The inbox in the brand's app. */
  | 'IN_APP'
  /** The in-car terminal. */
  | 'IN_CAR'
  /** Telephone calls. */
  | 'PHONE'
  /** Text messages. */
  | 'SMS'
  /** A program of a partner. */
  | 'WEBHOOK'
  /** WeChat. */
  | 'WECHAT'
  /** WeCom. */
  | 'WECOM'
  | '%future added value';

/** Further words in the thread of an item, by its writer. */
export type ContinueFeedbackInput = {
  /** The item, by global id or bare id. */
  readonly feedbackId: string;
  /** True when the words say that it is not resolved: an item that is resolved by then opens again; without it, such an item takes no more words. False when left out. */
  readonly reopens?: boolean;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The words, 1 to 4,000 characters. */
  readonly text: string;
};

/** The reason why a coupon is not good for a basket. */
export type CouponHindrance =
  /** It is good for other articles. */
  | 'LINES'
  /** The lines that it is good for come to too little. */
  | 'MINIMUM'
  /** There is nothing that it could take off. */
  | 'NOTHING_OFF'
  /** It is good for other stores. */
  | 'STORE'
  | '%future added value';

/** The state of a coupon. */
export type CouponState =
  /** Its last day is over, and nobody used it. */
  | 'EXPIRED'
  /** The member can use it. */
  | 'GRANTED'
  /** A basket holds it for a while. */
  | 'HELD'
  /** An operator took it back, or the refund of the order for which a rule gave it. */
  | 'REVOKED'
  /** A basket used it up. */
  | 'USED'
  | '%future added value';

/** The state of an item of feedback. */
export type FeedbackState =
  /** A person of the team has the item. */
  | 'ASSIGNED'
  /** The team has closed the item. */
  | 'CLOSED'
  /** The member says that it helped. */
  | 'CONFIRMED'
  /** The item is taken in, and not routed yet. */
  | 'NEW'
  /** The member says that it did not help. */
  | 'REOPENED'
  /** The team says that it is done. */
  | 'RESOLVED'
  /** The item has a category, a priority and a team. */
  | 'TRIAGED'
  /** The team waits for the member. */
  | 'WAITING'
  | '%future added value';

/** A basket to set coupons and points aside for. */
export type HoldBasketInput = {
  /** The goods, coupons and points. */
  readonly basket: BasketInput;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The purpose of a message. */
export type MessagePurpose =
  /** An offer or advertising, which the member agreed to. */
  | 'MARKETING'
  /** It belongs to the membership. */
  | 'SERVICE'
  /** A question, which the member agreed to. */
  | 'SURVEY'
  | '%future added value';

/** A message that its member opens. */
export type OpenMessageInput = {
  /** The message, by `InboxMessage.id`. */
  readonly messageId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A line of an order, or the part of it that is given back. */
export type OrderLineInput = {
  /** The price of the whole line, in minor units. */
  readonly amountMinor: number;
  /** The id of the line, unique in its order, 1 to 64 characters. */
  readonly lineId: string;
  /** The number of pieces. */
  readonly quantity?: number;
  /** The series of the article, at most 64 characters. */
  readonly series?: string | null | undefined;
  /** The article, at most 64 characters. */
  readonly sku?: string | null | undefined;
};

/** One of the member's own items. */
export type OwnFeedbackInput = {
  /** The item, by global id or bare id. */
  readonly feedbackId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The judgement of a member on what became of one of their items. */
export type RateFeedbackInput = {
  /** The item, by global id or bare id. */
  readonly feedbackId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** From 1, it did not help at all, to 5. */
  readonly score: number;
};

/** A reward to redeem. */
export type RedeemInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The code of the reward, as the catalogue has it. */
  readonly rewardCode: string;
};

/** The state of a redemption. */
export type RedemptionState =
  /** The member or an operator released the hold. */
  | 'CANCELLED'
  /** The points are taken, and the voucher is issued. */
  | 'CONFIRMED'
  /** The hold ended by itself before it was confirmed. */
  | 'EXPIRED'
  /** Points and stock are set aside. */
  | 'HELD'
  | '%future added value';

/** Feedback that a member gives. */
export type SubmitFeedbackInput = {
  /** True when the writer stays unknown, which visitors always do: nothing of the caller is kept, nobody can answer it but in public, and it is none of `Member.feedback`. Then without `memberId`, `orderId` and `attachmentUrls`, and with uploads that were asked for anonymously. Take a `requestId` at random. False when left out. */
  readonly anonymous?: boolean;
  /** Links to attachments that are elsewhere: https, each at most 500 characters. Together with `attachments`, at most 9; none when left out. */
  readonly attachmentUrls?: ReadonlyArray<string>;
  /** References to uploads, as `requestUpload` gave them. Together with `attachmentUrls`, at most 9; none when left out. */
  readonly attachments?: ReadonlyArray<string>;
  /** The channel by which it came, 1 to 32 characters; mini_program when left out. */
  readonly channel?: string;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators may name the member; the item is anonymous where they do not. */
  readonly memberId?: string | null | undefined;
  /** The order that it is about, at most 128 characters. */
  readonly orderId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The stars of a review, 1 to 5; none when left out. */
  readonly stars?: number | null | undefined;
  /** The store that it is about, at most 128 characters. */
  readonly storeId?: string | null | undefined;
  /** The words of the member, 1 to 4,000 characters. */
  readonly text: string;
};

/** A reason for a refusal; the description of each mutation names its own. */
export type UserErrorCode =
  /** The account carries too many lots or holds. 账户批次或冻结过多。 */
  | 'ACCOUNT_FULL'
  /** The programme names no such channel: take a code of insight.acquisition. 方案中没有该获客渠道，请使用 insight.acquisition 中的编码。 */
  | 'ACQUISITION_CHANNEL_NOT_FOUND'
  /** The activity is over the programme's limits: correct it, or raise earning.limits. 行为超出会员方案的上限，请更正，或调整 earning.limits。 */
  | 'ACTIVITY_OVER_LIMIT'
  /** The activity's time is out of range. 行为发生时间超出允许范围。 */
  | 'ACTIVITY_TIME_INVALID'
  /** No such adviser: choose one of the programme's section advisers. 没有该管家，请从会员方案的 advisers 中选择。 */
  | 'ADVISER_NOT_FOUND'
  /** The member has this adviser already, or none: choose another one. 该会员的管家已是此人或尚无管家，请选择其他管家。 */
  | 'ADVISER_UNCHANGED'
  /** This day is checked in already: choose another. 该日期已签到，请选择其他日期。 */
  | 'ALREADY_CHECKED_IN'
  /** The amount is zero or out of range. 数额为零或超出范围。 */
  | 'AMOUNT_INVALID'
  /** This approval was decided before, or its time is over. 该审批已处理或已过期。 */
  | 'APPROVAL_ENDED'
  /** No such approval. 审批不存在。 */
  | 'APPROVAL_NOT_FOUND'
  /** A second operator must decide on this. 须由另一位操作员审批。 */
  | 'APPROVAL_OWN'
  /** Unknown asset. 未知资产。 */
  | 'ASSET_UNKNOWN'
  /** The attachment is not valid any more: send it again. 附件已失效，请重新上传。 */
  | 'ATTACHMENT_INVALID'
  /** The programme has no benefit of this code: choose one of the member's card. 当前方案没有该权益，请选择会员卡上的权益。 */
  | 'BENEFIT_UNKNOWN'
  /** None of this benefit is left in this term: wait for the next one. 本期该权益已用完，请等待下一期。 */
  | 'BENEFIT_USED_UP'
  /** No such use of a benefit: read its id again. 权益使用记录不存在，请核对后重试。 */
  | 'BENEFIT_USE_NOT_FOUND'
  /** Only the store that handed the benefit over can reverse it, once and only that day. 仅提供该权益的门店可在当日撤销一次。 */
  | 'BENEFIT_USE_NOT_REVERSIBLE'
  /** The birthday was changed as often as it may be this year: change it from the day named. 今年生日修改次数已用完，请于所示日期起再修改。 */
  | 'BIRTHDAY_CHANGE_LIMIT'
  /** You approved this broadcast before: another operator must approve it too. 您已批准过该群发，还须由另一位运营人员批准。 */
  | 'BROADCAST_APPROVED_BEFORE'
  /** It changed since you read it: read it again, and approve that; or draft another one. 群发内容已变更：请重新阅读后再批准，或另建一个。 */
  | 'BROADCAST_CHANGED'
  /** No such broadcast: choose one of the list. 群发不存在，请从列表中选择。 */
  | 'BROADCAST_NOT_FOUND'
  /** You drafted this broadcast: another operator must approve it. 该群发由您起草，须由另一位运营人员批准。 */
  | 'BROADCAST_OWN'
  /** Not possible in the state of this broadcast: draft another one. 该群发当前状态不允许此操作，请另建一个。 */
  | 'BROADCAST_STATE'
  /** No members are left for a message of this broadcast: draft another one. 该群发没有剩余会员可发送，请新建群发。 */
  | 'BROADCAST_WITHOUT_REST'
  /** Not possible in the state of this file: to carry it out once more, upload it again. 该文件当前状态不允许此操作，如需再次执行请重新上传。 */
  | 'BULK_FILE_ENDED'
  /** No such file: choose one of the list. 文件不存在，请从列表中选择。 */
  | 'BULK_FILE_NOT_FOUND'
  /** The token is for another channel: send the channel of the token. 令牌属于其他渠道，请使用令牌对应的渠道。 */
  | 'CHANNEL_NOT_OURS'
  /** This basket is captured, cancelled or timed out: hold it again. 该购物篮已结算、取消或超时，请重新锁定。 */
  | 'CHECKOUT_ENDED'
  /** A till holds this basket: ask there, or wait until its hold ends. 该购物篮由收银台锁定，请联系门店或等待锁定结束。 */
  | 'CHECKOUT_HELD_BY_TILL'
  /** No such basket: hold it first. 购物篮不存在，请先锁定。 */
  | 'CHECKOUT_NOT_FOUND'
  /** Points pay in steps and up to a limit, both named: change the number of points. 积分抵现须为所示步长的整数倍且不超过上限，请调整积分数量。 */
  | 'CHECKOUT_POINTS_INVALID'
  /** This brand takes no points as payment: send the basket without points. 该品牌不支持积分抵现，请不使用积分重新提交。 */
  | 'CHECKOUT_POINTS_UNAVAILABLE'
  /** You hold as many baskets as you may: cancel one, or wait until its hold ends. 您锁定的购物篮已达上限，请取消一个或等待锁定结束。 */
  | 'CHECKOUT_TOO_MANY_HELD'
  /** The brand's programme does not offer this. 该品牌的会员方案未提供此功能。 */
  | 'CHECK_IN_UNAVAILABLE'
  /** No such client: choose one of the list. 没有该客户端，请从列表中选择。 */
  | 'CLIENT_NOT_FOUND'
  /** This client was revoked for ever: make another one. 该客户端已永久停用，请新建一个。 */
  | 'CLIENT_REVOKED'
  /** You have not got the scope named: ask an operator who has all scopes of this client. 您没有所示权限，请由拥有该客户端全部权限的运营人员操作。 */
  | 'CLIENT_SCOPE_NOT_YOURS'
  /** The brand asks for no consent for this purpose: add its text to the programme first. 该品牌未就此用途征求同意，请先在会员方案中添加文本。 */
  | 'CONSENT_NOT_ASKED'
  /** The programme has no such version of this text: show the current one and ask again. 会员方案无此版本的同意文本，请展示最新版本并重新征求同意。 */
  | 'CONSENT_VERSION_UNKNOWN'
  /** All of these coupons are given out: raise their total in the programme, or give another. 该优惠券已发完，请在会员方案中提高总量，或改发其他券。 */
  | 'COUPONS_EXHAUSTED'
  /** This coupon was good until the day named: leave it out. 该优惠券已于所示日期到期，请移除后重试。 */
  | 'COUPON_EXPIRED'
  /** Another basket holds this coupon: cancel that one, or wait until its hold ends. 该优惠券正被另一购物篮占用，请取消该购物篮或等待占用结束。 */
  | 'COUPON_HELD'
  /** This member has had as many of these coupons as one member may. 该会员领取此优惠券已达上限。 */
  | 'COUPON_LIMIT_REACHED'
  /** This coupon is not good for this basket: leave it out, or change the basket. 该优惠券不适用于此购物篮，请移除该券或调整商品。 */
  | 'COUPON_NOT_APPLICABLE'
  /** These coupons do not go together: leave one of them out. 这些优惠券不能同时使用，请保留其中一张。 */
  | 'COUPON_NOT_COMBINABLE'
  /** No such coupon: read its code again. 优惠券不存在，请核对券码后重试。 */
  | 'COUPON_NOT_FOUND'
  /** This coupon was taken back: leave it out. 该优惠券已被收回，请移除该券。 */
  | 'COUPON_REVOKED'
  /** These coupons ended on the day named: give another. 该优惠券已于所示日期截止，请改发其他券。 */
  | 'COUPON_TYPE_ENDED'
  /** The programme has no such coupon: choose one of its coupon types. 会员方案中没有此优惠券，请选择方案内的券种。 */
  | 'COUPON_TYPE_NOT_FOUND'
  /** This coupon was used before, at the time named: leave it out. 该优惠券已于所示时间使用，请移除后重试。 */
  | 'COUPON_USED'
  /** No such delivery: those that ended are kept for 30 days, and a replay sends older ones. 投递不存在，已结束的投递保留30天，更早的请使用重放。 */
  | 'DELIVERY_NOT_FOUND'
  /** No such webhook endpoint: choose one of the brand's. Webhook 端点不存在，请选择该品牌的其他端点。 */
  | 'ENDPOINT_NOT_FOUND'
  /** This webhook endpoint is off: switch it on first. 该 Webhook 端点已停用，请先启用。 */
  | 'ENDPOINT_OFF'
  /** Webhooks need an https address of a public host on port 443 or 8443, without a user. Webhook 须为公网主机的 https 地址，端口 443 或 8443，不含用户名。 */
  | 'ENDPOINT_URL_INVALID'
  /** No erasure of this member waits: there is nothing to cancel. 没有等待中的注销申请，无需取消。 */
  | 'ERASURE_NOT_WAITING'
  /** The erasure was asked for already: wait for the day named, or cancel it. 注销申请已提交，请等待所示日期，或取消该申请。 */
  | 'ERASURE_WAITING'
  /** Changed meanwhile: read it again. 数据已变更，请重新读取。 */
  | 'ETAG_MISMATCH'
  /** Signed up already: see the sign-up named. 您已报名，请查看已有报名。 */
  | 'EVENT_ALREADY_SIGNED_UP'
  /** Attendance is taken between the times named only. 仅可在所示时间内登记到场。 */
  | 'EVENT_ATTENDANCE_CLOSED'
  /** All seats and places of the waiting list are taken: try again later, for some members cancel. 名额和候补均已满，可稍后再试，或有会员取消。 */
  | 'EVENT_FULL'
  /** This event is for other members: choose another one. 该活动不面向您的会员类型，请选择其他活动。 */
  | 'EVENT_NOT_FOR_MEMBER'
  /** No such event: choose one of the brand's. 活动不存在，请选择该品牌的其他活动。 */
  | 'EVENT_NOT_FOUND'
  /** Sign-up is closed now: sign up between the times named. 当前不在报名时间内，请在所示时间报名。 */
  | 'EVENT_SIGN_UP_CLOSED'
  /** No event has this type: choose one of the types that are listed. 没有此事件类型，请从列表中选择。 */
  | 'EVENT_TYPE_UNKNOWN'
  /** The experiment has no such arm: choose one of its arms. 该实验没有此分组，请选择已有分组。 */
  | 'EXPERIMENT_ARM_NOT_FOUND'
  /** A published experiment stays as it is: write a new one with another code. 已发布的实验不可更改，请使用新的编码另建一个。 */
  | 'EXPERIMENT_FROZEN'
  /** No such experiment: choose one of the list. 实验不存在，请从列表中选择。 */
  | 'EXPERIMENT_NOT_FOUND'
  /** You asked for this step: another operator must give their word. 该步骤由您提出，须由另一位运营人员确认。 */
  | 'EXPERIMENT_OWN'
  /** The stage is not over: wait until the time told. 该阶段尚未结束，请等到所示时间。 */
  | 'EXPERIMENT_STAGE_TOO_EARLY'
  /** Not possible in the state of this experiment: look at it again. 该实验当前状态不允许此操作，请重新查看。 */
  | 'EXPERIMENT_STATE'
  /** Anonymous feedback has no writer: leave out what would lead to one, and answer by a public notice. 匿名反馈没有署名：请去掉会指向本人的内容，并以公开通告答复。 */
  | 'FEEDBACK_ANONYMOUS'
  /** Resolved already: say that it is not, or send your words as new feedback. 该反馈已处理完成：如未解决请选择重新打开，或另行提交反馈。 */
  | 'FEEDBACK_ENDED'
  /** This file was started or ended already: read it again, or upload it anew. 该文件已开始或已结束：请刷新查看，或重新上传。 */
  | 'FEEDBACK_FILE_ENDED'
  /** No such file of feedback, or it is older than 180 days: upload it. 反馈文件不存在或已超过 180 天，请重新上传。 */
  | 'FEEDBACK_FILE_NOT_FOUND'
  /** No such group of feedback: take the group of an item. 反馈分组不存在，请使用反馈所属的分组。 */
  | 'FEEDBACK_GROUP_NOT_FOUND'
  /** No such feedback. 反馈不存在。 */
  | 'FEEDBACK_NOT_FOUND'
  /** Not resolved yet: rate it once the team says that it is. 尚未解决，请在处理完成后再评价。 */
  | 'FEEDBACK_NOT_RESOLVED'
  /** You rated this already: the first rating stands. 您已评价过，首次评价有效。 */
  | 'FEEDBACK_RATED'
  /** This fix is announced already, and is told once: see the fix named. 该问题已通知过解决，仅通知一次，请查看已有通知。 */
  | 'FIX_ANNOUNCED'
  /** No such fix, or it has no public notice: choose one of the list. 解决通知不存在或未公开，请从列表中选择。 */
  | 'FIX_NOT_FOUND'
  /** This cannot be given to another member. 该资产不支持转赠。 */
  | 'GIFTS_UNAVAILABLE'
  /** This is more than can be given in a day or a month: give less, or wait. 超出每日或每月转赠上限，请减少数量或稍后再试。 */
  | 'GIFT_LIMIT_REACHED'
  /** New members cannot give yet: wait until the day named. 新会员暂不能转赠，请于所示日期后再试。 */
  | 'GIFT_TOO_EARLY'
  /** A gift has at least the amount named: give more. 转赠数量低于下限，请增加数量。 */
  | 'GIFT_TOO_SMALL'
  /** Giver and receiver are the same: choose another member. 不能转赠给自己，请选择其他会员。 */
  | 'GIFT_TO_SELF'
  /** The programme has no such kind of groups: use one of its section groups. 会员方案中没有此类群组，请使用 groups 中声明的类型。 */
  | 'GROUP_KIND_UNKNOWN'
  /** No such group: choose one of the list. 群组不存在，请从列表中选择。 */
  | 'GROUP_NOT_FOUND'
  /** The member is not in this group: read the groups again. 该会员不在此群组中，请重新查看。 */
  | 'GROUP_NOT_JOINED'
  /** A group has one owner and two assistants: take the role from another member first. 每个群组有一名群主和两名助理，请先取消其他成员的角色。 */
  | 'GROUP_ROLE_TAKEN'
  /** This brand takes no ideas: send your words as feedback. 该品牌未开放创意征集，请改为提交反馈。 */
  | 'IDEAS_NOT_OFFERED'
  /** You have reached the limit: come back tomorrow for votes, next month for ideas. 已达上限：投票请明天再来，创意请下月再提。 */
  | 'IDEA_LIMIT_REACHED'
  /** Not possible for this idea as it stands: load it again. 该创意当前不允许此操作，请刷新后再试。 */
  | 'IDEA_MOVE_NOT_ALLOWED'
  /** This is open to certain members only: see the rules of the co-creation. 仅限符合条件的会员参与，请查看共创规则。 */
  | 'IDEA_NOT_ALLOWED'
  /** No such idea: choose one of the list. 创意不存在，请从列表中选择。 */
  | 'IDEA_NOT_FOUND'
  /** The member does not have this identity: read the member again. 该会员没有此身份，请重新查询会员信息。 */
  | 'IDENTITY_NOT_HELD'
  /** This identity belongs to another member. 该身份已属于其他会员。 */
  | 'IDENTITY_TAKEN'
  /** No such message: look at the inbox again. 消息不存在，请刷新收件箱。 */
  | 'INBOX_MESSAGE_NOT_FOUND'
  /** Not enough of the asset named: earn more of it first. 所示资产不足，请先获取更多。 */
  | 'INSUFFICIENT_ASSET'
  /** Not enough points. 积分不足。 */
  | 'INSUFFICIENT_POINTS'
  /** A field is invalid: correct it and send again. 字段无效，请更正后重试。 */
  | 'INVALID_ARGUMENT'
  /** Only new members can be invited: this person was a member before. 仅限邀请新会员，该用户此前已是会员。 */
  | 'INVITEE_NOT_NEW'
  /** No such invite code: check it, or ask your friend for the link. 邀请码不存在，请核对或向好友索取链接。 */
  | 'INVITE_CODE_UNKNOWN'
  /** This is your own invite code: use a friend's. 这是您自己的邀请码，请使用好友的邀请码。 */
  | 'INVITE_OWN_CODE'
  /** Members cannot invite each other in a ring: use another friend's code. 不能互相邀请，请使用其他好友的邀请码。 */
  | 'INVITE_RING'
  /** A friend invited this member already: one invite is all that counts. 该会员已接受过好友邀请，不能重复接受。 */
  | 'INVITE_TAKEN'
  /** The time for entering an invite code is over: it was until the time named. 填写邀请码的期限已过（截至所示时间）。 */
  | 'INVITE_TOO_LATE'
  /** No such journey: choose one of the programme in force. 旅程不存在，请选择当前方案中的旅程。 */
  | 'JOURNEY_NOT_FOUND'
  /** No such ladder: choose one of the programme. 等级体系不存在，请选择会员方案中的等级体系。 */
  | 'LADDER_NOT_FOUND'
  /** This is the member's only identity: link another one first. 这是会员唯一的身份，请先关联其他身份。 */
  | 'LAST_IDENTITY'
  /** The limit for this member is reached. 已达到领取上限。 */
  | 'LIMIT_REACHED'
  /** This lottery is open on the days named: draw then. 抽奖活动不在开放日期内，请在所示日期参与。 */
  | 'LOTTERY_CLOSED'
  /** No draw is left for today: draw again tomorrow. 今日抽奖次数已用完，请明天再来。 */
  | 'LOTTERY_DAY_LIMIT'
  /** No such lottery: choose one of the brand's. 抽奖活动不存在，请选择该品牌的其他活动。 */
  | 'LOTTERY_NOT_FOUND'
  /** No draw is possible now: an operator must restore the key of the lotteries. 暂时无法抽奖，请联系运营人员恢复抽奖密钥。 */
  | 'LOTTERY_SEED_UNAVAILABLE'
  /** This day is before the member's enrolment: choose a later one. 该日期早于入会日期，请选择更近的日期。 */
  | 'MAKE_UP_BEFORE_ENROLMENT'
  /** Only a past day can be made up: check in for today. 只能补签过去的日期，今天请直接签到。 */
  | 'MAKE_UP_DAY_NOT_PAST'
  /** This day is too long ago: choose a later one. 该日期已超出补签期限，请选择更近的日期。 */
  | 'MAKE_UP_DAY_TOO_OLD'
  /** No manual tier of this member on the ladder: there is nothing to end. 该会员在此等级体系中没有人工授予的等级，无需结束。 */
  | 'MANUAL_TIER_NOT_FOUND'
  /** This member was erased: leave the member out, or enrol them anew. 该会员已注销，请去掉会员信息或重新注册。 */
  | 'MEMBER_ERASED'
  /** This file was started or ended already: read it again, or upload it anew. 该文件已开始或已结束：请刷新查看，或重新上传。 */
  | 'MEMBER_FILE_ENDED'
  /** No such file of members, or it is older than 180 days: upload it. 会员名单文件不存在或已超过 180 天，请重新上传。 */
  | 'MEMBER_FILE_NOT_FOUND'
  /** The member is in as many groups as one may be: leave one first. 该会员加入的群组数量已达上限，请先退出一个。 */
  | 'MEMBER_GROUPS_FULL'
  /** This member was merged already: use the survivor that is named. 该会员已合并，请使用所示的保留会员。 */
  | 'MEMBER_MERGED'
  /** No such member. 会员不存在。 */
  | 'MEMBER_NOT_FOUND'
  /** These are the same member: choose another one. 两者是同一会员，请选择其他会员。 */
  | 'MERGE_INTO_SELF'
  /** No such merge: choose one of the list. 合并记录不存在，请从列表中选择。 */
  | 'MERGE_NOT_FOUND'
  /** This request to merge is over: look at the list again. 该合并申请已处理或已过期，请刷新列表。 */
  | 'MERGE_REQUEST_ENDED'
  /** There is no such request to merge: look at the list again. 没有该合并申请，请刷新列表。 */
  | 'MERGE_REQUEST_NOT_FOUND'
  /** You asked for this already: the brand decides on it. 您已提交过合并申请，请等待品牌处理。 */
  | 'MERGE_REQUEST_WAITING'
  /** One member would have too many of what is named: remove some of them first. 合并后所示数量超过上限，请先移除一部分。 */
  | 'MERGE_TOO_LARGE'
  /** This merge was undone already: read it again. 该合并已撤销，请重新查看。 */
  | 'MERGE_UNDONE'
  /** This merge can be undone no more: correct by adjustments what is wrong. 该合并已无法撤销，请通过人工调整更正。 */
  | 'MERGE_UNDO_OVER'
  /** No such message: choose one of the programme's. 消息不存在，请选择方案中的消息。 */
  | 'MESSAGE_NOT_FOUND'
  /** The alarm is in another state by now: look at it again. 告警状态已变更，请重新查看。 */
  | 'METRIC_ALARM_MOVED'
  /** No such alarm: take an id from the list of alarms. 没有该告警，请从告警列表中选择。 */
  | 'METRIC_ALARM_NOT_FOUND'
  /** The to-do is in another state by now: look at it again. 待办状态已变更，请重新查看。 */
  | 'METRIC_TODO_MOVED'
  /** No such to-do: take an id from the list of to-dos. 没有该待办，请从待办列表中选择。 */
  | 'METRIC_TODO_NOT_FOUND'
  /** Not possible in this state. 当前状态不允许此操作。 */
  | 'MOVE_NOT_ALLOWED'
  /** This offer is not proposed to the member today: read the list again. 该推荐今日未向该会员展示，请重新读取推荐列表。 */
  | 'NEXT_OFFER_NOT_FOUND'
  /** Too few tickets for a draw: earn some first. 抽奖券不足，请先获取抽奖券。 */
  | 'NO_LOTTERY_TICKET'
  /** No make-up card is left: get one first. 没有可用的补签卡，请先获取补签卡。 */
  | 'NO_MAKE_UP_CARD'
  /** No such order. 订单不存在。 */
  | 'ORDER_NOT_FOUND'
  /** Out of stock. 库存不足。 */
  | 'OUT_OF_STOCK'
  /** You are not allowed to do this. 没有权限执行此操作。 */
  | 'PERMISSION_DENIED'
  /** This brand sends no codes to phones: add the section phone_codes to its programme first. 该品牌未开通短信验证码，请先在会员方案中添加 phone_codes。 */
  | 'PHONE_CODES_NOT_OFFERED'
  /** The code is not good any more: ask for a new one. 验证码已失效，请重新获取。 */
  | 'PHONE_CODE_EXPIRED'
  /** No more codes today: try again tomorrow. 今日验证码次数已达上限，请明天再试。 */
  | 'PHONE_CODE_LIMIT_REACHED'
  /** A code was just sent to this number: wait a moment before the next one. 验证码刚刚发送，请稍后再获取。 */
  | 'PHONE_CODE_TOO_SOON'
  /** This is not the code: read the newest SMS again. 验证码错误，请核对最新的短信。 */
  | 'PHONE_CODE_WRONG'
  /** The phone number is invalid: use the international form. 手机号无效，请使用国际格式。 */
  | 'PHONE_INVALID'
  /** This number belongs to no other membership: bind it to yours. 该手机号未绑定其他会员账号，可直接绑定。 */
  | 'PHONE_NOT_TAKEN'
  /** This number belongs to another membership: log in with it, or ask the brand to merge the two. 该手机号已绑定其他会员账号，请用该手机号登录，或联系品牌合并账号。 */
  | 'PHONE_OF_ANOTHER_MEMBER'
  /** Not possible for this post as it stands: load it again. 该内容当前不允许此操作，请刷新后再试。 */
  | 'POST_MOVE_NOT_ALLOWED'
  /** No such post: choose one of the list. 内容不存在，请从列表中选择。 */
  | 'POST_NOT_FOUND'
  /** The brand does not ask for this preference or value: use those of its programme. 该品牌没有此偏好项或选项，请使用会员方案中的选项。 */
  | 'PREFERENCE_UNKNOWN'
  /** The programme is invalid at the line and key named. 会员方案在所示行与键处无效。 */
  | 'PROGRAMME_INVALID'
  /** This brand has no published programme, or not this version: publish one first. 该品牌尚未发布会员方案或无此版本，请先发布。 */
  | 'PROGRAMME_MISSING'
  /** Another version came in force meanwhile: compare your file with it, and publish again. 期间已有其他版本生效，请对比后重新发布。 */
  | 'PROGRAMME_OVERTAKEN'
  /** This redemption is already ended. 兑换已结束。 */
  | 'REDEMPTION_ENDED'
  /** No such redemption. 兑换记录不存在。 */
  | 'REDEMPTION_NOT_FOUND'
  /** This redemption cannot be cancelled any more: what it gave is used. 兑换所得已使用，无法取消。 */
  | 'REDEMPTION_SPENT'
  /** This brand has no referrals: add the section referral to its programme first. 该品牌未开展邀请活动，请先在会员方案中添加 referral。 */
  | 'REFERRALS_NOT_OFFERED'
  /** More than what is left of the order. 退款超出订单可退范围。 */
  | 'REFUND_EXCEEDS_ORDER'
  /** A replay begins before it ends, and ends not later than now: change the span. 重放的开始须早于结束，且结束不晚于当前时间，请调整时段。 */
  | 'REPLAY_SPAN_INVALID'
  /** This request id was already used for something else: use a new one. 该请求号已用于其他请求，请使用新的请求号。 */
  | 'REQUEST_ID_REUSED'
  /** This reveal was read, or its time is over: ask again. 该明文已查看过或已超过查看时限，请重新申请。 */
  | 'REVEAL_ENDED'
  /** The brand allows no more members today: ask for fewer, or tomorrow. 今日可申请查看明文的会员数已达上限，请减少人数或明天再申请。 */
  | 'REVEAL_LIMIT_REACHED'
  /** A colleague has not approved this reveal: wait for the decision, or ask again. 该明文查看申请尚未获得同事批准：请等待审批，或重新申请。 */
  | 'REVEAL_NOT_APPROVED'
  /** You asked for no such reveal: only who asked may read it. Ask for one of your own. 您没有提交过该明文查看申请：仅申请人可查看，请自行提交申请。 */
  | 'REVEAL_NOT_FOUND'
  /** All of this day, week or month are taken: try again when the next one begins. 本期名额已兑完，请下期再来。 */
  | 'REWARD_ALL_TAKEN'
  /** No such reward. 奖励不存在。 */
  | 'REWARD_NOT_FOUND'
  /** Not offered at this time. 当前不可兑换。 */
  | 'REWARD_UNAVAILABLE'
  /** This brand does not score by RFM: add the section rfm to its programme first. 该品牌未启用 RFM，请先在会员方案中添加 rfm。 */
  | 'RFM_UNAVAILABLE'
  /** The brand has as many saved segments as it may have: delete one first. 已保存的人群数量已达上限，请先删除一个。 */
  | 'SEGMENTS_FULL'
  /** The condition cannot be used: correct it at the character named. 条件无法使用，请在所示字符处更正。 */
  | 'SEGMENT_CONDITION_REFUSED'
  /** The programme declares this segment: change it there, or choose another code. 该人群由会员方案声明，请在方案中修改，或使用其他代码。 */
  | 'SEGMENT_IN_PROGRAMME'
  /** No such segment: choose one of the list. 人群不存在，请从列表中选择。 */
  | 'SEGMENT_NOT_FOUND'
  /** It is too late to cancel: ask the brand. 已过取消时间，请联系品牌客服。 */
  | 'SIGN_UP_CANCEL_TOO_LATE'
  /** Not possible in the state of this sign-up. 该报名当前状态不允许此操作。 */
  | 'SIGN_UP_ENDED'
  /** No such sign-up. 报名不存在。 */
  | 'SIGN_UP_NOT_FOUND'
  /** No such slot: choose one of the calendar. 栏目不存在，请从内容日历中选择。 */
  | 'SLOT_NOT_FOUND'
  /** This slot has its own topic already: load the calendar again. 该栏目已是原话题，请刷新内容日历。 */
  | 'SLOT_NOT_REPLACED'
  /** No such store: check its code. 门店不存在，请核对门店编号。 */
  | 'STORE_NOT_FOUND'
  /** Your account is not for this store: choose one of your stores. 您的账号不包含该门店，请选择您的门店。 */
  | 'STORE_NOT_YOURS'
  /** An anonymous survey keeps no part of an answer: send all replies at once. 匿名问卷不保存未完成的回答，请一次提交全部回答。 */
  | 'SURVEY_ANONYMOUS'
  /** You have answered this survey already: thank you. 您已填写过该问卷，谢谢。 */
  | 'SURVEY_ANSWERED'
  /** A reply does not fit its question: correct the one named. 有一项回答不符合题目要求，请修改所示题目。 */
  | 'SURVEY_ANSWER_INVALID'
  /** This survey is closed: answer another one that is offered. 该问卷已结束，请填写其他问卷。 */
  | 'SURVEY_EXPIRED'
  /** A reply is missing: answer the question named. 还有题目未回答，请填写所示题目。 */
  | 'SURVEY_INCOMPLETE'
  /** No such survey for you: choose one that is offered. 没有该问卷邀请，请选择已收到的问卷。 */
  | 'SURVEY_OFFER_NOT_FOUND'
  /** The member has as many tags as one may have: remove some first. 该会员的标签数量已达上限，请先移除部分标签。 */
  | 'TAGS_FULL'
  /** The programme declares no such tag: use one of its list, or add it there. 会员方案中没有此标签，请使用已声明的标签，或先在方案中添加。 */
  | 'TAG_UNKNOWN'
  /** The member has earned this tier or a higher one: choose a higher one. 该会员已凭自身达到此等级或更高等级，请选择更高的等级。 */
  | 'TIER_NOT_ABOVE'
  /** No such tier on this ladder: choose one of the programme. 该等级体系中没有此等级，请选择会员方案中的等级。 */
  | 'TIER_NOT_FOUND'
  /** A higher tier is needed. 会员等级不足。 */
  | 'TIER_TOO_LOW'
  /** More than the limit allows. 数量超过上限。 */
  | 'TOO_MANY'
  /** This brand has no room for another webhook endpoint: delete one first. 该品牌的 Webhook 端点已达上限，请先删除一个。 */
  | 'TOO_MANY_ENDPOINTS'
  /** Other replays of this endpoint are unfinished: wait until one has ended. 该端点尚有未完成的重放，请等待其结束。 */
  | 'TOO_MANY_REPLAYS'
  /** This brand has no topics: send your words as feedback. 该品牌未开设话题，请改为提交反馈。 */
  | 'TOPICS_NOT_OFFERED'
  /** You have reached today's limit of posts: come back tomorrow. 今日发布已达上限，请明天再来。 */
  | 'TOPIC_LIMIT_REACHED'
  /** This topic is open to certain members only: choose another one. 该话题仅限符合条件的会员参与，请选择其他话题。 */
  | 'TOPIC_NOT_ALLOWED'
  /** No such topic: choose one of the list. 话题不存在，请从列表中选择。 */
  | 'TOPIC_NOT_FOUND'
  /** This topic is closed now: choose one that is open. 该话题目前未开放，请选择开放中的话题。 */
  | 'TOPIC_NOT_OPEN'
  /** No such touch: look for it in the member's list. 触达记录不存在，请在会员的列表中查找。 */
  | 'TOUCH_NOT_FOUND'
  /** Only a touch that failed, or whose arrival nobody knows, can be sent again: see its state. 仅失败或送达未知的触达可以重发，请查看其状态。 */
  | 'TOUCH_NOT_RESENDABLE'
  /** No such trial for you: choose one that you are invited to. 没有该试用邀请，请选择已收到的邀请。 */
  | 'TRIAL_NOT_FOUND'
  /** All places are taken, or the time is over: wait for the next trial. 名额已满或报名已截止，请等待下一次试用。 */
  | 'TRIAL_OVER'
  /** There is no room for another saved view: delete one first. 保存的视图已达上限，请先删除一个。 */
  | 'VIEWS_FULL'
  /** Another person saved this view: save yours under another name. 该视图由其他人保存，请以其他名称保存您的视图。 */
  | 'VIEW_NOT_YOURS'
  /** This voucher was cancelled. 该券已作废。 */
  | 'VOUCHER_CANCELLED'
  /** This voucher was good until the day named. 该券已于所示日期到期。 */
  | 'VOUCHER_EXPIRED'
  /** Too many unknown voucher codes: wait before the next one. 无效券码次数过多，请稍后再试。 */
  | 'VOUCHER_GUESSES'
  /** No voucher has this code: read it again. 券码不存在，请核对后重试。 */
  | 'VOUCHER_NOT_FOUND'
  /** Only the store that took the voucher can reverse it, and only that day. 仅核销门店可在当日撤销核销。 */
  | 'VOUCHER_NOT_REVERSIBLE'
  /** This voucher is not used: there is nothing to reverse. 该券尚未核销，无需撤销。 */
  | 'VOUCHER_NOT_USED'
  /** This voucher was used before, at the store and time named. 该券已在所示门店和时间核销。 */
  | 'VOUCHER_USED'
  /** No webhook secret can be made now: an operator must restore the key of webhooks. 暂时无法生成 Webhook 密钥，请联系运维恢复密封密钥。 */
  | 'WEBHOOK_KEY_UNAVAILABLE'
  | '%future added value';

/** The state of a voucher. */
export type VoucherState =
  /** An operator has ended it. */
  | 'CANCELLED'
  /** Its last day is over, and nobody has used it. */
  | 'EXPIRED'
  /** A store can take it. */
  | 'ISSUED'
  /** A store has taken it. */
  | 'USED'
  | '%future added value';

/** A consent that a member withdraws. */
export type WithdrawConsentInput = {
  /** The contact channels, each once; ALL when left out. */
  readonly channels?: ReadonlyArray<ContactChannel> | null | undefined;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The purpose. */
  readonly purpose: ConsentPurpose;
  /** The reason, up to 500 characters; operators write 4 or more. It is kept, so no personal data. */
  readonly reason?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

export type MiniBasketsQueryVariables = Exact<{
  isFirst: boolean;
  after?: string | null | undefined;
}>;


export type MiniBasketsQuery = { readonly viewer: { readonly timeZone?: string | null, readonly currencyCode: string | null } | null, readonly baskets: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly state: BasketState, readonly currency: string, readonly byMember: boolean, readonly orderId: string | null, readonly createdAt: string, readonly holdExpiresAt: string, readonly refundedMinor: number, readonly returnedPoints: number, readonly quote: { readonly paidMinor: number, readonly points: number } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MiniBasketPreviewQueryVariables = Exact<{
  isFirst: boolean;
  basket: BasketInput;
}>;


export type MiniBasketPreviewQuery = { readonly viewer?: { readonly timeZone: string | null } | null, readonly basketPreview: { readonly quote: { readonly amountMinor: number, readonly discountMinor: number, readonly points: number, readonly pointsMinor: number, readonly shippingMinor: number, readonly paidMinor: number, readonly pointsMost: number, readonly pointsStep: number }, readonly offers: ReadonlyArray<{ readonly discountMinor: number, readonly whyNot: CouponHindrance | null, readonly coupon: { readonly id: string, readonly name: string, readonly conditions: string, readonly expiresOn: string } }> } | null };

export type MiniHoldBasketMutationVariables = Exact<{
  input: HoldBasketInput;
}>;


export type MiniHoldBasketMutation = { readonly holdBasket: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly basket: { readonly id: string, readonly holdExpiresAt: string } | null } | null };

export type MiniCancelBasketMutationVariables = Exact<{
  input: CancelBasketInput;
}>;


export type MiniCancelBasketMutation = { readonly cancelBasket: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly basket: { readonly id: string } | null } | null };

export type MiniCardQueryVariables = Exact<{
  isFirst: boolean;
  expiringDays: number;
}>;


export type MiniCardQuery = { readonly viewer?: { readonly timeZone: string | null } | null, readonly me: { readonly id: string, readonly name: string, readonly growth: number, readonly tier: { readonly name: string, readonly multiplier: number } | null, readonly forecast: { readonly growthToNext: number | null, readonly growthToKeep: number, readonly basis: string, readonly currencyCode: string, readonly judgedOn: string | null, readonly nextTier: { readonly name: string } | null, readonly expectedTier: { readonly name: string } | null } | null, readonly points: { readonly available: number, readonly pending: number, readonly expiring: ReadonlyArray<{ readonly points: number, readonly on: string }> } | null, readonly checkIns: { readonly checkedInToday: boolean, readonly streak: number, readonly nextBonus: { readonly inDays: number, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number } | null } | null } | null };

export type MiniCheckInMutationVariables = Exact<{
  input: CheckInInput;
}>;


export type MiniCheckInMutation = { readonly checkIn: { readonly streak: number | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly checkIn: { readonly awards: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number }> | null } | null } | null };

export type MiniPointsSubscriptionVariables = Exact<{
  resumeAfter?: string | null | undefined;
}>;


export type MiniPointsSubscription = { readonly pointsChanged: { readonly id: string, readonly live: boolean } };

export type MiniFeedbackQueryVariables = Exact<{
  isFirst: boolean;
  after?: string | null | undefined;
}>;


export type MiniFeedbackQuery = { readonly viewer?: { readonly timeZone: string | null } | null, readonly me: { readonly id: string, readonly feedback: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly rating: number | null, readonly createdAt: string, readonly topics: ReadonlyArray<{ readonly name: string }>, readonly timeline: ReadonlyArray<{ readonly at: string, readonly message: string | null, readonly said: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type MiniTellUsMutationVariables = Exact<{
  input: SubmitFeedbackInput;
}>;


export type MiniTellUsMutation = { readonly submitFeedback: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string } | null } | null };

export type MiniSayResolvedMutationVariables = Exact<{
  input: OwnFeedbackInput;
}>;


export type MiniSayResolvedMutation = { readonly confirmFeedback: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string } | null } | null };

export type MiniSayUnresolvedMutationVariables = Exact<{
  input: OwnFeedbackInput;
}>;


export type MiniSayUnresolvedMutation = { readonly reopenFeedback: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string } | null } | null };

export type MiniContinueMutationVariables = Exact<{
  input: ContinueFeedbackInput;
}>;


export type MiniContinueMutation = { readonly continueFeedback: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string } | null } | null };

export type MiniRateMutationVariables = Exact<{
  input: RateFeedbackInput;
}>;


export type MiniRateMutation = { readonly rateFeedback: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string } | null } | null };

export type MiniFeedbackChangesSubscriptionVariables = Exact<{
  resumeAfter?: string | null | undefined;
}>;


export type MiniFeedbackChangesSubscription = { readonly feedbackChanged: { readonly id: string, readonly live: boolean } };

export type MiniInboxQueryVariables = Exact<{
  isFirst: boolean;
  after?: string | null | undefined;
}>;


export type MiniInboxQuery = { readonly viewer?: { readonly timeZone: string | null } | null, readonly inbox: { readonly unread: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string, readonly text: string, readonly why: string, readonly sentAt: string, readonly readAt: string | null, readonly purpose: MessagePurpose } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MiniOpenMessageMutationVariables = Exact<{
  input: OpenMessageInput;
}>;


export type MiniOpenMessageMutation = { readonly openMessage: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly message: { readonly id: string, readonly readAt: string | null } | null } | null };

export type MiniOptOutMutationVariables = Exact<{
  input: WithdrawConsentInput;
}>;


export type MiniOptOutMutation = { readonly withdrawConsent: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly consents: ReadonlyArray<{ readonly purpose: ConsentPurpose }> | null } | null };

export type RefusalFragment = { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } };

export type MiniRewardsQueryVariables = Exact<{
  isFirst: boolean;
  after?: string | null | undefined;
}>;


export type MiniRewardsQuery = { readonly viewer?: { readonly timeZone: string | null } | null, readonly me: { readonly id: string, readonly points: { readonly available: number } | null } | null, readonly rewards: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly price: number, readonly stock: number | null, readonly minTier: { readonly name: string } | null, readonly hindrance: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MiniRedeemMutationVariables = Exact<{
  input: RedeemInput;
}>;


export type MiniRedeemMutation = { readonly redeem: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly state: RedemptionState, readonly voucher: { readonly code: string } | null } | null } | null };

export type MiniConfirmMutationVariables = Exact<{
  input: ConfirmRedemptionInput;
}>;


export type MiniConfirmMutation = { readonly confirmRedemption: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly voucher: { readonly code: string } | null } | null } | null };

export type MiniCancelMutationVariables = Exact<{
  input: CancelRedemptionInput;
}>;


export type MiniCancelMutation = { readonly cancelRedemption: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string } | null } | null };

export type MiniWalletQueryVariables = Exact<{
  isFirst: boolean;
}>;


export type MiniWalletQuery = { readonly viewer?: { readonly timeZone: string | null } | null, readonly me: { readonly id: string, readonly points: { readonly available: number, readonly pending: number, readonly held: number } | null, readonly entries: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string, readonly availableAt: string | null, readonly expiresAt: string | null, readonly cause: { readonly title: string, readonly orderId: string | null, readonly storeId: string | null, readonly reason: string | null, readonly rules: ReadonlyArray<{ readonly amount: number | null, readonly campaigns: ReadonlyArray<string>, readonly rule: { readonly name: string } }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null, readonly redemptions: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly rewardName: string, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly usedAt: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly coupons: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly conditions: string, readonly code: string | null, readonly state: CouponState, readonly expiresOn: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MiniMoreEntriesQueryVariables = Exact<{
  isFirst: boolean;
  after?: string | null | undefined;
}>;


export type MiniMoreEntriesQuery = { readonly viewer?: { readonly timeZone: string | null } | null, readonly me: { readonly id: string, readonly entries: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string, readonly availableAt: string | null, readonly expiresAt: string | null, readonly cause: { readonly title: string, readonly orderId: string | null, readonly storeId: string | null, readonly reason: string | null, readonly rules: ReadonlyArray<{ readonly amount: number | null, readonly campaigns: ReadonlyArray<string>, readonly rule: { readonly name: string } }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type MiniMoreVouchersQueryVariables = Exact<{
  isFirst: boolean;
  after?: string | null | undefined;
}>;


export type MiniMoreVouchersQuery = { readonly viewer?: { readonly timeZone: string | null } | null, readonly redemptions: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly rewardName: string, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly usedAt: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MiniMoreCouponsQueryVariables = Exact<{
  isFirst: boolean;
  after?: string | null | undefined;
}>;


export type MiniMoreCouponsQuery = { readonly viewer?: { readonly timeZone: string | null } | null, readonly coupons: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly conditions: string, readonly code: string | null, readonly state: CouponState, readonly expiresOn: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MiniEntryPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string, readonly availableAt: string | null, readonly expiresAt: string | null, readonly cause: { readonly title: string, readonly orderId: string | null, readonly storeId: string | null, readonly reason: string | null, readonly rules: ReadonlyArray<{ readonly amount: number | null, readonly campaigns: ReadonlyArray<string>, readonly rule: { readonly name: string } }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type MiniVoucherPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly rewardName: string, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly usedAt: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type MiniCouponPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly conditions: string, readonly code: string | null, readonly state: CouponState, readonly expiresOn: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const RefusalFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
    `, {"fragmentName":"Refusal"}) as unknown as TypedDocumentString<RefusalFragment, unknown>;
export const MiniEntryPageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment MiniEntryPage on EntryConnection {
  edges {
    node {
      id
      amount
      balanceAfter
      effectiveAt
      availableAt
      expiresAt
      cause {
        title
        orderId
        storeId
        reason
        rules {
          rule {
            name
          }
          amount
          campaigns
        }
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    `, {"fragmentName":"MiniEntryPage"}) as unknown as TypedDocumentString<MiniEntryPageFragment, unknown>;
export const MiniVoucherPageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment MiniVoucherPage on RedemptionConnection {
  edges {
    node {
      id
      rewardName
      state
      holdExpiresAt
      createdAt
      voucher {
        code
        state
        expiresOn
        usedAt
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    `, {"fragmentName":"MiniVoucherPage"}) as unknown as TypedDocumentString<MiniVoucherPageFragment, unknown>;
export const MiniCouponPageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment MiniCouponPage on CouponConnection {
  edges {
    node {
      id
      name
      conditions
      code
      state
      expiresOn
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    `, {"fragmentName":"MiniCouponPage"}) as unknown as TypedDocumentString<MiniCouponPageFragment, unknown>;
export const MiniBasketsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MiniBaskets($isFirst: Boolean!, $after: String) {
  viewer {
    timeZone @include(if: $isFirst)
    currencyCode
  }
  baskets(first: 10, after: $after) {
    edges {
      node {
        id
        state
        currency
        byMember
        orderId
        createdAt
        holdExpiresAt
        refundedMinor
        returnedPoints
        quote {
          paidMinor
          points
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"95e17c758a9c243cf9bf670078e136d8ff4cf1ffeae83ee04eee51cfe3f70a15"}) as unknown as TypedDocumentString<MiniBasketsQuery, MiniBasketsQueryVariables>;
export const MiniBasketPreviewDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MiniBasketPreview($isFirst: Boolean!, $basket: BasketInput!) {
  viewer @include(if: $isFirst) {
    timeZone
  }
  basketPreview(basket: $basket) {
    quote {
      amountMinor
      discountMinor
      points
      pointsMinor
      shippingMinor
      paidMinor
      pointsMost
      pointsStep
    }
    offers {
      discountMinor
      whyNot
      coupon {
        id
        name
        conditions
        expiresOn
      }
    }
  }
}
    `, {"id":"1969644422f8c91972a4810b29e9d935f9f0cfee83ab203cb3a7bb3aef25cde4"}) as unknown as TypedDocumentString<MiniBasketPreviewQuery, MiniBasketPreviewQueryVariables>;
export const MiniHoldBasketDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniHoldBasket($input: HoldBasketInput!) {
  holdBasket(input: $input) {
    userErrors {
      ...Refusal
    }
    basket {
      id
      holdExpiresAt
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"907e164590a0b2bb0deaf377fd0bb250662a1ab424cd81d0a82a9b9c5725c467"}) as unknown as TypedDocumentString<MiniHoldBasketMutation, MiniHoldBasketMutationVariables>;
export const MiniCancelBasketDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniCancelBasket($input: CancelBasketInput!) {
  cancelBasket(input: $input) {
    userErrors {
      ...Refusal
    }
    basket {
      id
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"47b8e156fcede9908a837b7fd549cb6a9f92cf39f280a4b51e51873e00e69dd0"}) as unknown as TypedDocumentString<MiniCancelBasketMutation, MiniCancelBasketMutationVariables>;
export const MiniCardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MiniCard($isFirst: Boolean!, $expiringDays: Int!) {
  viewer @include(if: $isFirst) {
    timeZone
  }
  me {
    id
    name
    growth
    tier {
      name
      multiplier
    }
    forecast {
      growthToNext
      growthToKeep
      basis
      currencyCode
      judgedOn
      nextTier {
        name
      }
      expectedTier {
        name
      }
    }
    points {
      available
      pending
      expiring(days: $expiringDays) {
        points
        on
      }
    }
    checkIns {
      checkedInToday
      streak
      nextBonus {
        inDays
        asset
        amount
      }
    }
  }
}
    `, {"id":"acb31f4686dd0b12846f23ce9cf4d72411cb0bb79a0621431e9bb7fe7aff1b86"}) as unknown as TypedDocumentString<MiniCardQuery, MiniCardQueryVariables>;
export const MiniCheckInDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniCheckIn($input: CheckInInput!) {
  checkIn(input: $input) {
    userErrors {
      ...Refusal
    }
    streak
    checkIn {
      awards {
        asset
        amount
      }
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"dd5f03c87041d67f2ea9c3de2a644f1312e056cd884c484f381ed20c47b329dc"}) as unknown as TypedDocumentString<MiniCheckInMutation, MiniCheckInMutationVariables>;
export const MiniPointsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription MiniPoints($resumeAfter: String) {
  pointsChanged(resumeAfter: $resumeAfter) {
    id
    live
  }
}
    `, {"id":"f8e3d588f807ff82e6a6eea09aab849ea11412122a0b4f63b2d13a0f027bd932"}) as unknown as TypedDocumentString<MiniPointsSubscription, MiniPointsSubscriptionVariables>;
export const MiniFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MiniFeedback($isFirst: Boolean!, $after: String) {
  viewer @include(if: $isFirst) {
    timeZone
  }
  me {
    id
    feedback(first: 10, after: $after) {
      edges {
        node {
          id
          text
          state
          rating
          createdAt
          topics {
            name
          }
          timeline {
            at
            message
            said
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `, {"id":"75dc23b2ff9d25227b7eaa520134878a8066675046340c1efda938a3c74a43b2"}) as unknown as TypedDocumentString<MiniFeedbackQuery, MiniFeedbackQueryVariables>;
export const MiniTellUsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniTellUs($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) {
    userErrors {
      ...Refusal
    }
    feedback {
      id
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"d490454b9d9df393b10d8d8214059b169f1e7e7c301f9681a8901a91d98e2c9a"}) as unknown as TypedDocumentString<MiniTellUsMutation, MiniTellUsMutationVariables>;
export const MiniSayResolvedDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniSayResolved($input: OwnFeedbackInput!) {
  confirmFeedback(input: $input) {
    userErrors {
      ...Refusal
    }
    feedback {
      id
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"9ec7ed68724412d7ae325ea511be39d3eda56cc101dc2295c5436353fdb85c04"}) as unknown as TypedDocumentString<MiniSayResolvedMutation, MiniSayResolvedMutationVariables>;
export const MiniSayUnresolvedDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniSayUnresolved($input: OwnFeedbackInput!) {
  reopenFeedback(input: $input) {
    userErrors {
      ...Refusal
    }
    feedback {
      id
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"74db7df97b745f4a5aae9fd83bef7db12ec81db829ff467693655a2487ab403b"}) as unknown as TypedDocumentString<MiniSayUnresolvedMutation, MiniSayUnresolvedMutationVariables>;
export const MiniContinueDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniContinue($input: ContinueFeedbackInput!) {
  continueFeedback(input: $input) {
    userErrors {
      ...Refusal
    }
    feedback {
      id
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"1ff53ce5af4a308b6d4b1d382c24a3cb77b4739a99679be7c724e0c4dc84df40"}) as unknown as TypedDocumentString<MiniContinueMutation, MiniContinueMutationVariables>;
export const MiniRateDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniRate($input: RateFeedbackInput!) {
  rateFeedback(input: $input) {
    userErrors {
      ...Refusal
    }
    feedback {
      id
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"ad5eee0e464732b17e7ceaa1687e2ef1e8c1982acb5c4979fc19ca7a48721ce7"}) as unknown as TypedDocumentString<MiniRateMutation, MiniRateMutationVariables>;
export const MiniFeedbackChangesDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription MiniFeedbackChanges($resumeAfter: String) {
  feedbackChanged(resumeAfter: $resumeAfter) {
    id
    live
  }
}
    `, {"id":"fd2adee2f21be6c3e59467b2e2488f2a8f8d776576a62f08b0963dfd06b25bc5"}) as unknown as TypedDocumentString<MiniFeedbackChangesSubscription, MiniFeedbackChangesSubscriptionVariables>;
export const MiniInboxDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MiniInbox($isFirst: Boolean!, $after: String) {
  viewer @include(if: $isFirst) {
    timeZone
  }
  inbox(first: 10, after: $after) {
    unread
    edges {
      node {
        id
        title
        text
        why
        sentAt
        readAt
        purpose
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"d2a1edb92cbf999a2c3b7174ba2de85ac8b3602d407f3d3df928551dd2d445e3"}) as unknown as TypedDocumentString<MiniInboxQuery, MiniInboxQueryVariables>;
export const MiniOpenMessageDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniOpenMessage($input: OpenMessageInput!) {
  openMessage(input: $input) {
    userErrors {
      ...Refusal
    }
    message {
      id
      readAt
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"3ec3e7b8b5ad6d18ebc5dc88e86b192e1f4e8b368e92a3f175a15914d4e24d33"}) as unknown as TypedDocumentString<MiniOpenMessageMutation, MiniOpenMessageMutationVariables>;
export const MiniOptOutDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniOptOut($input: WithdrawConsentInput!) {
  withdrawConsent(input: $input) {
    userErrors {
      ...Refusal
    }
    consents {
      purpose
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"822b8023876dbe33d233f2ca14d9259a7d18eebda1f48f47eeb8ef733b76e75e"}) as unknown as TypedDocumentString<MiniOptOutMutation, MiniOptOutMutationVariables>;
export const MiniRewardsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MiniRewards($isFirst: Boolean!, $after: String) {
  viewer @include(if: $isFirst) {
    timeZone
  }
  me {
    id
    points {
      available
    }
  }
  rewards(first: 20, after: $after) {
    edges {
      node {
        code
        name
        price
        stock
        minTier {
          name
        }
        hindrance {
          ...Refusal
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"5821447222d095f45d32bddacbcca4007eb3b2649eabf02898c47ba392bf7f73"}) as unknown as TypedDocumentString<MiniRewardsQuery, MiniRewardsQueryVariables>;
export const MiniRedeemDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniRedeem($input: RedeemInput!) {
  redeem(input: $input) {
    userErrors {
      ...Refusal
    }
    redemption {
      id
      state
      voucher {
        code
      }
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"aae991bc339d6e56999558106f56203c8222040ab90fe9df017174b5209c962e"}) as unknown as TypedDocumentString<MiniRedeemMutation, MiniRedeemMutationVariables>;
export const MiniConfirmDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniConfirm($input: ConfirmRedemptionInput!) {
  confirmRedemption(input: $input) {
    userErrors {
      ...Refusal
    }
    redemption {
      id
      voucher {
        code
      }
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"00d6398f9090b840d741ea5a60216cac42c6a74d1d7ae7ba96e66f676da8dad5"}) as unknown as TypedDocumentString<MiniConfirmMutation, MiniConfirmMutationVariables>;
export const MiniCancelDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MiniCancel($input: CancelRedemptionInput!) {
  cancelRedemption(input: $input) {
    userErrors {
      ...Refusal
    }
    redemption {
      id
    }
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"57cf88808eb32ca294511f680e7816a4bb77d8b962ae0df6d998a549e0b9956c"}) as unknown as TypedDocumentString<MiniCancelMutation, MiniCancelMutationVariables>;
export const MiniWalletDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MiniWallet($isFirst: Boolean!) {
  viewer @include(if: $isFirst) {
    timeZone
  }
  me {
    id
    points {
      available
      pending
      held
    }
    entries(first: 10) {
      ...MiniEntryPage
    }
  }
  redemptions(first: 10) {
    ...MiniVoucherPage
  }
  coupons(first: 10) {
    ...MiniCouponPage
  }
}
    fragment MiniEntryPage on EntryConnection {
  edges {
    node {
      id
      amount
      balanceAfter
      effectiveAt
      availableAt
      expiresAt
      cause {
        title
        orderId
        storeId
        reason
        rules {
          rule {
            name
          }
          amount
          campaigns
        }
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment MiniVoucherPage on RedemptionConnection {
  edges {
    node {
      id
      rewardName
      state
      holdExpiresAt
      createdAt
      voucher {
        code
        state
        expiresOn
        usedAt
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment MiniCouponPage on CouponConnection {
  edges {
    node {
      id
      name
      conditions
      code
      state
      expiresOn
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"3a9dce7d463ce11886c470ebb0ceee1fd62b2cb3b4bb7773c969d4a8bb70b08d"}) as unknown as TypedDocumentString<MiniWalletQuery, MiniWalletQueryVariables>;
export const MiniMoreEntriesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MiniMoreEntries($isFirst: Boolean!, $after: String) {
  viewer @include(if: $isFirst) {
    timeZone
  }
  me {
    id
    entries(first: 10, after: $after) {
      ...MiniEntryPage
    }
  }
}
    fragment MiniEntryPage on EntryConnection {
  edges {
    node {
      id
      amount
      balanceAfter
      effectiveAt
      availableAt
      expiresAt
      cause {
        title
        orderId
        storeId
        reason
        rules {
          rule {
            name
          }
          amount
          campaigns
        }
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"88ab4d1109066b3a4b3ec502b70fc8878f7033b6dba397e7d2d86fb3dd8def4f"}) as unknown as TypedDocumentString<MiniMoreEntriesQuery, MiniMoreEntriesQueryVariables>;
export const MiniMoreVouchersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MiniMoreVouchers($isFirst: Boolean!, $after: String) {
  viewer @include(if: $isFirst) {
    timeZone
  }
  redemptions(first: 10, after: $after) {
    ...MiniVoucherPage
  }
}
    fragment MiniVoucherPage on RedemptionConnection {
  edges {
    node {
      id
      rewardName
      state
      holdExpiresAt
      createdAt
      voucher {
        code
        state
        expiresOn
        usedAt
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"6962092eff6177754d7911a36aade2f965645f07d3b0c51433444322903349f0"}) as unknown as TypedDocumentString<MiniMoreVouchersQuery, MiniMoreVouchersQueryVariables>;
export const MiniMoreCouponsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MiniMoreCoupons($isFirst: Boolean!, $after: String) {
  viewer @include(if: $isFirst) {
    timeZone
  }
  coupons(first: 10, after: $after) {
    ...MiniCouponPage
  }
}
    fragment MiniCouponPage on CouponConnection {
  edges {
    node {
      id
      name
      conditions
      code
      state
      expiresOn
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"fe823be0f40213d1cc3cbe4259e9b3739fe86d94faeb7d481dc974afcfad56f6"}) as unknown as TypedDocumentString<MiniMoreCouponsQuery, MiniMoreCouponsQueryVariables>;