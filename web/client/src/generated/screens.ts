/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A postal address. What is left out is not known. */
export type AddressInput = {
  /** The city, at most 64 characters. */
  readonly city?: string | null | undefined;
  /** The country, two letters of ISO 3166 such as CN. */
  readonly country?: string | null | undefined;
  /** The district, at most 64 characters. */
  readonly district?: string | null | undefined;
  /** The postal code, at most 16 characters. */
  readonly postalCode?: string | null | undefined;
  /** The province or state, at most 64 characters. */
  readonly province?: string | null | undefined;
  /** Street, house and flat, at most 200 characters. */
  readonly street?: string | null | undefined;
};

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

/** How long a grant of a counted benefit lasts. */
export type BenefitTerm =
  /** From one anniversary of the enrolment to the next. */
  | 'MEMBERSHIP_YEAR'
  /** A calendar month. */
  | 'MONTH'
  /** A calendar year. */
  | 'YEAR'
  | '%future added value';

/** A calendar in which a birthday is told. */
export type BirthdayCalendar =
  /** The Chinese lunar calendar: 八月十五 is month 8, day 15. */
  | 'LUNAR'
  /** The solar calendar: 29 February is 02-29. */
  | 'SOLAR'
  | '%future added value';

/** A birthday. */
export type BirthdayInput = {
  /** The calendar; SOLAR when left out. */
  readonly calendar?: BirthdayCalendar | null | undefined;
  /** The day of the month. */
  readonly day: number;
  /** True for a leap month of the lunar calendar. */
  readonly leapMonth?: boolean | null | undefined;
  /** The month, 1 to 12. */
  readonly month: number;
  /** The year of the calendar; left out where it is not told. */
  readonly year?: number | null | undefined;
};

/** A held basket to let go. */
export type CancelBasketInput = {
  /** The basket. */
  readonly basketId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** An erasure that is to be cancelled. */
export type CancelErasureInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The reason; operators write 4 to 500 characters. It is kept for ever, so no personal data. */
  readonly reason?: string | null | undefined;
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

/** The kind of event that an entry records. */
export type EntryKind =
  /** An operator corrected the balance. */
  | 'ADJUST'
  /** A refund took back the points that its order had earned, or, where the amount is above 0, gave back points that had paid for it. */
  | 'CLAWBACK'
  /** A rule gave points. */
  | 'EARN'
  /** Points expired. */
  | 'EXPIRE'
  /** An activity put off the expiry of points; the balance stays, so the entries sum to zero. */
  | 'EXTEND'
  /** Points were set aside, or released. */
  | 'HOLD'
  /** The points of a member moved to the one into whom they were merged. */
  | 'MERGE'
  /** An opening balance was brought from another system. */
  | 'OPEN'
  /** The member was told that points will expire; no points move, so no entry has this kind yet. */
  | 'REMINDER'
  /** Another entry was undone. */
  | 'REVERSAL'
  /** The member spent points, on a reward or at checkout. */
  | 'SPEND'
  /** The stock of a reward or a prize changed. */
  | 'STOCK'
  /** A member gave points to another. */
  | 'TRANSFER'
  /** A voucher was used, given back or ended; no points move, so no entry has this kind yet. */
  | 'VOUCHER'
  /** A member who earned nothing for long was woken; no points move, so no entry of POINTS has this kind. */
  | 'WAKE_UP'
  | '%future added value';

/** The state of an erasure. */
export type ErasureState =
  /** Was cancelled; nothing happened. */
  | 'CANCELLED'
  /** The member is erased. */
  | 'DONE'
  /** Takes effect when its waiting time is over. */
  | 'WAITING'
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

/** The gender, as a member tells it. */
export type Gender =
  /** Female. */
  | 'FEMALE'
  /** Male. */
  | 'MALE'
  /** Another one. */
  | 'OTHER'
  | '%future added value';

/** A consent that a member gives. */
export type GiveConsentInput = {
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
  /** The version of the text that the member saw: `Consent.asked`. */
  readonly version: string;
};

/** Points to give to another member. */
export type GivePointsInput = {
  /** The units to give, at least 1. */
  readonly amount: number;
  /** The asset; POINTS when left out. */
  readonly asset?: string | null | undefined;
  /** The member who receives, by global id or bare id. */
  readonly receiverId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The answer of `wx.requestSubscribeMessage`. */
export type GrantSubscriptionsInput = {
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** 1 to 20 templates, each once. */
  readonly results: ReadonlyArray<SubscriptionResultInput>;
};

/** The side that tells of permissions. */
export type GrantsFrom =
  /** WeChat pushes them; `grantSubscriptions` counts nothing. */
  | 'CALLBACK'
  /** The mini-program sends `grantSubscriptions`. */
  | 'CLIENT'
  | '%future added value';

/** A basket to set coupons and points aside for. */
export type HoldBasketInput = {
  /** The goods, coupons and points. */
  readonly basket: BasketInput;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A language in which texts are kept. */
export type Language =
  /** English. */
  | 'EN'
  /** Chinese. */
  | 'ZH'
  | '%future added value';

/** The length of a leaderboard's periods. */
export type LeaderboardPer =
  /** A day in the brand's time zone. */
  | 'DAY'
  /** A calendar month. */
  | 'MONTH'
  /** A season that the programme names. */
  | 'SEASON'
  /** A week from Monday to Sunday. */
  | 'WEEK'
  | '%future added value';

/** A missed day that a make-up card fills. */
export type MakeUpCheckInInput = {
  /** The day to fill: one of `Member.checkIns.days` that is not checked in. */
  readonly day: string;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
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

/** A preference. */
export type PreferenceInput = {
  /** A code of `programme.preferences`. */
  readonly code: string;
  /** One of its values, or a text of 1 to 64 characters where it has none. */
  readonly value: string;
};

/** Hours of each day in which a member wants no message. */
export type QuietHoursInput = {
  /** The local time at which they begin, HH:MM. */
  readonly fromTime: string;
  /** The IANA name of the time zone; the brand's when left out. */
  readonly timeZone?: string | null | undefined;
  /** The local time at which they end, HH:MM; another than `fromTime`. */
  readonly untilTime: string;
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

/** A member who is to be erased. */
export type RequestErasureInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The reason; operators write 4 to 500 characters. It is kept for ever, so no personal data. */
  readonly reason?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A file to upload. */
export type RequestUploadInput = {
  /** True for an attachment of anonymous feedback: its name leads to nobody. What a picture says of its maker stays in it. False when left out. */
  readonly anonymous?: boolean;
  /** The media type: image/jpeg, image/png, image/webp, image/gif, image/heic, video/mp4, audio/mp4, audio/mpeg, audio/amr, application/pdf. */
  readonly contentType: string;
  /** The use of the upload; FEEDBACK when left out. */
  readonly purpose?: UploadPurpose;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The exact size in bytes, from 1; up to 10 MiB unless the gateway is set otherwise. */
  readonly sizeBytes: number;
};

/** The kind of thing that a reward is. */
export type RewardKind =
  /** A product. */
  | 'PRODUCT'
  /** A service. */
  | 'SERVICE'
  /** A status, such as a badge or a naming right. */
  | 'STATUS'
  | '%future added value';

/** The preferences of a member, in place of all that were there. */
export type SetContactPreferencesInput = {
  /** The contact channels in the member's order, each once and never ALL; none for no order. */
  readonly channels: ReadonlyArray<ContactChannel>;
  /** The language of messages; that of the profile when left out. */
  readonly language?: Language | null | undefined;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The hours in which the member wants no message; none when left out. */
  readonly quietHours?: QuietHoursInput | null | undefined;
  /** The reason, up to 500 characters; operators write 4 or more. */
  readonly reason?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

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

/** A member's choice for one template. */
export type SubscriptionResultInput = {
  /** WeChat's word: accept, acceptWithAlert, acceptWithAudio, acceptWithForcePush, reject, ban or filter. What begins with accept allows one message. */
  readonly result: string;
  /** The id of the template at WeChat. */
  readonly templateId: string;
};

/** The reason of a decision on a tier. */
export type TierReason =
  /** The member enrolled. */
  | 'ENROLLED'
  /** On the day of judgement, the member had what keeping it takes. */
  | 'KEPT'
  /** The brand gave the tier by hand, until a day. */
  | 'MANUAL'
  /** The tier that was given by hand ended; what was earned counts again. */
  | 'MANUAL_ENDED'
  /** Another member with the tier was merged into this one. */
  | 'MERGED'
  /** The merge that brought the tier was undone. */
  | 'MERGE_UNDONE'
  /** On the day of judgement, the member had less than keeping the tier takes. */
  | 'NOT_KEPT'
  /** A reason that is newer than this schema. */
  | 'OTHER'
  /** The programme no longer has the tier before. */
  | 'PROGRAMME_CHANGED'
  /** A refund took back what the member had reached the tier by. */
  | 'REFUND_UNDID_UPGRADE'
  /** The member has what reaching the tier takes. */
  | 'UPGRADE'
  | '%future added value';

/** A change of a profile: what is left out stays, and null makes it unknown. */
export type UpdateProfileInput = {
  /** The address, which is replaced as a whole. */
  readonly address?: AddressInput | null | undefined;
  /** The birthday. It changes only so often in a year: `Profile.birthdayChangesLeft`. */
  readonly birthday?: BirthdayInput | null | undefined;
  /** `Profile.etag` as it was read; no check of it when left out. */
  readonly etag?: string | null | undefined;
  /** The gender. */
  readonly gender?: Gender | null | undefined;
  /** The language that the member prefers, zh or en. */
  readonly language?: string | null | undefined;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The name, at most 64 characters. */
  readonly name?: string | null | undefined;
  /** All preferences, which are replaced as a whole; each code once. */
  readonly preferences?: ReadonlyArray<PreferenceInput> | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The use of an upload. */
export type UploadPurpose =
  /** An attachment of feedback. */
  | 'FEEDBACK'
  | '%future added value';

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

export type BasketPreviewQueryVariables = Exact<{
  basket: BasketInput;
}>;


export type BasketPreviewQuery = { readonly basketPreview: { readonly quote: { readonly amountMinor: number, readonly discountMinor: number, readonly points: number, readonly pointsMinor: number, readonly shippingMinor: number, readonly paidMinor: number, readonly pointsMost: number, readonly pointsStep: number, readonly lines: ReadonlyArray<{ readonly lineId: string, readonly amountMinor: number, readonly paidMinor: number }> }, readonly offers: ReadonlyArray<{ readonly discountMinor: number, readonly whyNot: CouponHindrance | null, readonly coupon: { readonly id: string, readonly name: string, readonly conditions: string, readonly expiresOn: string } }> } | null };

export type BasketsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type BasketsQuery = { readonly baskets: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly state: BasketState, readonly currency: string, readonly byMember: boolean, readonly orderId: string | null, readonly holdExpiresAt: string, readonly refundedMinor: number, readonly returnedPoints: number, readonly quote: { readonly paidMinor: number, readonly points: number } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type HoldBasketMutationVariables = Exact<{
  input: HoldBasketInput;
}>;


export type HoldBasketMutation = { readonly holdBasket: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly basket: { readonly id: string, readonly state: BasketState, readonly currency: string, readonly byMember: boolean, readonly orderId: string | null, readonly holdExpiresAt: string, readonly refundedMinor: number, readonly returnedPoints: number, readonly quote: { readonly paidMinor: number, readonly points: number } } | null, readonly points: { readonly available: number } | null } | null };

export type CancelBasketMutationVariables = Exact<{
  input: CancelBasketInput;
}>;


export type CancelBasketMutation = { readonly cancelBasket: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly basket: { readonly id: string, readonly state: BasketState, readonly currency: string, readonly byMember: boolean, readonly orderId: string | null, readonly holdExpiresAt: string, readonly refundedMinor: number, readonly returnedPoints: number, readonly quote: { readonly paidMinor: number, readonly points: number } } | null, readonly points: { readonly available: number } | null } | null };

export type HeldBasketFragment = { readonly id: string, readonly state: BasketState, readonly currency: string, readonly byMember: boolean, readonly orderId: string | null, readonly holdExpiresAt: string, readonly refundedMinor: number, readonly returnedPoints: number, readonly quote: { readonly paidMinor: number, readonly points: number } };

export type BenefitsQueryVariables = Exact<{ [key: string]: never; }>;


export type BenefitsQuery = { readonly me: { readonly id: string, readonly benefits: ReadonlyArray<{ readonly code: string, readonly name: string, readonly left: number | null, readonly of: number | null, readonly per: BenefitTerm | null, readonly until: string | null }> | null, readonly wakeUp: { readonly name: string, readonly percent: number | null, readonly until: string } | null } | null, readonly benefitUses: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly storeId: string, readonly usedAt: string, readonly reversedAt: string | null, readonly benefit: { readonly code: string, readonly name: string } } }> } | null };

export type CardQueryVariables = Exact<{
  entries?: number;
  entriesAfter?: string | null | undefined;
  expiringDays?: number;
}>;


export type CardQuery = { readonly me: { readonly id: string, readonly name: string, readonly phone: string | null, readonly enrolledAt: string, readonly growth: number, readonly tier: { readonly code: string, readonly name: string, readonly multiplier: number, readonly rank: number } | null, readonly forecast: { readonly growthToNext: number | null, readonly growthToKeep: number, readonly judgedOn: string | null, readonly nextTier: { readonly code: string, readonly name: string } | null, readonly expectedTier: { readonly code: string, readonly name: string } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number, readonly expiring: ReadonlyArray<{ readonly points: number, readonly on: string }> } | null, readonly entries: { readonly edges: ReadonlyArray<{ readonly node: { readonly sequence: number, readonly kind: EntryKind, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string, readonly expiresAt: string | null, readonly labels: ReadonlyArray<{ readonly key: string, readonly value: string }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type CheckInMutationVariables = Exact<{
  input: CheckInInput;
}>;


export type CheckInMutation = { readonly checkIn: { readonly replayed: boolean, readonly streak: number | null, readonly alreadyCheckedIn: boolean | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly bonus: { readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number } | null, readonly checkIn: { readonly at: string, readonly awards: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number, readonly rule: { readonly code: string, readonly name: string } }> | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null } | null };

export type PointsChangedSubscriptionVariables = Exact<{
  resumeAfter?: string | null | undefined;
}>;


export type PointsChangedSubscription = { readonly pointsChanged: { readonly id: string, readonly live: boolean, readonly entry: { readonly sequence: number, readonly kind: EntryKind, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string, readonly expiresAt: string | null, readonly labels: ReadonlyArray<{ readonly key: string, readonly value: string }> } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } };

export type BalanceFragment = { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number };

export type ChangeFragment = { readonly sequence: number, readonly kind: EntryKind, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string, readonly expiresAt: string | null, readonly labels: ReadonlyArray<{ readonly key: string, readonly value: string }> };

export type RefusalFragment = { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } };

export type CheckInsQueryVariables = Exact<{ [key: string]: never; }>;


export type CheckInsQuery = { readonly me: { readonly id: string, readonly checkIns: { readonly checkedInToday: boolean, readonly streak: number, readonly longestStreak: number, readonly makeUpCards: number, readonly days: ReadonlyArray<{ readonly date: string, readonly checkedIn: boolean, readonly madeUp: boolean }>, readonly nextBonus: { readonly inDays: number, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number } | null } | null } | null };

export type MakeUpCheckInMutationVariables = Exact<{
  input: MakeUpCheckInInput;
}>;


export type MakeUpCheckInMutation = { readonly makeUpCheckIn: { readonly replayed: boolean, readonly streak: number | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly bonus: { readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number } | null, readonly member: { readonly id: string, readonly checkIns: { readonly checkedInToday: boolean, readonly streak: number, readonly longestStreak: number, readonly makeUpCards: number, readonly days: ReadonlyArray<{ readonly date: string, readonly checkedIn: boolean, readonly madeUp: boolean }>, readonly nextBonus: { readonly inDays: number, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number } | null } | null } | null } | null };

export type CheckInStatusFragment = { readonly checkedInToday: boolean, readonly streak: number, readonly longestStreak: number, readonly makeUpCards: number, readonly days: ReadonlyArray<{ readonly date: string, readonly checkedIn: boolean, readonly madeUp: boolean }>, readonly nextBonus: { readonly inDays: number, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number } | null };

export type ConsentsQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsentsQuery = { readonly me: { readonly id: string, readonly consents: ReadonlyArray<{ readonly purpose: ConsentPurpose, readonly channel: ContactChannel, readonly granted: boolean, readonly version: string | null, readonly at: string | null, readonly asked: { readonly version: string, readonly text: string, readonly url: string | null } | null }> | null, readonly contactPreferences: { readonly channels: ReadonlyArray<ContactChannel>, readonly language: Language | null, readonly updatedAt: string, readonly quietHours: { readonly fromTime: string, readonly untilTime: string, readonly timeZone: string | null } | null } | null } | null };

export type ConsentHistoryQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ConsentHistoryQuery = { readonly consentHistory: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly purpose: ConsentPurpose, readonly channel: ContactChannel, readonly granted: boolean, readonly version: string | null, readonly givenBy: string, readonly at: string, readonly text: { readonly text: string, readonly url: string | null } | null } }> } | null };

export type GiveConsentMutationVariables = Exact<{
  input: GiveConsentInput;
}>;


export type GiveConsentMutation = { readonly giveConsent: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly consents: ReadonlyArray<{ readonly purpose: ConsentPurpose, readonly channel: ContactChannel, readonly granted: boolean, readonly version: string | null, readonly at: string | null, readonly asked: { readonly version: string, readonly text: string, readonly url: string | null } | null }> | null } | null };

export type WithdrawConsentMutationVariables = Exact<{
  input: WithdrawConsentInput;
}>;


export type WithdrawConsentMutation = { readonly withdrawConsent: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly consents: ReadonlyArray<{ readonly purpose: ConsentPurpose, readonly channel: ContactChannel, readonly granted: boolean, readonly version: string | null, readonly at: string | null, readonly asked: { readonly version: string, readonly text: string, readonly url: string | null } | null }> | null } | null };

export type SetContactPreferencesMutationVariables = Exact<{
  input: SetContactPreferencesInput;
}>;


export type SetContactPreferencesMutation = { readonly setContactPreferences: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly contactPreferences: { readonly channels: ReadonlyArray<ContactChannel>, readonly language: Language | null, readonly updatedAt: string, readonly quietHours: { readonly fromTime: string, readonly untilTime: string, readonly timeZone: string | null } | null } | null } | null };

export type ConsentLineFragment = { readonly purpose: ConsentPurpose, readonly channel: ContactChannel, readonly granted: boolean, readonly version: string | null, readonly at: string | null, readonly asked: { readonly version: string, readonly text: string, readonly url: string | null } | null };

export type ReachFragment = { readonly channels: ReadonlyArray<ContactChannel>, readonly language: Language | null, readonly updatedAt: string, readonly quietHours: { readonly fromTime: string, readonly untilTime: string, readonly timeZone: string | null } | null };

export type FeedbackQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  states?: ReadonlyArray<FeedbackState> | FeedbackState | null | undefined;
  category?: string | null | undefined;
}>;


export type FeedbackQuery = { readonly me: { readonly id: string, readonly feedback: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly createdAt: string, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly category: { readonly code: string, readonly name: string } | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type RequestUploadMutationVariables = Exact<{
  input: RequestUploadInput;
}>;


export type RequestUploadMutation = { readonly requestUpload: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly upload: { readonly attachment: string, readonly method: string, readonly url: string, readonly headers: ReadonlyArray<{ readonly name: string, readonly value: string }> } | null } | null };

export type SubmitFeedbackMutationVariables = Exact<{
  input: SubmitFeedbackInput;
}>;


export type SubmitFeedbackMutation = { readonly submitFeedback: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly createdAt: string, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly category: { readonly code: string, readonly name: string } | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> } | null } | null };

export type ContinueFeedbackMutationVariables = Exact<{
  input: ContinueFeedbackInput;
}>;


export type ContinueFeedbackMutation = { readonly continueFeedback: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly createdAt: string, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly category: { readonly code: string, readonly name: string } | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> } | null } | null };

export type ConfirmFeedbackMutationVariables = Exact<{
  input: OwnFeedbackInput;
}>;


export type ConfirmFeedbackMutation = { readonly confirmFeedback: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly createdAt: string, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly category: { readonly code: string, readonly name: string } | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> } | null } | null };

export type ReopenFeedbackMutationVariables = Exact<{
  input: OwnFeedbackInput;
}>;


export type ReopenFeedbackMutation = { readonly reopenFeedback: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly createdAt: string, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly category: { readonly code: string, readonly name: string } | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> } | null } | null };

export type FeedbackChangedSubscriptionVariables = Exact<{
  resumeAfter?: string | null | undefined;
}>;


export type FeedbackChangedSubscription = { readonly feedbackChanged: { readonly id: string, readonly live: boolean, readonly at: string | null, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly createdAt: string, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly category: { readonly code: string, readonly name: string } | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> } | null } };

export type ToldFragment = { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly createdAt: string, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly category: { readonly code: string, readonly name: string } | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> };

export type TakenFragment = { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly createdAt: string, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly category: { readonly code: string, readonly name: string } | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> } | null };

export type GiftAllowancesQueryVariables = Exact<{ [key: string]: never; }>;


export type GiftAllowancesQuery = { readonly me: { readonly id: string, readonly giftAllowances: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly minAmount: number, readonly maxAmount: number, readonly today: { readonly timesLeft: number, readonly amountLeft: number }, readonly month: { readonly timesLeft: number, readonly amountLeft: number }, readonly hindrance: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null }> | null } | null };

export type GivePointsMutationVariables = Exact<{
  input: GivePointsInput;
}>;


export type GivePointsMutation = { readonly givePoints: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly gift: { readonly id: string, readonly receiverId: string, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number, readonly at: string } | null, readonly points: { readonly posted: number, readonly available: number, readonly pending: number } | null } | null };

export type LeaderboardsQueryVariables = Exact<{ [key: string]: never; }>;


export type LeaderboardsQuery = { readonly leaderboards: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string | null, readonly per: LeaderboardPer, readonly byStore: boolean } }> } | null };

export type LeaderboardQueryVariables = Exact<{
  code: string;
  period?: string | null | undefined;
  storeId?: string | null | undefined;
}>;


export type LeaderboardQuery = { readonly leaderboard: { readonly members: number, readonly asOf: string | null, readonly complete: boolean, readonly period: { readonly code: string, readonly name: string | null, readonly firstDay: string, readonly lastDay: string, readonly over: boolean }, readonly entries: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly mine: boolean, readonly member: { readonly maskedName: string | null } | null }>, readonly me: { readonly rank: number, readonly score: number, readonly around: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly mine: boolean, readonly member: { readonly maskedName: string | null } | null }> } | null } | null };

export type LeaderboardPlaceFragment = { readonly rank: number, readonly score: number, readonly mine: boolean, readonly member: { readonly maskedName: string | null } | null };

export type MyErasureQueryVariables = Exact<{ [key: string]: never; }>;


export type MyErasureQuery = { readonly erasure: { readonly state: ErasureState, readonly askedAt: string, readonly dueAt: string, readonly endedAt: string | null } | null };

export type RequestMyErasureMutationVariables = Exact<{
  input: RequestErasureInput;
}>;


export type RequestMyErasureMutation = { readonly requestErasure: { readonly replayed: boolean, readonly erasure: { readonly state: ErasureState, readonly dueAt: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type CancelMyErasureMutationVariables = Exact<{
  input: CancelErasureInput;
}>;


export type CancelMyErasureMutation = { readonly cancelErasure: { readonly replayed: boolean, readonly erasure: { readonly state: ErasureState, readonly endedAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type OwnProfileQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnProfileQuery = { readonly me: { readonly id: string, readonly profile: { readonly name: string, readonly gender: Gender | null, readonly language: string | null, readonly etag: string, readonly birthdayChangesLeft: number | null, readonly birthday: { readonly text: string, readonly calendar: BirthdayCalendar | null, readonly year: number | null, readonly month: number | null, readonly day: number | null, readonly leapMonth: boolean } | null, readonly address: { readonly country: string, readonly province: string, readonly city: string, readonly district: string, readonly street: string, readonly postalCode: string } | null, readonly preferences: ReadonlyArray<{ readonly code: string, readonly value: string }> } } | null, readonly programme: { readonly preferences: ReadonlyArray<{ readonly code: string, readonly name: string, readonly values: ReadonlyArray<{ readonly code: string, readonly name: string }> }> } | null };

export type UpdateProfileMutationVariables = Exact<{
  input: UpdateProfileInput;
}>;


export type UpdateProfileMutation = { readonly updateProfile: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly member: { readonly id: string, readonly profile: { readonly name: string, readonly gender: Gender | null, readonly language: string | null, readonly etag: string, readonly birthdayChangesLeft: number | null, readonly birthday: { readonly text: string, readonly calendar: BirthdayCalendar | null, readonly year: number | null, readonly month: number | null, readonly day: number | null, readonly leapMonth: boolean } | null, readonly address: { readonly country: string, readonly province: string, readonly city: string, readonly district: string, readonly street: string, readonly postalCode: string } | null, readonly preferences: ReadonlyArray<{ readonly code: string, readonly value: string }> } } | null } | null };

export type ToldProfileFragment = { readonly name: string, readonly gender: Gender | null, readonly language: string | null, readonly etag: string, readonly birthdayChangesLeft: number | null, readonly birthday: { readonly text: string, readonly calendar: BirthdayCalendar | null, readonly year: number | null, readonly month: number | null, readonly day: number | null, readonly leapMonth: boolean } | null, readonly address: { readonly country: string, readonly province: string, readonly city: string, readonly district: string, readonly street: string, readonly postalCode: string } | null, readonly preferences: ReadonlyArray<{ readonly code: string, readonly value: string }> };

export type RewardsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  category?: string | null | undefined;
  redemptions?: number;
}>;


export type RewardsQuery = { readonly me: { readonly id: string, readonly tier: { readonly code: string, readonly rank: number } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null, readonly rewards: { readonly categories: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly kind: RewardKind, readonly price: number, readonly immediate: boolean, readonly stock: number | null, readonly redeemedCount: number, readonly remainingToday: number | null, readonly description: string | null, readonly images: ReadonlyArray<string>, readonly listPriceMinor: number | null, readonly listPriceCurrency: string | null, readonly prices: ReadonlyArray<{ readonly asset: string, readonly amount: number }>, readonly minTier: { readonly code: string, readonly name: string } | null, readonly category: { readonly code: string } | null, readonly hindrance: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly redemptions: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly prices: ReadonlyArray<{ readonly asset: string, readonly amount: number }>, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly expiresAt: string, readonly usedAt: string | null, readonly storeId: string | null } | null } }> } | null };

export type RedeemMutationVariables = Exact<{
  input: RedeemInput;
}>;


export type RedeemMutation = { readonly redeem: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly prices: ReadonlyArray<{ readonly asset: string, readonly amount: number }>, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly expiresAt: string, readonly usedAt: string | null, readonly storeId: string | null } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null };

export type ConfirmRedemptionMutationVariables = Exact<{
  input: ConfirmRedemptionInput;
}>;


export type ConfirmRedemptionMutation = { readonly confirmRedemption: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly prices: ReadonlyArray<{ readonly asset: string, readonly amount: number }>, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly expiresAt: string, readonly usedAt: string | null, readonly storeId: string | null } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null };

export type CancelRedemptionMutationVariables = Exact<{
  input: CancelRedemptionInput;
}>;


export type CancelRedemptionMutation = { readonly cancelRedemption: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly prices: ReadonlyArray<{ readonly asset: string, readonly amount: number }>, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly expiresAt: string, readonly usedAt: string | null, readonly storeId: string | null } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null };

export type HavingFragment = { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly prices: ReadonlyArray<{ readonly asset: string, readonly amount: number }>, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly expiresAt: string, readonly usedAt: string | null, readonly storeId: string | null } | null };

export type RedeemedFragment = { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly prices: ReadonlyArray<{ readonly asset: string, readonly amount: number }>, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly expiresAt: string, readonly usedAt: string | null, readonly storeId: string | null } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null };

export type SinceQueryVariables = Exact<{
  token?: string | null | undefined;
  first?: number;
}>;


export type SinceQuery = { readonly changesSince: { readonly token: string, readonly hasMore: boolean, readonly entries: ReadonlyArray<{ readonly sequence: number, readonly kind: EntryKind, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string, readonly expiresAt: string | null, readonly labels: ReadonlyArray<{ readonly key: string, readonly value: string }> }> | null, readonly tierChanges: ReadonlyArray<{ readonly main: boolean, readonly reason: TierReason, readonly at: string, readonly ladder: { readonly code: string, readonly name: string }, readonly fromTier: { readonly code: string, readonly name: string } | null, readonly toTier: { readonly code: string, readonly name: string } }> | null, readonly feedback: ReadonlyArray<{ readonly id: string, readonly text: string, readonly state: FeedbackState, readonly createdAt: string, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly category: { readonly code: string, readonly name: string } | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> }> | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null };

export type SubscriptionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SubscriptionsQuery = { readonly subscriptions: { readonly grantsFrom: GrantsFrom, readonly templates: ReadonlyArray<{ readonly code: string, readonly templateId: string, readonly granted: number, readonly messages: ReadonlyArray<string> }> } | null };

export type GrantSubscriptionsMutationVariables = Exact<{
  input: GrantSubscriptionsInput;
}>;


export type GrantSubscriptionsMutation = { readonly grantSubscriptions: { readonly replayed: boolean, readonly counted: number, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly subscriptions: { readonly grantsFrom: GrantsFrom, readonly templates: ReadonlyArray<{ readonly code: string, readonly templateId: string, readonly granted: number, readonly messages: ReadonlyArray<string> }> } | null } | null };

export type PermissionFragment = { readonly code: string, readonly templateId: string, readonly granted: number, readonly messages: ReadonlyArray<string> };

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
export const HeldBasketFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment HeldBasket on Basket {
  id
  state
  currency
  byMember
  orderId
  holdExpiresAt
  refundedMinor
  returnedPoints
  quote {
    paidMinor
    points
  }
}
    `, {"fragmentName":"HeldBasket"}) as unknown as TypedDocumentString<HeldBasketFragment, unknown>;
export const ChangeFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Change on Entry {
  sequence
  kind
  amount
  balanceAfter
  effectiveAt
  expiresAt
  labels {
    key
    value
  }
}
    `, {"fragmentName":"Change"}) as unknown as TypedDocumentString<ChangeFragment, unknown>;
export const CheckInStatusFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment CheckInStatus on CheckIns {
  checkedInToday
  streak
  longestStreak
  makeUpCards
  days {
    date
    checkedIn
    madeUp
  }
  nextBonus {
    inDays
    asset
    amount
  }
}
    `, {"fragmentName":"CheckInStatus"}) as unknown as TypedDocumentString<CheckInStatusFragment, unknown>;
export const ConsentLineFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ConsentLine on Consent {
  purpose
  channel
  granted
  version
  at
  asked {
    version
    text
    url
  }
}
    `, {"fragmentName":"ConsentLine"}) as unknown as TypedDocumentString<ConsentLineFragment, unknown>;
export const ReachFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Reach on ContactPreferences {
  channels
  quietHours {
    fromTime
    untilTime
    timeZone
  }
  language
  updatedAt
}
    `, {"fragmentName":"Reach"}) as unknown as TypedDocumentString<ReachFragment, unknown>;
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
export const ToldFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Told on Feedback {
  id
  text
  state
  topics {
    code
    name
  }
  category {
    code
    name
  }
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
    said
  }
}
    `, {"fragmentName":"Told"}) as unknown as TypedDocumentString<ToldFragment, unknown>;
export const TakenFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Taken on FeedbackPayload {
  replayed
  userErrors {
    ...Refusal
  }
  feedback {
    ...Told
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
fragment Told on Feedback {
  id
  text
  state
  topics {
    code
    name
  }
  category {
    code
    name
  }
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
    said
  }
}`, {"fragmentName":"Taken"}) as unknown as TypedDocumentString<TakenFragment, unknown>;
export const LeaderboardPlaceFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment LeaderboardPlace on LeaderboardEntry {
  rank
  score
  mine
  member {
    maskedName
  }
}
    `, {"fragmentName":"LeaderboardPlace"}) as unknown as TypedDocumentString<LeaderboardPlaceFragment, unknown>;
export const ToldProfileFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ToldProfile on Profile {
  name
  gender
  language
  etag
  birthdayChangesLeft
  birthday {
    text
    calendar
    year
    month
    day
    leapMonth
  }
  address {
    country
    province
    city
    district
    street
    postalCode
  }
  preferences {
    code
    value
  }
}
    `, {"fragmentName":"ToldProfile"}) as unknown as TypedDocumentString<ToldProfileFragment, unknown>;
export const HavingFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Having on Redemption {
  id
  rewardCode
  rewardName
  price
  prices {
    asset
    amount
  }
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    state
    expiresOn
    expiresAt
    usedAt
    storeId
  }
}
    `, {"fragmentName":"Having"}) as unknown as TypedDocumentString<HavingFragment, unknown>;
export const BalanceFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Balance on Points {
  posted
  held
  available
  pending
}
    `, {"fragmentName":"Balance"}) as unknown as TypedDocumentString<BalanceFragment, unknown>;
export const RedeemedFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Redeemed on RedemptionPayload {
  replayed
  userErrors {
    ...Refusal
  }
  redemption {
    ...Having
  }
  points {
    ...Balance
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
fragment Having on Redemption {
  id
  rewardCode
  rewardName
  price
  prices {
    asset
    amount
  }
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    state
    expiresOn
    expiresAt
    usedAt
    storeId
  }
}`, {"fragmentName":"Redeemed"}) as unknown as TypedDocumentString<RedeemedFragment, unknown>;
export const PermissionFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Permission on SubscriptionTemplate {
  code
  templateId
  granted
  messages
}
    `, {"fragmentName":"Permission"}) as unknown as TypedDocumentString<PermissionFragment, unknown>;
export const BasketPreviewDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BasketPreview($basket: BasketInput!) {
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
      lines {
        lineId
        amountMinor
        paidMinor
      }
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
    `, {"id":"1668e100ee9a74a139fcbd425a09df7a2a6c976176c5eadc55eb51e6911a4dd0"}) as unknown as TypedDocumentString<BasketPreviewQuery, BasketPreviewQueryVariables>;
export const BasketsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Baskets($first: Int = 10, $after: String) {
  baskets(first: $first, after: $after) {
    edges {
      node {
        ...HeldBasket
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment HeldBasket on Basket {
  id
  state
  currency
  byMember
  orderId
  holdExpiresAt
  refundedMinor
  returnedPoints
  quote {
    paidMinor
    points
  }
}`, {"id":"f003a9150bf23856b0f6401f0f459a61c631681872a7bde38416a4d7f2a5f787"}) as unknown as TypedDocumentString<BasketsQuery, BasketsQueryVariables>;
export const HoldBasketDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation HoldBasket($input: HoldBasketInput!) {
  holdBasket(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    basket {
      ...HeldBasket
    }
    points {
      available
    }
  }
}
    fragment HeldBasket on Basket {
  id
  state
  currency
  byMember
  orderId
  holdExpiresAt
  refundedMinor
  returnedPoints
  quote {
    paidMinor
    points
  }
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"05d4fabcfc4337c70a05854befb287661d5f5bab2cbd873b96cc8f7969479a08"}) as unknown as TypedDocumentString<HoldBasketMutation, HoldBasketMutationVariables>;
export const CancelBasketDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelBasket($input: CancelBasketInput!) {
  cancelBasket(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    basket {
      ...HeldBasket
    }
    points {
      available
    }
  }
}
    fragment HeldBasket on Basket {
  id
  state
  currency
  byMember
  orderId
  holdExpiresAt
  refundedMinor
  returnedPoints
  quote {
    paidMinor
    points
  }
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"dd43b62d2656bc1fb1ffac33aa4a8653e1ce642c132ddf522009cbdda146ff80"}) as unknown as TypedDocumentString<CancelBasketMutation, CancelBasketMutationVariables>;
export const BenefitsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Benefits {
  me {
    id
    benefits {
      code
      name
      left
      of
      per
      until
    }
    wakeUp {
      name
      percent
      until
    }
  }
  benefitUses(first: 20) {
    edges {
      node {
        id
        benefit {
          code
          name
        }
        storeId
        usedAt
        reversedAt
      }
    }
  }
}
    `, {"id":"b28947baef15b51bf63ab7255a567ed0cc54d4de53dc1e1dada2175c87404b9e"}) as unknown as TypedDocumentString<BenefitsQuery, BenefitsQueryVariables>;
export const CardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Card($entries: Int! = 5, $entriesAfter: String, $expiringDays: Int! = 30) {
  me {
    id
    name
    phone
    enrolledAt
    growth
    tier {
      code
      name
      multiplier
      rank
    }
    forecast {
      growthToNext
      growthToKeep
      judgedOn
      nextTier {
        code
        name
      }
      expectedTier {
        code
        name
      }
    }
    points {
      ...Balance
      expiring(days: $expiringDays) {
        points
        on
      }
    }
    entries(first: $entries, after: $entriesAfter) {
      edges {
        node {
          ...Change
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}
fragment Change on Entry {
  sequence
  kind
  amount
  balanceAfter
  effectiveAt
  expiresAt
  labels {
    key
    value
  }
}`, {"id":"a29ec5a609b64888e47ab6db77072c33f93e4c2c3f103180129b93636ca5ff39"}) as unknown as TypedDocumentString<CardQuery, CardQueryVariables>;
export const CheckInDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CheckIn($input: CheckInInput!) {
  checkIn(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    streak
    bonus {
      asset
      amount
    }
    alreadyCheckedIn
    checkIn {
      at
      awards {
        rule {
          code
          name
        }
        asset
        amount
      }
      points {
        ...Balance
      }
    }
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"bc4ed436216a23ca53ca836ef921778be26728e414b8ebe544d73eab8f3b52e1"}) as unknown as TypedDocumentString<CheckInMutation, CheckInMutationVariables>;
export const PointsChangedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription PointsChanged($resumeAfter: String) {
  pointsChanged(resumeAfter: $resumeAfter) {
    id
    live
    entry {
      ...Change
    }
    points {
      ...Balance
    }
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}
fragment Change on Entry {
  sequence
  kind
  amount
  balanceAfter
  effectiveAt
  expiresAt
  labels {
    key
    value
  }
}`, {"id":"dee64f40c3853489940cfc1eaf7589c8acb750d10754f88b5a08f07c20442008"}) as unknown as TypedDocumentString<PointsChangedSubscription, PointsChangedSubscriptionVariables>;
export const CheckInsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CheckIns {
  me {
    id
    checkIns {
      ...CheckInStatus
    }
  }
}
    fragment CheckInStatus on CheckIns {
  checkedInToday
  streak
  longestStreak
  makeUpCards
  days {
    date
    checkedIn
    madeUp
  }
  nextBonus {
    inDays
    asset
    amount
  }
}`, {"id":"e422b2e8d8f75f062548402090da0549f27940887e192330f9238b962da83a16"}) as unknown as TypedDocumentString<CheckInsQuery, CheckInsQueryVariables>;
export const MakeUpCheckInDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MakeUpCheckIn($input: MakeUpCheckInInput!) {
  makeUpCheckIn(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    streak
    bonus {
      asset
      amount
    }
    member {
      id
      checkIns {
        ...CheckInStatus
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
}
fragment CheckInStatus on CheckIns {
  checkedInToday
  streak
  longestStreak
  makeUpCards
  days {
    date
    checkedIn
    madeUp
  }
  nextBonus {
    inDays
    asset
    amount
  }
}`, {"id":"cdf38686a2320c5361a9d21913c4a1f6e9de603a767ca3c30c6d858c2ea9d267"}) as unknown as TypedDocumentString<MakeUpCheckInMutation, MakeUpCheckInMutationVariables>;
export const ConsentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Consents {
  me {
    id
    consents {
      ...ConsentLine
    }
    contactPreferences {
      ...Reach
    }
  }
}
    fragment ConsentLine on Consent {
  purpose
  channel
  granted
  version
  at
  asked {
    version
    text
    url
  }
}
fragment Reach on ContactPreferences {
  channels
  quietHours {
    fromTime
    untilTime
    timeZone
  }
  language
  updatedAt
}`, {"id":"3f970be3d917d2d10d93fed485795b44d0a8e7df4ab827a8a9cc1b793d3097a4"}) as unknown as TypedDocumentString<ConsentsQuery, ConsentsQueryVariables>;
export const ConsentHistoryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ConsentHistory($after: String) {
  consentHistory(first: 20, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        purpose
        channel
        granted
        version
        givenBy
        at
        text {
          text
          url
        }
      }
    }
  }
}
    `, {"id":"61d3c44249e9d42aa77f9415614432fec15ba66af49d82e380a66f8167210cc3"}) as unknown as TypedDocumentString<ConsentHistoryQuery, ConsentHistoryQueryVariables>;
export const GiveConsentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GiveConsent($input: GiveConsentInput!) {
  giveConsent(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    consents {
      ...ConsentLine
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
}
fragment ConsentLine on Consent {
  purpose
  channel
  granted
  version
  at
  asked {
    version
    text
    url
  }
}`, {"id":"da4cd3c8af339c1a9ee99a51db1364c16a5353392878d3db1f01940e95b36656"}) as unknown as TypedDocumentString<GiveConsentMutation, GiveConsentMutationVariables>;
export const WithdrawConsentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation WithdrawConsent($input: WithdrawConsentInput!) {
  withdrawConsent(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    consents {
      ...ConsentLine
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
}
fragment ConsentLine on Consent {
  purpose
  channel
  granted
  version
  at
  asked {
    version
    text
    url
  }
}`, {"id":"9aa4acef3a54a1ba8c990311672c1d564b34d22ce5e7e202fde5ebd418a12382"}) as unknown as TypedDocumentString<WithdrawConsentMutation, WithdrawConsentMutationVariables>;
export const SetContactPreferencesDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SetContactPreferences($input: SetContactPreferencesInput!) {
  setContactPreferences(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    contactPreferences {
      ...Reach
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
}
fragment Reach on ContactPreferences {
  channels
  quietHours {
    fromTime
    untilTime
    timeZone
  }
  language
  updatedAt
}`, {"id":"c52aad704090060b916b399b17bb21b3c6b86ce6a96dfe51947e59d42391efc1"}) as unknown as TypedDocumentString<SetContactPreferencesMutation, SetContactPreferencesMutationVariables>;
export const FeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Feedback($first: Int! = 5, $after: String, $states: [FeedbackState!], $category: String) {
  me {
    id
    feedback(first: $first, after: $after, states: $states, category: $category) {
      edges {
        node {
          ...Told
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment Told on Feedback {
  id
  text
  state
  topics {
    code
    name
  }
  category {
    code
    name
  }
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
    said
  }
}`, {"id":"cc4471340c8ba832ecede5340bad4d88f6933136b3a7f1b78b56f46bb07e8899"}) as unknown as TypedDocumentString<FeedbackQuery, FeedbackQueryVariables>;
export const RequestUploadDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RequestUpload($input: RequestUploadInput!) {
  requestUpload(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    upload {
      attachment
      method
      url
      headers {
        name
        value
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
}`, {"id":"4aa3b2026cedfda5db75f89a8686176d9fa329577602c646ed83676d837a1123"}) as unknown as TypedDocumentString<RequestUploadMutation, RequestUploadMutationVariables>;
export const SubmitFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SubmitFeedback($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) {
    ...Taken
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
fragment Told on Feedback {
  id
  text
  state
  topics {
    code
    name
  }
  category {
    code
    name
  }
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
    said
  }
}
fragment Taken on FeedbackPayload {
  replayed
  userErrors {
    ...Refusal
  }
  feedback {
    ...Told
  }
}`, {"id":"4dc7d2972eea0b0e8449766e713191cf3d9ec2181e2492a68e1665f5b939ce6a"}) as unknown as TypedDocumentString<SubmitFeedbackMutation, SubmitFeedbackMutationVariables>;
export const ContinueFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ContinueFeedback($input: ContinueFeedbackInput!) {
  continueFeedback(input: $input) {
    ...Taken
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
fragment Told on Feedback {
  id
  text
  state
  topics {
    code
    name
  }
  category {
    code
    name
  }
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
    said
  }
}
fragment Taken on FeedbackPayload {
  replayed
  userErrors {
    ...Refusal
  }
  feedback {
    ...Told
  }
}`, {"id":"69f89a444656724cb02f59c28d76c98482678323bb2b3d186fc02e69616f9e29"}) as unknown as TypedDocumentString<ContinueFeedbackMutation, ContinueFeedbackMutationVariables>;
export const ConfirmFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ConfirmFeedback($input: OwnFeedbackInput!) {
  confirmFeedback(input: $input) {
    ...Taken
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
fragment Told on Feedback {
  id
  text
  state
  topics {
    code
    name
  }
  category {
    code
    name
  }
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
    said
  }
}
fragment Taken on FeedbackPayload {
  replayed
  userErrors {
    ...Refusal
  }
  feedback {
    ...Told
  }
}`, {"id":"6fd6ee7814cc85e5a69b90b508fcd67cee838a89619d65b2556f539d7c37c8ba"}) as unknown as TypedDocumentString<ConfirmFeedbackMutation, ConfirmFeedbackMutationVariables>;
export const ReopenFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ReopenFeedback($input: OwnFeedbackInput!) {
  reopenFeedback(input: $input) {
    ...Taken
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
fragment Told on Feedback {
  id
  text
  state
  topics {
    code
    name
  }
  category {
    code
    name
  }
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
    said
  }
}
fragment Taken on FeedbackPayload {
  replayed
  userErrors {
    ...Refusal
  }
  feedback {
    ...Told
  }
}`, {"id":"d0502ce6a7187a902b5e785c1bd86b89d61dededc5b2e1d071407459fc8ace6e"}) as unknown as TypedDocumentString<ReopenFeedbackMutation, ReopenFeedbackMutationVariables>;
export const FeedbackChangedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription FeedbackChanged($resumeAfter: String) {
  feedbackChanged(resumeAfter: $resumeAfter) {
    id
    live
    at
    feedback {
      ...Told
    }
  }
}
    fragment Told on Feedback {
  id
  text
  state
  topics {
    code
    name
  }
  category {
    code
    name
  }
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
    said
  }
}`, {"id":"bad88fe9b5c0aabe30333c0954b8659edfa54e781780f986c45d614afa49165c"}) as unknown as TypedDocumentString<FeedbackChangedSubscription, FeedbackChangedSubscriptionVariables>;
export const GiftAllowancesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GiftAllowances {
  me {
    id
    giftAllowances {
      asset
      minAmount
      maxAmount
      today {
        timesLeft
        amountLeft
      }
      month {
        timesLeft
        amountLeft
      }
      hindrance {
        ...Refusal
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
}`, {"id":"d6064de890d00ad6109f0f44b36afaf5b432d029a5c3a2e7d078e7ad48064864"}) as unknown as TypedDocumentString<GiftAllowancesQuery, GiftAllowancesQueryVariables>;
export const GivePointsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GivePoints($input: GivePointsInput!) {
  givePoints(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    gift {
      id
      receiverId
      asset
      amount
      at
    }
    points {
      posted
      available
      pending
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
}`, {"id":"497767e906a24634566bbf92f6feb0a832adc0b61fac06dae4c3c8e67f525e74"}) as unknown as TypedDocumentString<GivePointsMutation, GivePointsMutationVariables>;
export const LeaderboardsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Leaderboards {
  leaderboards {
    edges {
      node {
        code
        name
        per
        byStore
      }
    }
  }
}
    `, {"id":"17e409e6c2f36864fdcb74bcc3242a110caf5adb39f9268b90351b3cddd25682"}) as unknown as TypedDocumentString<LeaderboardsQuery, LeaderboardsQueryVariables>;
export const LeaderboardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Leaderboard($code: String!, $period: String, $storeId: String) {
  leaderboard(
    code: $code
    period: $period
    storeId: $storeId
    first: 20
    around: 2
  ) {
    period {
      code
      name
      firstDay
      lastDay
      over
    }
    entries {
      ...LeaderboardPlace
    }
    members
    me {
      rank
      score
      around {
        ...LeaderboardPlace
      }
    }
    asOf
    complete
  }
}
    fragment LeaderboardPlace on LeaderboardEntry {
  rank
  score
  mine
  member {
    maskedName
  }
}`, {"id":"5ee64c4ed19ce7de202fcedfba0dda30a58f3c4e791bd7552bd2a73bd4199c20"}) as unknown as TypedDocumentString<LeaderboardQuery, LeaderboardQueryVariables>;
export const MyErasureDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MyErasure {
  erasure {
    state
    askedAt
    dueAt
    endedAt
  }
}
    `, {"id":"aee3e334693c809f25a446ae6dc7b725a0b22f658905121f534539782132eb99"}) as unknown as TypedDocumentString<MyErasureQuery, MyErasureQueryVariables>;
export const RequestMyErasureDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RequestMyErasure($input: RequestErasureInput!) {
  requestErasure(input: $input) {
    erasure {
      state
      dueAt
    }
    replayed
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
  }
}
    `, {"id":"982b2a70f6103d4e65c5b468f34656b2e4464d839bdb13dadd036843b0f48fa5"}) as unknown as TypedDocumentString<RequestMyErasureMutation, RequestMyErasureMutationVariables>;
export const CancelMyErasureDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelMyErasure($input: CancelErasureInput!) {
  cancelErasure(input: $input) {
    erasure {
      state
      endedAt
    }
    replayed
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
  }
}
    `, {"id":"20f7d88b743b09840f38bc90b9529a277ec04c78ebeebadd5558f54b642a904c"}) as unknown as TypedDocumentString<CancelMyErasureMutation, CancelMyErasureMutationVariables>;
export const OwnProfileDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OwnProfile {
  me {
    id
    profile {
      ...ToldProfile
    }
  }
  programme {
    preferences {
      code
      name
      values {
        code
        name
      }
    }
  }
}
    fragment ToldProfile on Profile {
  name
  gender
  language
  etag
  birthdayChangesLeft
  birthday {
    text
    calendar
    year
    month
    day
    leapMonth
  }
  address {
    country
    province
    city
    district
    street
    postalCode
  }
  preferences {
    code
    value
  }
}`, {"id":"4991bcd4d0942c143f8fdd5b82e99136e8c4d7e49e0726e7b64f2b48f41b8e55"}) as unknown as TypedDocumentString<OwnProfileQuery, OwnProfileQueryVariables>;
export const UpdateProfileDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateProfile($input: UpdateProfileInput!) {
  updateProfile(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    member {
      id
      profile {
        ...ToldProfile
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
}
fragment ToldProfile on Profile {
  name
  gender
  language
  etag
  birthdayChangesLeft
  birthday {
    text
    calendar
    year
    month
    day
    leapMonth
  }
  address {
    country
    province
    city
    district
    street
    postalCode
  }
  preferences {
    code
    value
  }
}`, {"id":"b13a4a27fd8b86290a9a69bf49f7f8fa00a74e6f0cc151ab8df54ecba3843cf7"}) as unknown as TypedDocumentString<UpdateProfileMutation, UpdateProfileMutationVariables>;
export const RewardsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Rewards($first: Int! = 10, $after: String, $category: String, $redemptions: Int! = 5) {
  me {
    id
    tier {
      code
      rank
    }
    points {
      ...Balance
    }
  }
  rewards(first: $first, after: $after, category: $category) {
    categories {
      code
      name
    }
    edges {
      node {
        code
        name
        kind
        price
        prices {
          asset
          amount
        }
        immediate
        stock
        redeemedCount
        remainingToday
        minTier {
          code
          name
        }
        description
        category {
          code
        }
        images
        listPriceMinor
        listPriceCurrency
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
  redemptions(first: $redemptions) {
    edges {
      node {
        ...Having
      }
    }
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
fragment Having on Redemption {
  id
  rewardCode
  rewardName
  price
  prices {
    asset
    amount
  }
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    state
    expiresOn
    expiresAt
    usedAt
    storeId
  }
}`, {"id":"82c8c0a5de4ffbd8d2216945c565db74a45d075bada8f6ad02274713a9a49396"}) as unknown as TypedDocumentString<RewardsQuery, RewardsQueryVariables>;
export const RedeemDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Redeem($input: RedeemInput!) {
  redeem(input: $input) {
    ...Redeemed
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
fragment Having on Redemption {
  id
  rewardCode
  rewardName
  price
  prices {
    asset
    amount
  }
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    state
    expiresOn
    expiresAt
    usedAt
    storeId
  }
}
fragment Redeemed on RedemptionPayload {
  replayed
  userErrors {
    ...Refusal
  }
  redemption {
    ...Having
  }
  points {
    ...Balance
  }
}`, {"id":"c9653889e56fbe5723322a67f9b412b7e042aef16dafac7002cc8879963cd00f"}) as unknown as TypedDocumentString<RedeemMutation, RedeemMutationVariables>;
export const ConfirmRedemptionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ConfirmRedemption($input: ConfirmRedemptionInput!) {
  confirmRedemption(input: $input) {
    ...Redeemed
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
fragment Having on Redemption {
  id
  rewardCode
  rewardName
  price
  prices {
    asset
    amount
  }
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    state
    expiresOn
    expiresAt
    usedAt
    storeId
  }
}
fragment Redeemed on RedemptionPayload {
  replayed
  userErrors {
    ...Refusal
  }
  redemption {
    ...Having
  }
  points {
    ...Balance
  }
}`, {"id":"af5ef495667fa7a0f2edc519c986bee06aa720a519af239962becae289381c96"}) as unknown as TypedDocumentString<ConfirmRedemptionMutation, ConfirmRedemptionMutationVariables>;
export const CancelRedemptionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelRedemption($input: CancelRedemptionInput!) {
  cancelRedemption(input: $input) {
    ...Redeemed
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}
fragment Having on Redemption {
  id
  rewardCode
  rewardName
  price
  prices {
    asset
    amount
  }
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    state
    expiresOn
    expiresAt
    usedAt
    storeId
  }
}
fragment Redeemed on RedemptionPayload {
  replayed
  userErrors {
    ...Refusal
  }
  redemption {
    ...Having
  }
  points {
    ...Balance
  }
}`, {"id":"c34d23969d6bd4d05553295e02a72e21e757197ce9e92fe17d31d8ebd2dba9cf"}) as unknown as TypedDocumentString<CancelRedemptionMutation, CancelRedemptionMutationVariables>;
export const SinceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Since($token: String, $first: Int! = 10) {
  changesSince(token: $token, first: $first) {
    token
    hasMore
    entries {
      ...Change
    }
    tierChanges {
      main
      reason
      at
      ladder {
        code
        name
      }
      fromTier {
        code
        name
      }
      toTier {
        code
        name
      }
    }
    feedback {
      ...Told
    }
    points {
      ...Balance
    }
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}
fragment Change on Entry {
  sequence
  kind
  amount
  balanceAfter
  effectiveAt
  expiresAt
  labels {
    key
    value
  }
}
fragment Told on Feedback {
  id
  text
  state
  topics {
    code
    name
  }
  category {
    code
    name
  }
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
    said
  }
}`, {"id":"b7d23a2b5e9a153f63cb66fe89166c29c921e0d2d36d97985e74cd417b496daf"}) as unknown as TypedDocumentString<SinceQuery, SinceQueryVariables>;
export const SubscriptionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Subscriptions {
  subscriptions {
    grantsFrom
    templates {
      ...Permission
    }
  }
}
    fragment Permission on SubscriptionTemplate {
  code
  templateId
  granted
  messages
}`, {"id":"4f34dd6ffeaf92c0d86d8e6677a21ba563d36ff99390e481b12057fc820841a4"}) as unknown as TypedDocumentString<SubscriptionsQuery, SubscriptionsQueryVariables>;
export const GrantSubscriptionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GrantSubscriptions($input: GrantSubscriptionsInput!) {
  grantSubscriptions(input: $input) {
    replayed
    counted
    userErrors {
      ...Refusal
    }
    subscriptions {
      grantsFrom
      templates {
        ...Permission
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
}
fragment Permission on SubscriptionTemplate {
  code
  templateId
  granted
  messages
}`, {"id":"ce7ec5dd28a3ef2936ec1daa1cbe2d31b87f74180f4f696c18447ed2f9be695d"}) as unknown as TypedDocumentString<GrantSubscriptionsMutation, GrantSubscriptionsMutationVariables>;