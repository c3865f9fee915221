/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A friend's code that a member enters. */
export type AcceptInviteInput = {
  /** The friend's code; spaces, hyphens and small letters do no harm. At most 32 characters. */
  readonly code: string;
  /** The member, by global id or bare id; operators name the member. */
  readonly memberId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A first step of a member. Whoever took one took those before it. */
export type ActivationStep =
  /** An order that was kept. */
  | 'FIRST_ORDER'
  /** A second order that was kept. */
  | 'FIRST_REPURCHASE'
  /** A visit of a kind that the programme says, or an order. */
  | 'FIRST_VISIT'
  | '%future added value';

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

/** The answer to a survey, or a part of it. */
export type AnswerSurveyInput = {
  /** False to keep a part of the answer, which an anonymous survey does not; true when left out. */
  readonly complete?: boolean;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The `id` of the offer. */
  readonly offerId: string;
  /** All replies so far, at most 30: they take the place of those that were kept. A reply to a question that is not shown is left out. */
  readonly replies: ReadonlyArray<SurveyReplyInput>;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A member's answer to an invitation. */
export type AnswerTrialInput = {
  /** True to take a place, false to give it up or to take none. */
  readonly accept: boolean;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The trial, by `Trial.id`. */
  readonly trialId: string;
};

/** The fault of a file that came. */
export type AttachmentProblem =
  /** It has no bytes. */
  | 'EMPTY'
  /** It has more bytes than may be sent. */
  | 'TOO_LARGE'
  /** It was announced as another kind: a picture that is a video, say. */
  | 'TYPE_OTHER'
  /** Its first bytes are of no format that may be attached. */
  | 'TYPE_UNKNOWN'
  | '%future added value';

/** The arrival of an attachment's file, and the judgement on it. */
export type AttachmentState =
  /** It is there, and its bytes are of a kind that may be attached. */
  | 'ARRIVED'
  /** It is looked for: it may come until 15 minutes after its item was taken in. */
  | 'CHECKING'
  /** It never came: send it again with other words. */
  | 'MISSING'
  /** Nobody looked: it is a link to elsewhere, from before files were checked, or there is no store to look in. */
  | 'UNCHECKED'
  /** It came and is not what it was announced as: nobody gets a link to it, and `problem` says why. */
  | 'WRONG'
  | '%future added value';

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

/** A phone number, and the code that came to it. */
export type BindPhoneInput = {
  /** The six digits of the SMS. */
  readonly code: string;
  /** The number, as in `sendPhoneCode`. */
  readonly phone: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

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

/** A sign-up to cancel. */
export type CancelSignUpInput = {
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The id of the sign-up. */
  readonly signUpId: string;
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

/** A kind of personal data that is kept for a time. */
export type DataKind =
  /** Details of activities: articles, labels, words of a search. That they took place stays. */
  | 'ACTIVITY_DETAILS'
  /** That the member wrote in a group, without the words. */
  | 'GROUP_MESSAGES'
  /** Messages in the inbox. */
  | 'INBOX'
  /** Logins: when and where they began. */
  | 'LOGINS'
  /** The text of messages to the member, and the values that their decisions saw. */
  | 'MESSAGE_DETAILS'
  | '%future added value';

/** An offer that a member does not want. */
export type DeclineNextOfferInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The code of the offer. */
  readonly offer: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** How an operator saw personal data. */
export type DisclosureKind =
  /** A copy of all that is kept of the member. */
  | 'COPY'
  /** The phone, on a list that a second operator agreed to. */
  | 'PHONE_LIST'
  /** The profile and the identities. */
  | 'PROFILE'
  | '%future added value';

/** A draw of a lottery. */
export type DrawLotteryInput = {
  /** The code of the lottery. */
  readonly lottery: string;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The reason why a draw gave its prize, or none. */
export type DrawReason =
  /** The roll drew it. */
  | 'DRAWN'
  /** The coupons of the drawn prize ended: another or none is given. */
  | 'ENDED'
  /** The roll drew no prize. */
  | 'NO_PRIZE'
  /** No piece of the drawn prize is left: another or none is given. */
  | 'OUT_OF_STOCK'
  /** The member had lost so often that a prize is given. */
  | 'PITY'
  /** The member won the drawn prize before, and it is won once: another or none is given. */
  | 'WON_BEFORE'
  | '%future added value';

/** A member whose sessions are all to end. */
export type EndAllLoginsInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The reason; operators write 4 to 500 characters. It is kept, so no personal data. */
  readonly reason?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

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

/** A role in a group. */
export type GroupRole =
  /** One of at most two who help the owner. */
  | 'ASSISTANT'
  /** A member without a role. */
  | 'MEMBER'
  /** The one who runs the group. */
  | 'OWNER'
  | '%future added value';

/** How a member takes part in a group. */
export type GroupStanding =
  /** The member wrote or joined lately. */
  | 'ACTIVE'
  /** The member stayed silent: a candidate for leaving. */
  | 'FLAGGED'
  /** The member has been silent, and had the offer for old friends. */
  | 'SILENT'
  | '%future added value';

/** The order of a list of ideas. */
export type IdeaOrder =
  /** The newest first. */
  | 'NEWEST'
  /** Those with most votes first. */
  | 'VOTES'
  | '%future added value';

/** How far an idea has come. */
export type IdeaShelf =
  /** It is proposed, and members vote. */
  | 'IDEA'
  /** It is made: a product or a service. */
  | 'IMPLEMENTED'
  /** It is a project of the brand. */
  | 'INCUBATING'
  | '%future added value';

/** The state of an idea as a text. */
export type IdeaState =
  /** It says the same as another one, and goes on there. */
  | 'MERGED'
  /** Members see it. */
  | 'OPEN'
  /** It waits for a moderator, and only its member and operators see it. */
  | 'PENDING'
  /** A moderator refused it; only its member and operators see it. */
  | 'REFUSED'
  | '%future added value';

/** Something that happened to an idea. */
export type IdeaStepKind =
  /** Another one was merged into it. */
  | 'ABSORBED'
  /** The brand answered. */
  | 'ANSWERED'
  /** It was merged into another one. */
  | 'MERGED'
  /** It came to another shelf. */
  | 'MOVED'
  /** A moderator opened it. */
  | 'OPENED'
  /** A member proposed it. */
  | 'PROPOSED'
  /** A moderator refused it. */
  | 'REFUSED'
  | '%future added value';

/** A kind of groups to join. */
export type JoinGroupInput = {
  /** The code of the kind. */
  readonly kind: string;
  /** The member, by global id or bare id; operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The member's choices of the kind's `asks`. */
  readonly preferences?: ReadonlyArray<string> | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The code of the store, for a group of a store. */
  readonly storeId?: string | null | undefined;
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

/** A group to leave. */
export type LeaveGroupInput = {
  /** The group, by `Group.id`. */
  readonly groupId: string;
  /** The member, by global id or bare id; operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The reason; operators write 4 to 500 characters. It is kept, so no personal data. */
  readonly reason?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A like of a post, or its end. */
export type LikePostInput = {
  /** True to like it, false to take that back. */
  readonly liked: boolean;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The post, by `Post.id`. */
  readonly postId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A missed day that a make-up card fills. */
export type MakeUpCheckInInput = {
  /** The day to fill: one of `Member.checkIns.days` that is not checked in. */
  readonly day: string;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The state of a request to merge. */
export type MergeRequestState =
  /** Accepted: the two are merged. */
  | 'ACCEPTED'
  /** Nobody decided within 30 days. */
  | 'EXPIRED'
  /** An operator refused it. */
  | 'REFUSED'
  /** Waits for an operator. */
  | 'WAITING'
  | '%future added value';

/** The purpose of a message. */
export type MessagePurpose =
  /** An offer or advertising, which the member agreed to. */
  | 'MARKETING'
  /** It belongs to the membership. */
  | 'SERVICE'
  /** A question, which the member agreed to. */
  | 'SURVEY'
  | '%future added value';

/** The rule for the price of a member who does not come. */
export type NoShowRule =
  /** It is let go. */
  | 'RELEASE'
  /** It is taken. */
  | 'TAKE'
  | '%future added value';

/** A message that its member opens. */
export type OpenMessageInput = {
  /** The message, by `InboxMessage.id`. */
  readonly messageId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** One of the member's own items. */
export type OwnFeedbackInput = {
  /** The item, by global id or bare id. */
  readonly feedbackId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The order of a list of posts. */
export type PostOrder =
  /** Those with most likes first. */
  | 'LIKES'
  /** The newest first. */
  | 'NEWEST'
  /** Those with words for a person first, then the oldest. For operators. */
  | 'QUEUE'
  | '%future added value';

/** The state of a post. */
export type PostState =
  /** Everybody sees it. */
  | 'OPEN'
  /** It waits for a moderator, and only its member and operators see it. */
  | 'PENDING'
  /** A moderator refused it; only its member and operators see it. */
  | 'REFUSED'
  /** Its member took it back, or was erased. */
  | 'WITHDRAWN'
  | '%future added value';

/** Something that happened to a post. */
export type PostStepKind =
  /** A moderator opened it. */
  | 'OPENED'
  /** The brand praised it. */
  | 'PRAISED'
  /** A moderator refused it. */
  | 'REFUSED'
  /** A member wrote it. */
  | 'SUBMITTED'
  /** Its member took it back. */
  | 'WITHDRAWN'
  | '%future added value';

/** A preference. */
export type PreferenceInput = {
  /** A code of `programme.preferences`. */
  readonly code: string;
  /** One of its values, or a text of 1 to 64 characters where it has none. */
  readonly value: string;
};

/** The kind of a prize. */
export type PrizeKind =
  /** An amount of an asset, such as points. */
  | 'ASSET'
  /** A coupon. */
  | 'COUPON'
  /** A voucher, which any store takes. */
  | 'VOUCHER'
  | '%future added value';

/** An idea that a member proposes. */
export type ProposeIdeaInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The text, 1 to `IdeaPlan.textCharactersMax` characters. */
  readonly text: string;
  /** The title, 1 to 80 characters. */
  readonly title: string;
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

/** How far a referral is. */
export type ReferralState =
  /** It waits for the friend's first order, or until that is settled. */
  | 'PENDING'
  /** It counts. */
  | 'QUALIFIED'
  /** It does not count. */
  | 'REFUSED'
  /** It counted, until the friend's orders were refunded. */
  | 'REVERSED'
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

/** A number that another membership holds, and its code. */
export type RequestMergeInput = {
  /** The six digits of the SMS. */
  readonly code: string;
  /** The number, as in `sendPhoneCode`. */
  readonly phone: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
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

/** A phone number to which a code is to be sent. */
export type SendPhoneCodeInput = {
  /** The number, 1 to 32 characters; without a prefix of the brand's region. */
  readonly phone: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

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

/** Offers that a member saw. */
export type ShowNextOffersInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The codes of the offers, 1 to 10. */
  readonly offers: ReadonlyArray<string>;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A sign-up for an event of the brand. */
export type SignUpForEventInput = {
  /** The code of the event, from `events`. */
  readonly event: string;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The state of a sign-up. */
export type SignUpState =
  /** The member came. */
  | 'ATTENDED'
  /** The member or an operator has cancelled it. */
  | 'CANCELLED'
  /** The member had a seat and did not come. */
  | 'NO_SHOW'
  /** It has a seat. */
  | 'SEATED'
  /** The event is over, and no seat came free. */
  | 'UNSEATED'
  /** It waits for a seat. */
  | 'WAITING'
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

/** A post that a member writes. */
export type SubmitPostInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The text, 1 to `Topic.textCharactersMax` characters. */
  readonly text: string;
  /** The topic, by `Topic.code`. */
  readonly topic: string;
};

/** The thing that a question asks for. */
export type SurveyQuestionKind =
  /** One of the options. */
  | 'CHOICE'
  /** One or more of the options. */
  | 'CHOICES'
  /** A number from 1 to 5. */
  | 'RATING'
  /** The score of the survey: a number. */
  | 'SCORE'
  /** Words. */
  | 'TEXT'
  | '%future added value';

/** A reply to one question: a number, options, or words. */
export type SurveyReplyInput = {
  /** The number, where one is asked for. */
  readonly number?: number | null | undefined;
  /** The codes of the options: one of a choice; none when left out. */
  readonly options?: ReadonlyArray<string>;
  /** The code of the question. */
  readonly question: string;
  /** The words, where these are asked for. */
  readonly text?: string | null | undefined;
};

/** A kind of source of a tag. */
export type TagSource =
  /** A channel set it, such as the app. */
  | 'CHANNEL'
  /** An operator set it. */
  | 'OPERATOR'
  /** A rule of the programme set it. */
  | 'RULE'
  /** Another service of the suite set it. */
  | 'SERVICE'
  | '%future added value';

/** A member's answer to an invitation. */
export type TrialAnswer =
  /** The member has a place. */
  | 'ACCEPTED'
  /** The member does not take part. */
  | 'DECLINED'
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

/** A vote for an idea, or its end. */
export type VoteIdeaInput = {
  /** The idea, by `Idea.id`. */
  readonly ideaId: string;
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** True to give the vote, false to take it back. */
  readonly voted: boolean;
};

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

/** A post that its member takes back. */
export type WithdrawPostInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The post, by `Post.id`. */
  readonly postId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

export type HomeQueryVariables = Exact<{
  expiringDays: number;
}>;


export type HomeQuery = { readonly me: { readonly id: string, readonly name: string, readonly growth: number, readonly tier: { readonly code: string, readonly name: string, readonly multiplier: number } | null, readonly forecast: { readonly growthToNext: number | null, readonly growthToKeep: number, readonly basis: string, readonly currencyCode: string, readonly judgedOn: string | null, readonly nextTier: { readonly name: string } | null, readonly expectedTier: { readonly name: string } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number, readonly expiring: ReadonlyArray<{ readonly points: number, readonly on: string }> } | null, readonly benefits: ReadonlyArray<{ readonly code: string, readonly name: string, readonly left: number | null, readonly of: number | null, readonly per: BenefitTerm | null, readonly until: string | null }> | null, readonly adviser: { readonly name: string | null } | null, readonly lifecycle: { readonly activation: ReadonlyArray<{ readonly step: ActivationStep, readonly takenOn: string | null, readonly dueOn: string }> } | null, readonly wakeUp: { readonly name: string, readonly percent: number | null, readonly until: string } | null, readonly checkIns: { readonly checkedInToday: boolean, readonly streak: number, readonly longestStreak: number, readonly makeUpCards: number, readonly days: ReadonlyArray<{ readonly date: string, readonly checkedIn: boolean, readonly madeUp: boolean }>, readonly nextBonus: { readonly inDays: number, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number } | null } | null } | null };

export type CheckInTodayMutationVariables = Exact<{
  input: CheckInInput;
}>;


export type CheckInTodayMutation = { readonly checkIn: { readonly streak: number | null, readonly alreadyCheckedIn: boolean | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly bonus: { readonly amount: number } | null, readonly checkIn: { readonly awards: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number }> | null } | null } | null };

export type MakeUpDayMutationVariables = Exact<{
  input: MakeUpCheckInInput;
}>;


export type MakeUpDayMutation = { readonly makeUpCheckIn: { readonly streak: number | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly bonus: { readonly amount: number } | null } | null };

export type LivePointsSubscriptionVariables = Exact<{
  resumeAfter?: string | null | undefined;
}>;


export type LivePointsSubscription = { readonly pointsChanged: { readonly id: string, readonly live: boolean, readonly points: { readonly available: number } | null } };

export type MyGroupsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyGroupsQuery = { readonly memberGroups: { readonly kinds: ReadonlyArray<{ readonly code: string, readonly name: string, readonly ofStore: boolean, readonly limit: number, readonly choices: ReadonlyArray<{ readonly code: string, readonly name: string }> }>, readonly memberships: ReadonlyArray<{ readonly groupId: string, readonly kind: string, readonly storeId: string | null, readonly number: number, readonly role: GroupRole, readonly standing: GroupStanding | null, readonly joinedAt: string, readonly kocMonth: string | null }> } | null };

export type GroupStoresQueryVariables = Exact<{ [key: string]: never; }>;


export type GroupStoresQuery = { readonly stores: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string } }> } | null };

export type JoinOneGroupMutationVariables = Exact<{
  input: JoinGroupInput;
}>;


export type JoinOneGroupMutation = { readonly joinGroup: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly membership: { readonly groupId: string, readonly number: number } | null } | null };

export type LeaveOneGroupMutationVariables = Exact<{
  input: LeaveGroupInput;
}>;


export type LeaveOneGroupMutation = { readonly leaveGroup: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type PermissionsQueryVariables = Exact<{ [key: string]: never; }>;


export type PermissionsQuery = { readonly subscriptions: { readonly templates: ReadonlyArray<{ readonly code: string, readonly granted: number, readonly messages: ReadonlyArray<string> }> } | null };

export type ConsentsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsentsPageQuery = { readonly me: { readonly id: string, readonly consents: ReadonlyArray<{ readonly purpose: ConsentPurpose, readonly channel: ContactChannel, readonly granted: boolean, readonly at: string | null, readonly asked: { readonly version: string, readonly text: string, readonly url: string | null } | null }> | null, readonly contactPreferences: { readonly channels: ReadonlyArray<ContactChannel>, readonly language: Language | null, readonly quietHours: { readonly fromTime: string, readonly untilTime: string, readonly timeZone: string | null } | null } | null } | null };

export type AgreeMutationVariables = Exact<{
  input: GiveConsentInput;
}>;


export type AgreeMutation = { readonly giveConsent: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly consents: ReadonlyArray<{ readonly purpose: ConsentPurpose }> | null } | null };

export type WithdrawMutationVariables = Exact<{
  input: WithdrawConsentInput;
}>;


export type WithdrawMutation = { readonly withdrawConsent: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly consents: ReadonlyArray<{ readonly purpose: ConsentPurpose }> | null } | null };

export type WishContactMutationVariables = Exact<{
  input: SetContactPreferencesInput;
}>;


export type WishContactMutation = { readonly setContactPreferences: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly contactPreferences: { readonly updatedAt: string } | null } | null };

export type EventsPageQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type EventsPageQuery = { readonly events: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly description: string | null, readonly place: string | null, readonly opensAt: string | null, readonly closesAt: string, readonly startsAt: string, readonly endsAt: string, readonly cancelUntil: string, readonly seatsLeft: number, readonly waiting: number, readonly waitingPlacesLeft: number, readonly noShow: NoShowRule, readonly price: { readonly asset: string, readonly amount: number } | null, readonly minTier: { readonly name: string } | null, readonly hindrance: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null, readonly signUp: { readonly id: string, readonly state: SignUpState, readonly cancelUntil: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type EventCardFragment = { readonly code: string, readonly name: string, readonly description: string | null, readonly place: string | null, readonly opensAt: string | null, readonly closesAt: string, readonly startsAt: string, readonly endsAt: string, readonly cancelUntil: string, readonly seatsLeft: number, readonly waiting: number, readonly waitingPlacesLeft: number, readonly noShow: NoShowRule, readonly price: { readonly asset: string, readonly amount: number } | null, readonly minTier: { readonly name: string } | null, readonly hindrance: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null, readonly signUp: { readonly id: string, readonly state: SignUpState, readonly cancelUntil: string } | null };

export type SignUpOnceMutationVariables = Exact<{
  input: SignUpForEventInput;
}>;


export type SignUpOnceMutation = { readonly signUpForEvent: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly signUp: { readonly id: string, readonly state: SignUpState } | null } | null };

export type CancelSignUpOnceMutationVariables = Exact<{
  input: CancelSignUpInput;
}>;


export type CancelSignUpOnceMutation = { readonly cancelSignUp: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly signUp: { readonly id: string, readonly state: SignUpState } | null } | null };

export type FeedbackPageQueryVariables = Exact<{ [key: string]: never; }>;


export type FeedbackPageQuery = { readonly me: { readonly id: string, readonly feedback: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly rating: number | null, readonly createdAt: string, readonly attachments: ReadonlyArray<{ readonly url: string | null, readonly state: AttachmentState, readonly problem: AttachmentProblem | null, readonly contentType: string | null }>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null, readonly publicNotices: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string, readonly text: string, readonly announcedAt: string } }> } | null };

export type FixedNoticeFragment = { readonly id: string, readonly title: string, readonly text: string, readonly announcedAt: string };

export type OlderFeedbackQueryVariables = Exact<{
  after: string;
}>;


export type OlderFeedbackQuery = { readonly me: { readonly id: string, readonly feedback: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly rating: number | null, readonly createdAt: string, readonly attachments: ReadonlyArray<{ readonly url: string | null, readonly state: AttachmentState, readonly problem: AttachmentProblem | null, readonly contentType: string | null }>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type TellUsMutationVariables = Exact<{
  input: SubmitFeedbackInput;
}>;


export type TellUsMutation = { readonly submitFeedback: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string } | null } | null };

export type SayResolvedMutationVariables = Exact<{
  input: OwnFeedbackInput;
}>;


export type SayResolvedMutation = { readonly confirmFeedback: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string } | null } | null };

export type SayUnresolvedMutationVariables = Exact<{
  input: OwnFeedbackInput;
}>;


export type SayUnresolvedMutation = { readonly reopenFeedback: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string } | null } | null };

export type ContinueFeedbackMutationVariables = Exact<{
  input: ContinueFeedbackInput;
}>;


export type ContinueFeedbackMutation = { readonly continueFeedback: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string } | null } | null };

export type RateOutcomeMutationVariables = Exact<{
  input: RateFeedbackInput;
}>;


export type RateOutcomeMutation = { readonly rateFeedback: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string } | null } | null };

export type LiveFeedbackSubscriptionVariables = Exact<{
  resumeAfter?: string | null | undefined;
}>;


export type LiveFeedbackSubscription = { readonly feedbackChanged: { readonly id: string, readonly live: boolean, readonly feedback: { readonly id: string } | null } };

export type ItemPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly rating: number | null, readonly createdAt: string, readonly attachments: ReadonlyArray<{ readonly url: string | null, readonly state: AttachmentState, readonly problem: AttachmentProblem | null, readonly contentType: string | null }>, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type GiftsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type GiftsPageQuery = { readonly me: { readonly id: string, readonly points: { readonly available: number } | null, readonly giftAllowances: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly minAmount: number, readonly maxAmount: number, readonly today: { readonly timesLeft: number, readonly amountLeft: number }, readonly month: { readonly timesLeft: number, readonly amountLeft: number }, readonly hindrance: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null }> | null } | null };

export type GiveOnceMutationVariables = Exact<{
  input: GivePointsInput;
}>;


export type GiveOnceMutation = { readonly givePoints: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly gift: { readonly id: string, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number } | null } | null };

export type IdeaCardFragment = { readonly id: string, readonly title: string, readonly text: string, readonly state: IdeaState, readonly shelf: IdeaShelf, readonly votes: number, readonly voted: boolean, readonly mine: boolean, readonly project: string | null, readonly answer: string | null };

export type IdeasPageQueryVariables = Exact<{ [key: string]: never; }>;


export type IdeasPageQuery = { readonly ideaPlan: { readonly name: string, readonly proposalsLeft: number, readonly votesLeft: number, readonly textCharactersMax: number } | null, readonly trialInvitations: ReadonlyArray<{ readonly id: string, readonly name: string, readonly places: number, readonly taken: number, readonly closes: string, readonly open: boolean, readonly answer: TrialAnswer | null }> | null };

export type TrialCardFragment = { readonly id: string, readonly name: string, readonly places: number, readonly taken: number, readonly closes: string, readonly open: boolean, readonly answer: TrialAnswer | null };

export type IdeaListQueryVariables = Exact<{
  after?: string | null | undefined;
  order: IdeaOrder;
  shelf?: IdeaShelf | null | undefined;
  own: boolean;
}>;


export type IdeaListQuery = { readonly ideas: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string, readonly text: string, readonly state: IdeaState, readonly shelf: IdeaShelf, readonly votes: number, readonly voted: boolean, readonly mine: boolean, readonly project: string | null, readonly answer: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type OneIdeaQueryVariables = Exact<{
  id: string;
}>;


export type OneIdeaQuery = { readonly idea: { readonly mergedIdeas: number, readonly intoIdeaId: string | null, readonly id: string, readonly title: string, readonly text: string, readonly state: IdeaState, readonly shelf: IdeaShelf, readonly votes: number, readonly voted: boolean, readonly mine: boolean, readonly project: string | null, readonly answer: string | null, readonly history: ReadonlyArray<{ readonly kind: IdeaStepKind, readonly at: string, readonly shelf: IdeaShelf, readonly reason: string | null }> } | null };

export type ProposeOneIdeaMutationVariables = Exact<{
  input: ProposeIdeaInput;
}>;


export type ProposeOneIdeaMutation = { readonly proposeIdea: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly idea: { readonly id: string, readonly state: IdeaState } | null } | null };

export type VoteForIdeaMutationVariables = Exact<{
  input: VoteIdeaInput;
}>;


export type VoteForIdeaMutation = { readonly voteIdea: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly idea: { readonly id: string, readonly votes: number, readonly voted: boolean } | null } | null };

export type AnswerOneTrialMutationVariables = Exact<{
  input: AnswerTrialInput;
}>;


export type AnswerOneTrialMutation = { readonly answerTrial: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly trial: { readonly id: string, readonly name: string, readonly places: number, readonly taken: number, readonly closes: string, readonly open: boolean, readonly answer: TrialAnswer | null } | null } | null };

export type InboxPageQueryVariables = Exact<{ [key: string]: never; }>;


export type InboxPageQuery = { readonly inbox: { readonly unread: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string, readonly text: string, readonly why: string, readonly purpose: MessagePurpose, readonly sentAt: string, readonly readAt: string | null, readonly feedbackId: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type OlderInboxQueryVariables = Exact<{
  after: string;
}>;


export type OlderInboxQuery = { readonly inbox: { readonly unread: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string, readonly text: string, readonly why: string, readonly purpose: MessagePurpose, readonly sentAt: string, readonly readAt: string | null, readonly feedbackId: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type OpenInboxMessageMutationVariables = Exact<{
  input: OpenMessageInput;
}>;


export type OpenInboxMessageMutation = { readonly openMessage: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly message: { readonly id: string, readonly readAt: string | null } | null } | null };

export type InboxFragment = { readonly unread: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string, readonly text: string, readonly why: string, readonly purpose: MessagePurpose, readonly sentAt: string, readonly readAt: string | null, readonly feedbackId: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type InvitesPageQueryVariables = Exact<{ [key: string]: never; }>;


export type InvitesPageQuery = { readonly invite: { readonly code: string, readonly link: string | null, readonly qualified: number, readonly qualifiedThisMonth: number, readonly monthlyCap: number, readonly settleDays: number, readonly claimUntil: string | null, readonly invitedBy: { readonly state: ReferralState, readonly settlesAt: string | null } | null } | null, readonly referrals: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly state: ReferralState, readonly acceptedAt: string, readonly settlesAt: string | null, readonly qualifiedAt: string | null, readonly capped: boolean, readonly refusal: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type OlderFriendsQueryVariables = Exact<{
  after: string;
}>;


export type OlderFriendsQuery = { readonly referrals: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly state: ReferralState, readonly acceptedAt: string, readonly settlesAt: string | null, readonly qualifiedAt: string | null, readonly capped: boolean, readonly refusal: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type EnterInviteCodeMutationVariables = Exact<{
  input: AcceptInviteInput;
}>;


export type EnterInviteCodeMutation = { readonly acceptInvite: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly referral: { readonly state: ReferralState } | null } | null };

export type FriendsFragment = { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly state: ReferralState, readonly acceptedAt: string, readonly settlesAt: string | null, readonly qualifiedAt: string | null, readonly capped: boolean, readonly refusal: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type BoardsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type BoardsPageQuery = { readonly leaderboards: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string | null, readonly per: LeaderboardPer, readonly byStore: boolean, readonly current: { readonly code: string, readonly name: string | null, readonly firstDay: string, readonly lastDay: string } | null } }> } | null };

export type BoardStoresQueryVariables = Exact<{ [key: string]: never; }>;


export type BoardStoresQuery = { readonly stores: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string } }> } | null };

export type BoardGroupsQueryVariables = Exact<{ [key: string]: never; }>;


export type BoardGroupsQuery = { readonly memberGroups: { readonly kinds: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly memberships: ReadonlyArray<{ readonly groupId: string, readonly kind: string, readonly number: number }> } | null };

export type GroupBoardQueryVariables = Exact<{
  code: string;
  groupId: string;
  period?: string | null | undefined;
  storeId?: string | null | undefined;
}>;


export type GroupBoardQuery = { readonly groupLeaderboard: { readonly members: number, readonly asOf: string | null, readonly complete: boolean, readonly period: { readonly code: string, readonly name: string | null, readonly firstDay: string, readonly lastDay: string, readonly over: boolean }, readonly entries: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly mine: boolean, readonly member: { readonly maskedName: string | null } | null }>, readonly me: { readonly rank: number, readonly score: number, readonly around: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly mine: boolean, readonly member: { readonly maskedName: string | null } | null }> } | null } | null };

export type BoardPageQueryVariables = Exact<{
  code: string;
  period?: string | null | undefined;
  storeId?: string | null | undefined;
}>;


export type BoardPageQuery = { readonly leaderboard: { readonly members: number, readonly asOf: string | null, readonly complete: boolean, readonly period: { readonly code: string, readonly name: string | null, readonly firstDay: string, readonly lastDay: string, readonly over: boolean }, readonly entries: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly mine: boolean, readonly member: { readonly maskedName: string | null } | null }>, readonly me: { readonly rank: number, readonly score: number, readonly around: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly mine: boolean, readonly member: { readonly maskedName: string | null } | null }> } | null } | null };

export type BoardShownFragment = { readonly members: number, readonly asOf: string | null, readonly complete: boolean, readonly period: { readonly code: string, readonly name: string | null, readonly firstDay: string, readonly lastDay: string, readonly over: boolean }, readonly entries: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly mine: boolean, readonly member: { readonly maskedName: string | null } | null }>, readonly me: { readonly rank: number, readonly score: number, readonly around: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly mine: boolean, readonly member: { readonly maskedName: string | null } | null }> } | null };

export type BoardPlaceFragment = { readonly rank: number, readonly score: number, readonly mine: boolean, readonly member: { readonly maskedName: string | null } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly timeZone: string | null, readonly brand: { readonly code: string, readonly name: string | null, readonly hue: number | null, readonly chroma: number | null } } | null };

export type RefusalFragment = { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } };

export type BalanceFragment = { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number };

export type LotteriesPageQueryVariables = Exact<{ [key: string]: never; }>;


export type LotteriesPageQuery = { readonly lotteries: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly firstDay: string, readonly lastDay: string, readonly open: boolean } }> } | null };

export type LotteryPageQueryVariables = Exact<{
  code: string;
}>;


export type LotteryPageQuery = { readonly lottery: { readonly code: string, readonly name: string, readonly ticketsPerDraw: number, readonly firstDay: string, readonly lastDay: string, readonly perDay: number | null, readonly open: boolean, readonly prizes: ReadonlyArray<{ readonly oddsPpm: number, readonly left: number | null, readonly oncePerMember: boolean, readonly instead: string | null, readonly terms: { readonly code: string, readonly name: string } }>, readonly pity: { readonly after: number, readonly prize: string } | null, readonly commitments: ReadonlyArray<{ readonly day: string, readonly commitment: string }>, readonly standing: { readonly tickets: number, readonly drawsToday: number, readonly drawsLeft: number, readonly losses: number } | null } | null };

export type MyDrawsQueryVariables = Exact<{
  lottery: string;
  after?: string | null | undefined;
}>;


export type MyDrawsQuery = { readonly draws: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly lottery: string, readonly memberHash: string, readonly number: number, readonly requestId: string, readonly day: string, readonly commitment: string, readonly seed: string | null, readonly roll: number, readonly drawn: string | null, readonly reason: DrawReason, readonly voucherCode: string | null, readonly voucherExpiresOn: string | null, readonly drawnAt: string, readonly odds: ReadonlyArray<{ readonly prize: string, readonly oddsPpm: number }>, readonly prize: { readonly code: string, readonly name: string, readonly kind: PrizeKind } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type DrawOnceMutationVariables = Exact<{
  input: DrawLotteryInput;
}>;


export type DrawOnceMutation = { readonly drawLottery: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly draw: { readonly id: string, readonly lottery: string, readonly memberHash: string, readonly number: number, readonly requestId: string, readonly day: string, readonly commitment: string, readonly seed: string | null, readonly roll: number, readonly drawn: string | null, readonly reason: DrawReason, readonly voucherCode: string | null, readonly voucherExpiresOn: string | null, readonly drawnAt: string, readonly odds: ReadonlyArray<{ readonly prize: string, readonly oddsPpm: number }>, readonly prize: { readonly code: string, readonly name: string, readonly kind: PrizeKind } | null } | null } | null };

export type DrawMadeFragment = { readonly id: string, readonly lottery: string, readonly memberHash: string, readonly number: number, readonly requestId: string, readonly day: string, readonly commitment: string, readonly seed: string | null, readonly roll: number, readonly drawn: string | null, readonly reason: DrawReason, readonly voucherCode: string | null, readonly voucherExpiresOn: string | null, readonly drawnAt: string, readonly odds: ReadonlyArray<{ readonly prize: string, readonly oddsPpm: number }>, readonly prize: { readonly code: string, readonly name: string, readonly kind: PrizeKind } | null };

export type MyNextOffersQueryVariables = Exact<{ [key: string]: never; }>;


export type MyNextOffersQuery = { readonly nextOffers: { readonly byProfile: boolean, readonly offers: ReadonlyArray<{ readonly code: string, readonly name: string, readonly reason: string, readonly boughtOrders: number, readonly boughtLastOn: string | null, readonly bought: { readonly code: string, readonly name: string } | null }> } | null };

export type ShowNextOffersMutationVariables = Exact<{
  input: ShowNextOffersInput;
}>;


export type ShowNextOffersMutation = { readonly showNextOffers: { readonly shown: number | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type DeclineNextOfferMutationVariables = Exact<{
  input: DeclineNextOfferInput;
}>;


export type DeclineNextOfferMutation = { readonly declineNextOffer: { readonly until: string | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type CompleteRedemptionMutationVariables = Exact<{
  input: ConfirmRedemptionInput;
}>;


export type CompleteRedemptionMutation = { readonly confirmRedemption: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string } | null } | null };

export type PointsPageQueryVariables = Exact<{
  days: number;
}>;


export type PointsPageQuery = { readonly me: { readonly id: string, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number, readonly expiring: ReadonlyArray<{ readonly points: number, readonly on: string }> } | null, readonly entries: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string, readonly availableAt: string | null, readonly expiresAt: string | null, readonly cause: { readonly title: string, readonly activity: string | null, readonly orderId: string | null, readonly storeId: string | null, readonly reason: string | null, readonly rules: ReadonlyArray<{ readonly amount: number | null, readonly campaigns: ReadonlyArray<string>, readonly rule: { readonly code: string, readonly name: string } }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type OlderEntriesQueryVariables = Exact<{
  after: string;
}>;


export type OlderEntriesQuery = { readonly me: { readonly id: string, readonly entries: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string, readonly availableAt: string | null, readonly expiresAt: string | null, readonly cause: { readonly title: string, readonly activity: string | null, readonly orderId: string | null, readonly storeId: string | null, readonly reason: string | null, readonly rules: ReadonlyArray<{ readonly amount: number | null, readonly campaigns: ReadonlyArray<string>, readonly rule: { readonly code: string, readonly name: string } }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type EntryPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string, readonly availableAt: string | null, readonly expiresAt: string | null, readonly cause: { readonly title: string, readonly activity: string | null, readonly orderId: string | null, readonly storeId: string | null, readonly reason: string | null, readonly rules: ReadonlyArray<{ readonly amount: number | null, readonly campaigns: ReadonlyArray<string>, readonly rule: { readonly code: string, readonly name: string } }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type PrivacyPageQueryVariables = Exact<{ [key: string]: never; }>;


export type PrivacyPageQuery = { readonly me: { readonly tags: ReadonlyArray<{ readonly source: TagSource, readonly setAt: string, readonly tag: { readonly code: string, readonly name: string } }> | null } | null, readonly disclosures: ReadonlyArray<{ readonly kind: DisclosureKind, readonly reason: string, readonly at: string }> | null, readonly erasure: { readonly state: ErasureState, readonly dueAt: string, readonly endedAt: string | null } | null, readonly retentionTimes: ReadonlyArray<{ readonly kind: DataKind, readonly days: number | null }> | null };

export type AskErasureMutationVariables = Exact<{
  input: RequestErasureInput;
}>;


export type AskErasureMutation = { readonly requestErasure: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly erasure: { readonly dueAt: string } | null } | null };

export type StopErasureMutationVariables = Exact<{
  input: CancelErasureInput;
}>;


export type StopErasureMutation = { readonly cancelErasure: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly erasure: { readonly endedAt: string | null } | null } | null };

export type LoginsQueryVariables = Exact<{ [key: string]: never; }>;


export type LoginsQuery = { readonly logins: ReadonlyArray<{ readonly beganAt: string, readonly lastAt: string }> | null };

export type EndAllLoginsMutationVariables = Exact<{
  input: EndAllLoginsInput;
}>;


export type EndAllLoginsMutation = { readonly endAllLogins: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type SendPhoneCodeMutationVariables = Exact<{
  input: SendPhoneCodeInput;
}>;


export type SendPhoneCodeMutation = { readonly sendPhoneCode: { readonly againSeconds: number | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type AskMergeMutationVariables = Exact<{
  input: RequestMergeInput;
}>;


export type AskMergeMutation = { readonly requestMerge: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly mergeRequest: { readonly id: string } | null } | null };

export type BindPhoneMutationVariables = Exact<{
  input: BindPhoneInput;
}>;


export type BindPhoneMutation = { readonly bindPhone: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly member: { readonly id: string, readonly phone: string | null } | null } | null };

export type ProfilePageQueryVariables = Exact<{ [key: string]: never; }>;


export type ProfilePageQuery = { readonly me: { readonly id: string, readonly phone: string | null, readonly profile: { readonly name: string, readonly etag: string, readonly birthdayChangesLeft: number | null, readonly birthday: { readonly text: string, readonly calendar: BirthdayCalendar | null, readonly year: number | null, readonly month: number | null, readonly day: number | null, readonly leapMonth: boolean } | null, readonly preferences: ReadonlyArray<{ readonly code: string, readonly value: string }> } } | null, readonly mergeRequest: { readonly state: MergeRequestState, readonly reason: string | null, readonly endedAt: string | null } | null, readonly programme: { readonly preferences: ReadonlyArray<{ readonly code: string, readonly name: string, readonly values: ReadonlyArray<{ readonly code: string, readonly name: string }> }> } | null };

export type ChangeProfileMutationVariables = Exact<{
  input: UpdateProfileInput;
}>;


export type ChangeProfileMutation = { readonly updateProfile: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly member: { readonly id: string } | null } | null };

export type RewardsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type RewardsPageQuery = { readonly me: { readonly id: string, readonly points: { readonly available: number } | null } | null, readonly rewards: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly kind: RewardKind, readonly price: number, readonly stock: number | null, readonly imageUrl: string | null, readonly gives: { readonly asset: string } | null, readonly minTier: { readonly name: string } | null, readonly hindrance: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MoreRewardsQueryVariables = Exact<{
  after: string;
}>;


export type MoreRewardsQuery = { readonly rewards: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly kind: RewardKind, readonly price: number, readonly stock: number | null, readonly imageUrl: string | null, readonly gives: { readonly asset: string } | null, readonly minTier: { readonly name: string } | null, readonly hindrance: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type RedeemRewardMutationVariables = Exact<{
  input: RedeemInput;
}>;


export type RedeemRewardMutation = { readonly redeem: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly state: RedemptionState } | null } | null };

export type RewardPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly kind: RewardKind, readonly price: number, readonly stock: number | null, readonly imageUrl: string | null, readonly gives: { readonly asset: string } | null, readonly minTier: { readonly name: string } | null, readonly hindrance: { readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type StatementPageQueryVariables = Exact<{
  month: string;
}>;


export type StatementPageQuery = { readonly me: { readonly id: string, readonly statement: { readonly opening: number, readonly closing: number, readonly lines: ReadonlyArray<{ readonly kind: EntryKind, readonly amount: number, readonly count: number }> } | null } | null };

export type MySurveysQueryVariables = Exact<{ [key: string]: never; }>;


export type MySurveysQuery = { readonly me: { readonly surveys: ReadonlyArray<{ readonly id: string, readonly survey: string, readonly name: string, readonly anonymous: boolean, readonly expiresAt: string, readonly thanks: string | null, readonly questions: ReadonlyArray<{ readonly code: string, readonly kind: SurveyQuestionKind, readonly text: string, readonly required: boolean, readonly lowest: number | null, readonly highest: number | null, readonly charactersMax: number | null, readonly options: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly showWhen: { readonly question: string, readonly atLeast: number | null, readonly atMost: number | null, readonly anyOf: ReadonlyArray<string> } | null }>, readonly replies: ReadonlyArray<{ readonly question: string, readonly number: number | null, readonly options: ReadonlyArray<string>, readonly text: string | null }> }> | null } | null };

export type AnswerSurveyPartMutationVariables = Exact<{
  input: AnswerSurveyInput;
}>;


export type AnswerSurveyPartMutation = { readonly answerSurvey: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly survey: { readonly id: string, readonly answered: boolean } | null } | null };

export type TasksPageQueryVariables = Exact<{ [key: string]: never; }>;


export type TasksPageQuery = { readonly me: { readonly id: string, readonly tasks: ReadonlyArray<{ readonly code: string, readonly name: string, readonly description: string | null, readonly ordered: boolean, readonly done: boolean, readonly open: boolean, readonly startsOn: string | null, readonly endsAt: string | null, readonly reward: { readonly asset: "POINTS" | "GROWTH" | (string & {}) | null, readonly amount: number | null, readonly coupon: { readonly name: string } | null, readonly badge: { readonly name: string } | null } | null, readonly steps: ReadonlyArray<{ readonly code: string, readonly name: string, readonly done: number, readonly of: number, readonly reward: { readonly asset: "POINTS" | "GROWTH" | (string & {}) | null, readonly amount: number | null, readonly coupon: { readonly name: string } | null, readonly badge: { readonly name: string } | null } | null }> }> | null, readonly streaks: ReadonlyArray<{ readonly code: string, readonly name: string, readonly current: number, readonly longest: number, readonly today: boolean, readonly every: number, readonly inDays: number, readonly reward: { readonly asset: "POINTS" | "GROWTH" | (string & {}) | null, readonly amount: number | null, readonly coupon: { readonly name: string } | null, readonly badge: { readonly name: string } | null } }> | null, readonly badges: ReadonlyArray<{ readonly code: string, readonly name: string, readonly description: string | null, readonly held: boolean, readonly since: string | null, readonly until: string | null, readonly done: number, readonly of: number }> | null } | null };

export type RewardFragment = { readonly asset: "POINTS" | "GROWTH" | (string & {}) | null, readonly amount: number | null, readonly coupon: { readonly name: string } | null, readonly badge: { readonly name: string } | null };

export type TopicsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type TopicsPageQuery = { readonly topics: { readonly name: string, readonly postsLeft: number, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string, readonly invitation: string | null, readonly open: boolean, readonly closesAt: string | null, readonly textCharactersMax: number, readonly mayPost: boolean, readonly posts: number }> } | null };

export type PostCardFragment = { readonly id: string, readonly topic: string, readonly text: string, readonly state: PostState, readonly likes: number, readonly liked: boolean, readonly mine: boolean, readonly praised: boolean, readonly submittedAt: string, readonly history: ReadonlyArray<{ readonly kind: PostStepKind, readonly reason: string | null }> };

export type PostListQueryVariables = Exact<{
  after?: string | null | undefined;
  topic?: string | null | undefined;
  order: PostOrder;
  own: boolean;
}>;


export type PostListQuery = { readonly topicPosts: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly topic: string, readonly text: string, readonly state: PostState, readonly likes: number, readonly liked: boolean, readonly mine: boolean, readonly praised: boolean, readonly submittedAt: string, readonly history: ReadonlyArray<{ readonly kind: PostStepKind, readonly reason: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type SubmitOnePostMutationVariables = Exact<{
  input: SubmitPostInput;
}>;


export type SubmitOnePostMutation = { readonly submitPost: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly post: { readonly id: string, readonly state: PostState } | null } | null };

export type LikeOnePostMutationVariables = Exact<{
  input: LikePostInput;
}>;


export type LikeOnePostMutation = { readonly likePost: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly post: { readonly id: string, readonly likes: number, readonly liked: boolean } | null } | null };

export type WithdrawOnePostMutationVariables = Exact<{
  input: WithdrawPostInput;
}>;


export type WithdrawOnePostMutation = { readonly withdrawPost: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly post: { readonly id: string, readonly state: PostState } | null } | null };

export type WalletPageQueryVariables = Exact<{ [key: string]: never; }>;


export type WalletPageQuery = { readonly redemptions: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly usedAt: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly coupons: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly conditions: string, readonly code: string | null, readonly state: CouponState, readonly expiresOn: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly baskets: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly state: BasketState, readonly currency: string, readonly orderId: string | null, readonly byMember: boolean, readonly createdAt: string, readonly holdExpiresAt: string, readonly refundedMinor: number, readonly returnedPoints: number, readonly quote: { readonly shippingMinor: number, readonly lines: ReadonlyArray<{ readonly captured: boolean, readonly paidMinor: number, readonly points: number }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MoreBasketsQueryVariables = Exact<{
  after: string;
}>;


export type MoreBasketsQuery = { readonly baskets: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly state: BasketState, readonly currency: string, readonly orderId: string | null, readonly byMember: boolean, readonly createdAt: string, readonly holdExpiresAt: string, readonly refundedMinor: number, readonly returnedPoints: number, readonly quote: { readonly shippingMinor: number, readonly lines: ReadonlyArray<{ readonly captured: boolean, readonly paidMinor: number, readonly points: number }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MoreRedemptionsQueryVariables = Exact<{
  after: string;
}>;


export type MoreRedemptionsQuery = { readonly redemptions: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly usedAt: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MoreCouponsQueryVariables = Exact<{
  after: string;
}>;


export type MoreCouponsQuery = { readonly coupons: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly conditions: string, readonly code: string | null, readonly state: CouponState, readonly expiresOn: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ShownVoucherQueryVariables = Exact<{
  id: string;
}>;


export type ShownVoucherQuery = { readonly redemption: { readonly id: string, readonly voucher: { readonly state: VoucherState } | null } | null };

export type GiveUpRedemptionMutationVariables = Exact<{
  input: CancelRedemptionInput;
}>;


export type GiveUpRedemptionMutation = { readonly cancelRedemption: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string } | null } | null };

export type RedemptionPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string, readonly createdAt: string, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly usedAt: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type LetBasketGoMutationVariables = Exact<{
  input: CancelBasketInput;
}>;


export type LetBasketGoMutation = { readonly cancelBasket: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly basket: { readonly id: string } | null } | null };

export type BasketPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly state: BasketState, readonly currency: string, readonly orderId: string | null, readonly byMember: boolean, readonly createdAt: string, readonly holdExpiresAt: string, readonly refundedMinor: number, readonly returnedPoints: number, readonly quote: { readonly shippingMinor: number, readonly lines: ReadonlyArray<{ readonly captured: boolean, readonly paidMinor: number, readonly points: number }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type CouponPageFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly conditions: string, readonly code: string | null, readonly state: CouponState, readonly expiresOn: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

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
export const EventCardFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EventCard on BrandEvent {
  code
  name
  description
  place
  opensAt
  closesAt
  startsAt
  endsAt
  cancelUntil
  seatsLeft
  waiting
  waitingPlacesLeft
  noShow
  price {
    asset
    amount
  }
  minTier {
    name
  }
  hindrance {
    ...Refusal
  }
  signUp {
    id
    state
    cancelUntil
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"fragmentName":"EventCard"}) as unknown as TypedDocumentString<EventCardFragment, unknown>;
export const FixedNoticeFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment FixedNotice on PublicNotice {
  id
  title
  text
  announcedAt
}
    `, {"fragmentName":"FixedNotice"}) as unknown as TypedDocumentString<FixedNoticeFragment, unknown>;
export const ItemPageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ItemPage on FeedbackConnection {
  edges {
    node {
      id
      text
      state
      rating
      createdAt
      attachments {
        url
        state
        problem
        contentType
      }
      topics {
        code
        name
      }
      timeline {
        at
        state
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
    `, {"fragmentName":"ItemPage"}) as unknown as TypedDocumentString<ItemPageFragment, unknown>;
export const IdeaCardFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment IdeaCard on Idea {
  id
  title
  text
  state
  shelf
  votes
  voted
  mine
  project
  answer
}
    `, {"fragmentName":"IdeaCard"}) as unknown as TypedDocumentString<IdeaCardFragment, unknown>;
export const TrialCardFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TrialCard on Trial {
  id
  name
  places
  taken
  closes
  open
  answer
}
    `, {"fragmentName":"TrialCard"}) as unknown as TypedDocumentString<TrialCardFragment, unknown>;
export const InboxFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Inbox on InboxConnection {
  unread
  edges {
    node {
      id
      title
      text
      why
      purpose
      sentAt
      readAt
      feedbackId
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    `, {"fragmentName":"Inbox"}) as unknown as TypedDocumentString<InboxFragment, unknown>;
export const FriendsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Friends on ReferralConnection {
  edges {
    cursor
    node {
      state
      acceptedAt
      settlesAt
      qualifiedAt
      capped
      refusal {
        ...Refusal
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"fragmentName":"Friends"}) as unknown as TypedDocumentString<FriendsFragment, unknown>;
export const BoardPlaceFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BoardPlace on LeaderboardEntry {
  rank
  score
  mine
  member {
    maskedName
  }
}
    `, {"fragmentName":"BoardPlace"}) as unknown as TypedDocumentString<BoardPlaceFragment, unknown>;
export const BoardShownFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BoardShown on LeaderboardView {
  period {
    code
    name
    firstDay
    lastDay
    over
  }
  entries {
    ...BoardPlace
  }
  members
  me {
    rank
    score
    around {
      ...BoardPlace
    }
  }
  asOf
  complete
}
    fragment BoardPlace on LeaderboardEntry {
  rank
  score
  mine
  member {
    maskedName
  }
}`, {"fragmentName":"BoardShown"}) as unknown as TypedDocumentString<BoardShownFragment, unknown>;
export const BalanceFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Balance on Points {
  posted
  held
  available
  pending
}
    `, {"fragmentName":"Balance"}) as unknown as TypedDocumentString<BalanceFragment, unknown>;
export const DrawMadeFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment DrawMade on Draw {
  id
  lottery
  memberHash
  number
  requestId
  day
  commitment
  seed
  odds {
    prize
    oddsPpm
  }
  roll
  drawn
  prize {
    code
    name
    kind
  }
  reason
  voucherCode
  voucherExpiresOn
  drawnAt
}
    `, {"fragmentName":"DrawMade"}) as unknown as TypedDocumentString<DrawMadeFragment, unknown>;
export const EntryPageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EntryPage on EntryConnection {
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
        activity
        orderId
        storeId
        reason
        rules {
          rule {
            code
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
    `, {"fragmentName":"EntryPage"}) as unknown as TypedDocumentString<EntryPageFragment, unknown>;
export const RewardPageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RewardPage on RewardConnection {
  edges {
    node {
      code
      name
      kind
      price
      stock
      gives {
        asset
      }
      imageUrl
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
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"fragmentName":"RewardPage"}) as unknown as TypedDocumentString<RewardPageFragment, unknown>;
export const RewardFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Reward on PlayReward {
  asset
  amount
  coupon {
    name
  }
  badge {
    name
  }
}
    `, {"fragmentName":"Reward"}) as unknown as TypedDocumentString<RewardFragment, unknown>;
export const PostCardFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PostCard on Post {
  id
  topic
  text
  state
  likes
  liked
  mine
  praised
  submittedAt
  history {
    kind
    reason
  }
}
    `, {"fragmentName":"PostCard"}) as unknown as TypedDocumentString<PostCardFragment, unknown>;
export const RedemptionPageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RedemptionPage on RedemptionConnection {
  edges {
    node {
      id
      rewardName
      price
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
    `, {"fragmentName":"RedemptionPage"}) as unknown as TypedDocumentString<RedemptionPageFragment, unknown>;
export const BasketPageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BasketPage on BasketConnection {
  edges {
    node {
      id
      state
      currency
      orderId
      byMember
      createdAt
      holdExpiresAt
      refundedMinor
      returnedPoints
      quote {
        shippingMinor
        lines {
          captured
          paidMinor
          points
        }
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    `, {"fragmentName":"BasketPage"}) as unknown as TypedDocumentString<BasketPageFragment, unknown>;
export const CouponPageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment CouponPage on CouponConnection {
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
    `, {"fragmentName":"CouponPage"}) as unknown as TypedDocumentString<CouponPageFragment, unknown>;
export const HomeDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Home($expiringDays: Int!) {
  me {
    id
    name
    growth
    tier {
      code
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
      ...Balance
      expiring(days: $expiringDays) {
        points
        on
      }
    }
    benefits {
      code
      name
      left
      of
      per
      until
    }
    adviser {
      name
    }
    lifecycle {
      activation {
        step
        takenOn
        dueOn
      }
    }
    wakeUp {
      name
      percent
      until
    }
    checkIns {
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
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}`, {"id":"97d2cd78851ec4768a55111a6d93e823642dde51c85754c734e859651efbd680"}) as unknown as TypedDocumentString<HomeQuery, HomeQueryVariables>;
export const CheckInTodayDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CheckInToday($input: CheckInInput!) {
  checkIn(input: $input) {
    userErrors {
      ...Refusal
    }
    streak
    bonus {
      amount
    }
    alreadyCheckedIn
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
}`, {"id":"868db1b2eeb6d3d92aeca8255f825bb58cc7d1a87baf113613c91acb9aa682a4"}) as unknown as TypedDocumentString<CheckInTodayMutation, CheckInTodayMutationVariables>;
export const MakeUpDayDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MakeUpDay($input: MakeUpCheckInInput!) {
  makeUpCheckIn(input: $input) {
    userErrors {
      ...Refusal
    }
    streak
    bonus {
      amount
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
}`, {"id":"df2a7170c9cd92d4ab30b6a2b62f0d25f40393aaa310b869843ccb012d98df59"}) as unknown as TypedDocumentString<MakeUpDayMutation, MakeUpDayMutationVariables>;
export const LivePointsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription LivePoints($resumeAfter: String) {
  pointsChanged(resumeAfter: $resumeAfter) {
    id
    live
    points {
      available
    }
  }
}
    `, {"id":"d66642ca33a7a04ed2fa6ca1e6095540985841ac20c84769d4e9cd29a79f781a"}) as unknown as TypedDocumentString<LivePointsSubscription, LivePointsSubscriptionVariables>;
export const MyGroupsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MyGroups {
  memberGroups {
    kinds {
      code
      name
      ofStore
      limit
      choices {
        code
        name
      }
    }
    memberships {
      groupId
      kind
      storeId
      number
      role
      standing
      joinedAt
      kocMonth
    }
  }
}
    `, {"id":"a9c1a868b0d7b3a105287e6855062fbf496d07b2c5bd23d9d61164972cb2b6d4"}) as unknown as TypedDocumentString<MyGroupsQuery, MyGroupsQueryVariables>;
export const GroupStoresDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GroupStores {
  stores(first: 100) {
    edges {
      node {
        code
        name
      }
    }
  }
}
    `, {"id":"37400a114bb131fa14e69c8a5cce732df2d6b2b951b3bc2c3c6640b96d28b722"}) as unknown as TypedDocumentString<GroupStoresQuery, GroupStoresQueryVariables>;
export const JoinOneGroupDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation JoinOneGroup($input: JoinGroupInput!) {
  joinGroup(input: $input) {
    userErrors {
      ...Refusal
    }
    membership {
      groupId
      number
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
}`, {"id":"f513c2fdc186532fedd991a370c1a1f866ba79a46185400828a7ba66d9065fe7"}) as unknown as TypedDocumentString<JoinOneGroupMutation, JoinOneGroupMutationVariables>;
export const LeaveOneGroupDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation LeaveOneGroup($input: LeaveGroupInput!) {
  leaveGroup(input: $input) {
    userErrors {
      ...Refusal
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
}`, {"id":"10d9106e2a0059aa4025e7f3f6a1cc41777ef2460008169ba082c20082535c18"}) as unknown as TypedDocumentString<LeaveOneGroupMutation, LeaveOneGroupMutationVariables>;
export const PermissionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Permissions {
  subscriptions {
    templates {
      code
      granted
      messages
    }
  }
}
    `, {"id":"a0576da7d3243ce16d63ccf62941bc037449f9e181909f1f4d099a4db62a4f0c"}) as unknown as TypedDocumentString<PermissionsQuery, PermissionsQueryVariables>;
export const ConsentsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ConsentsPage {
  me {
    id
    consents {
      purpose
      channel
      granted
      at
      asked {
        version
        text
        url
      }
    }
    contactPreferences {
      channels
      quietHours {
        fromTime
        untilTime
        timeZone
      }
      language
    }
  }
}
    `, {"id":"5d7e724fe6c661a91e733529a673e82cc1ece610a3788fd84a3a587adf2e75f7"}) as unknown as TypedDocumentString<ConsentsPageQuery, ConsentsPageQueryVariables>;
export const AgreeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Agree($input: GiveConsentInput!) {
  giveConsent(input: $input) {
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
}`, {"id":"8c068d029818d218e81f1e063d81a776d334024fbb30310bc519d399ad38aa51"}) as unknown as TypedDocumentString<AgreeMutation, AgreeMutationVariables>;
export const WithdrawDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Withdraw($input: WithdrawConsentInput!) {
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
}`, {"id":"4959976a3f3a4267256371bb4047c3e3cedb37cde789bfc665d52f96f62a9ac5"}) as unknown as TypedDocumentString<WithdrawMutation, WithdrawMutationVariables>;
export const WishContactDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation WishContact($input: SetContactPreferencesInput!) {
  setContactPreferences(input: $input) {
    userErrors {
      ...Refusal
    }
    contactPreferences {
      updatedAt
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
}`, {"id":"3d854cc73cd37ffe269e65b95c59e3304d5dd5985b939202bddd8871727d1dd5"}) as unknown as TypedDocumentString<WishContactMutation, WishContactMutationVariables>;
export const EventsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query EventsPage($after: String) {
  events(first: 20, after: $after) {
    edges {
      node {
        ...EventCard
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment EventCard on BrandEvent {
  code
  name
  description
  place
  opensAt
  closesAt
  startsAt
  endsAt
  cancelUntil
  seatsLeft
  waiting
  waitingPlacesLeft
  noShow
  price {
    asset
    amount
  }
  minTier {
    name
  }
  hindrance {
    ...Refusal
  }
  signUp {
    id
    state
    cancelUntil
  }
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"18f39e18177fde034bc50b21b5c50f64b0c8ce05fdde7e04828bc9c521120885"}) as unknown as TypedDocumentString<EventsPageQuery, EventsPageQueryVariables>;
export const SignUpOnceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SignUpOnce($input: SignUpForEventInput!) {
  signUpForEvent(input: $input) {
    userErrors {
      ...Refusal
    }
    signUp {
      id
      state
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
}`, {"id":"1126ad4594a2ad207f523cdb26d7706cde0cc49907bfd18dd27e99059b7fc180"}) as unknown as TypedDocumentString<SignUpOnceMutation, SignUpOnceMutationVariables>;
export const CancelSignUpOnceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelSignUpOnce($input: CancelSignUpInput!) {
  cancelSignUp(input: $input) {
    userErrors {
      ...Refusal
    }
    signUp {
      id
      state
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
}`, {"id":"59f8247ec29fb1fb135c44871abaa5edec4dbe0df1476bb1003c33a21ea3c250"}) as unknown as TypedDocumentString<CancelSignUpOnceMutation, CancelSignUpOnceMutationVariables>;
export const FeedbackPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackPage {
  me {
    id
    feedback(first: 10) {
      ...ItemPage
    }
  }
  publicNotices(first: 3) {
    edges {
      node {
        ...FixedNotice
      }
    }
  }
}
    fragment FixedNotice on PublicNotice {
  id
  title
  text
  announcedAt
}
fragment ItemPage on FeedbackConnection {
  edges {
    node {
      id
      text
      state
      rating
      createdAt
      attachments {
        url
        state
        problem
        contentType
      }
      topics {
        code
        name
      }
      timeline {
        at
        state
        message
        said
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"50da2c2943ba53bcf5aa7d494b8c35261e16d9535c250b0ed18968fb5d3b93f0"}) as unknown as TypedDocumentString<FeedbackPageQuery, FeedbackPageQueryVariables>;
export const OlderFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OlderFeedback($after: String!) {
  me {
    id
    feedback(first: 10, after: $after) {
      ...ItemPage
    }
  }
}
    fragment ItemPage on FeedbackConnection {
  edges {
    node {
      id
      text
      state
      rating
      createdAt
      attachments {
        url
        state
        problem
        contentType
      }
      topics {
        code
        name
      }
      timeline {
        at
        state
        message
        said
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"632e6e880e423932c79d553184341ca4ff5609d0ce0253d28ba398dec57e2040"}) as unknown as TypedDocumentString<OlderFeedbackQuery, OlderFeedbackQueryVariables>;
export const TellUsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation TellUs($input: SubmitFeedbackInput!) {
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
}`, {"id":"68ce44521b5423716933c0fdc85efb7cbee030b8f2036a57da56444ed03d3e8b"}) as unknown as TypedDocumentString<TellUsMutation, TellUsMutationVariables>;
export const SayResolvedDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SayResolved($input: OwnFeedbackInput!) {
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
}`, {"id":"2590a08150e59f63cc55f0f2a4b2900bd9a24544efd41bac5e10e5d805a8df53"}) as unknown as TypedDocumentString<SayResolvedMutation, SayResolvedMutationVariables>;
export const SayUnresolvedDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SayUnresolved($input: OwnFeedbackInput!) {
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
}`, {"id":"8c6469650d1fa934ef24a79c9d05b91f9b86a2c5940a020073197e5ed3221218"}) as unknown as TypedDocumentString<SayUnresolvedMutation, SayUnresolvedMutationVariables>;
export const ContinueFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ContinueFeedback($input: ContinueFeedbackInput!) {
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
}`, {"id":"0a3704a3e3c3ec69f098e29d14acd90ca8db27013e1b2e75ba4ac5adca0cc8ad"}) as unknown as TypedDocumentString<ContinueFeedbackMutation, ContinueFeedbackMutationVariables>;
export const RateOutcomeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RateOutcome($input: RateFeedbackInput!) {
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
}`, {"id":"21940b06e9e3648edd1e817f8e1f122f74b66441f7b0451c8d7f7028d2dfd91f"}) as unknown as TypedDocumentString<RateOutcomeMutation, RateOutcomeMutationVariables>;
export const LiveFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription LiveFeedback($resumeAfter: String) {
  feedbackChanged(resumeAfter: $resumeAfter) {
    id
    live
    feedback {
      id
    }
  }
}
    `, {"id":"9eaee34041c2d508a2d90635501f2c2d27944518cb1c43cefd0b23fbea3396c6"}) as unknown as TypedDocumentString<LiveFeedbackSubscription, LiveFeedbackSubscriptionVariables>;
export const GiftsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GiftsPage {
  me {
    id
    points {
      available
    }
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
}`, {"id":"349242b35be78a19a7104027856ca7778bdbedf3f7c4a001a1dd70152fa963e9"}) as unknown as TypedDocumentString<GiftsPageQuery, GiftsPageQueryVariables>;
export const GiveOnceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GiveOnce($input: GivePointsInput!) {
  givePoints(input: $input) {
    userErrors {
      ...Refusal
    }
    gift {
      id
      asset
      amount
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
}`, {"id":"ef28783264311726a794798b5ba0592a21c32715d303ef78ed3feafcb556c1fb"}) as unknown as TypedDocumentString<GiveOnceMutation, GiveOnceMutationVariables>;
export const IdeasPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query IdeasPage {
  ideaPlan {
    name
    proposalsLeft
    votesLeft
    textCharactersMax
  }
  trialInvitations {
    ...TrialCard
  }
}
    fragment TrialCard on Trial {
  id
  name
  places
  taken
  closes
  open
  answer
}`, {"id":"18a19426f2a28991221c9aec1617b9872acb2603ed4c78f850752e9d7215b4d1"}) as unknown as TypedDocumentString<IdeasPageQuery, IdeasPageQueryVariables>;
export const IdeaListDocument = /*#__PURE__*/ new TypedDocumentString(`
    query IdeaList($after: String, $order: IdeaOrder!, $shelf: IdeaShelf, $own: Boolean!) {
  ideas(first: 10, after: $after, ideaOrder: $order, ideaShelf: $shelf, own: $own) {
    edges {
      node {
        ...IdeaCard
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment IdeaCard on Idea {
  id
  title
  text
  state
  shelf
  votes
  voted
  mine
  project
  answer
}`, {"id":"2cc494ebd2d35452b2c080e9289bb4b70f34cc9ccb7efcd59941b8233331a3ac"}) as unknown as TypedDocumentString<IdeaListQuery, IdeaListQueryVariables>;
export const OneIdeaDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OneIdea($id: ID!) {
  idea(ideaId: $id) {
    ...IdeaCard
    mergedIdeas
    intoIdeaId
    history {
      kind
      at
      shelf
      reason
    }
  }
}
    fragment IdeaCard on Idea {
  id
  title
  text
  state
  shelf
  votes
  voted
  mine
  project
  answer
}`, {"id":"8ffec9c9bab856e0d1dd549952374a92f4004eb452875b0cf6f22e99dc60ff09"}) as unknown as TypedDocumentString<OneIdeaQuery, OneIdeaQueryVariables>;
export const ProposeOneIdeaDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ProposeOneIdea($input: ProposeIdeaInput!) {
  proposeIdea(input: $input) {
    userErrors {
      ...Refusal
    }
    idea {
      id
      state
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
}`, {"id":"a1c385426a473f3c66a66572691a8e573e557949ce620d168762e57bd7d850ca"}) as unknown as TypedDocumentString<ProposeOneIdeaMutation, ProposeOneIdeaMutationVariables>;
export const VoteForIdeaDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation VoteForIdea($input: VoteIdeaInput!) {
  voteIdea(input: $input) {
    userErrors {
      ...Refusal
    }
    idea {
      id
      votes
      voted
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
}`, {"id":"a3ac0f2a18937bbd5605790310cac931569b5b50974ca29b26aa0e0105035b62"}) as unknown as TypedDocumentString<VoteForIdeaMutation, VoteForIdeaMutationVariables>;
export const AnswerOneTrialDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AnswerOneTrial($input: AnswerTrialInput!) {
  answerTrial(input: $input) {
    userErrors {
      ...Refusal
    }
    trial {
      ...TrialCard
    }
  }
}
    fragment TrialCard on Trial {
  id
  name
  places
  taken
  closes
  open
  answer
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"be9414853e0abaf41b333cf392bab249bfe75f7e2ad00011e1a5c10ef9ced09d"}) as unknown as TypedDocumentString<AnswerOneTrialMutation, AnswerOneTrialMutationVariables>;
export const InboxPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InboxPage {
  inbox(first: 10) {
    ...Inbox
  }
}
    fragment Inbox on InboxConnection {
  unread
  edges {
    node {
      id
      title
      text
      why
      purpose
      sentAt
      readAt
      feedbackId
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"7144d50a51b5e1f85122d52bb1382ca5a81797359fb527b84c1973fdcbea9052"}) as unknown as TypedDocumentString<InboxPageQuery, InboxPageQueryVariables>;
export const OlderInboxDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OlderInbox($after: String!) {
  inbox(first: 10, after: $after) {
    ...Inbox
  }
}
    fragment Inbox on InboxConnection {
  unread
  edges {
    node {
      id
      title
      text
      why
      purpose
      sentAt
      readAt
      feedbackId
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"21680fcf0d7b27082ac03b88ad17252d749dc3362e0008d21d38301ab1ddd801"}) as unknown as TypedDocumentString<OlderInboxQuery, OlderInboxQueryVariables>;
export const OpenInboxMessageDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation OpenInboxMessage($input: OpenMessageInput!) {
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
}`, {"id":"0177b824c8fd3a57860a29c09dfb787cf697ad620fef4a9b76d075b2e09651ad"}) as unknown as TypedDocumentString<OpenInboxMessageMutation, OpenInboxMessageMutationVariables>;
export const InvitesPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InvitesPage {
  invite {
    code
    link
    qualified
    qualifiedThisMonth
    monthlyCap
    settleDays
    claimUntil
    invitedBy {
      state
      settlesAt
    }
  }
  referrals(first: 10) {
    ...Friends
  }
}
    fragment Friends on ReferralConnection {
  edges {
    cursor
    node {
      state
      acceptedAt
      settlesAt
      qualifiedAt
      capped
      refusal {
        ...Refusal
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"1bb2d4276155b723ff072e4cdc265a2bdbaf6c4cc628d68483a52456aa1c01ce"}) as unknown as TypedDocumentString<InvitesPageQuery, InvitesPageQueryVariables>;
export const OlderFriendsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OlderFriends($after: String!) {
  referrals(first: 10, after: $after) {
    ...Friends
  }
}
    fragment Friends on ReferralConnection {
  edges {
    cursor
    node {
      state
      acceptedAt
      settlesAt
      qualifiedAt
      capped
      refusal {
        ...Refusal
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"64dbbbd83998c527767f9e0e2198c652d9a9c065587182f72d277c83a9291441"}) as unknown as TypedDocumentString<OlderFriendsQuery, OlderFriendsQueryVariables>;
export const EnterInviteCodeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EnterInviteCode($input: AcceptInviteInput!) {
  acceptInvite(input: $input) {
    userErrors {
      ...Refusal
    }
    referral {
      state
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
}`, {"id":"8a5b30b708578ea69689acf2f0e752577bf5c5f64e85bf1f22656ced56bfc246"}) as unknown as TypedDocumentString<EnterInviteCodeMutation, EnterInviteCodeMutationVariables>;
export const BoardsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BoardsPage {
  leaderboards(first: 20) {
    edges {
      node {
        code
        name
        per
        byStore
        current {
          code
          name
          firstDay
          lastDay
        }
      }
    }
  }
}
    `, {"id":"8bacc35d569460deaed6bdee61e1981acc67009e8f3144a9a0f6ac1fc1a35db3"}) as unknown as TypedDocumentString<BoardsPageQuery, BoardsPageQueryVariables>;
export const BoardStoresDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BoardStores {
  stores(first: 100) {
    edges {
      node {
        code
        name
      }
    }
  }
}
    `, {"id":"9d9323ae9a25abeb7ad628d15637011440d8be75b3052ed42d9962f4e181984b"}) as unknown as TypedDocumentString<BoardStoresQuery, BoardStoresQueryVariables>;
export const BoardGroupsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BoardGroups {
  memberGroups {
    kinds {
      code
      name
    }
    memberships {
      groupId
      kind
      number
    }
  }
}
    `, {"id":"e1548086862e529499f67dedbc02b7768ffee5f26d074f49b5c34f2e8c4699a8"}) as unknown as TypedDocumentString<BoardGroupsQuery, BoardGroupsQueryVariables>;
export const GroupBoardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GroupBoard($code: String!, $groupId: ID!, $period: String, $storeId: String) {
  groupLeaderboard(
    code: $code
    groupId: $groupId
    period: $period
    storeId: $storeId
    first: 20
    around: 2
  ) {
    ...BoardShown
  }
}
    fragment BoardShown on LeaderboardView {
  period {
    code
    name
    firstDay
    lastDay
    over
  }
  entries {
    ...BoardPlace
  }
  members
  me {
    rank
    score
    around {
      ...BoardPlace
    }
  }
  asOf
  complete
}
fragment BoardPlace on LeaderboardEntry {
  rank
  score
  mine
  member {
    maskedName
  }
}`, {"id":"54dde56e0ac67444758a33ef964a590bff94134c67a38fb59c4e4f16a96a9d3c"}) as unknown as TypedDocumentString<GroupBoardQuery, GroupBoardQueryVariables>;
export const BoardPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BoardPage($code: String!, $period: String, $storeId: String) {
  leaderboard(
    code: $code
    period: $period
    storeId: $storeId
    first: 20
    around: 2
  ) {
    ...BoardShown
  }
}
    fragment BoardShown on LeaderboardView {
  period {
    code
    name
    firstDay
    lastDay
    over
  }
  entries {
    ...BoardPlace
  }
  members
  me {
    rank
    score
    around {
      ...BoardPlace
    }
  }
  asOf
  complete
}
fragment BoardPlace on LeaderboardEntry {
  rank
  score
  mine
  member {
    maskedName
  }
}`, {"id":"f855aca33c94526e153bb545dbe78dc3e70e24cd9dc143fd7f51898a9dbbcfaf"}) as unknown as TypedDocumentString<BoardPageQuery, BoardPageQueryVariables>;
export const ViewerDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Viewer {
  viewer {
    timeZone
    brand {
      code
      name
      hue
      chroma
    }
  }
}
    `, {"id":"a7ef42e4e3b94c99b748937f684be69328073d6f0fd13cf45cb4f1fd1e7d7a24"}) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const LotteriesPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query LotteriesPage {
  lotteries(first: 20) {
    edges {
      node {
        code
        name
        firstDay
        lastDay
        open
      }
    }
  }
}
    `, {"id":"fe1f45a89ae88137edc54426db9fa33c3f9979e964f622d974a3f9634f9e9165"}) as unknown as TypedDocumentString<LotteriesPageQuery, LotteriesPageQueryVariables>;
export const LotteryPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query LotteryPage($code: String!) {
  lottery(code: $code) {
    code
    name
    ticketsPerDraw
    firstDay
    lastDay
    perDay
    open
    prizes {
      terms {
        code
        name
      }
      oddsPpm
      left
      oncePerMember
      instead
    }
    pity {
      after
      prize
    }
    commitments {
      day
      commitment
    }
    standing {
      tickets
      drawsToday
      drawsLeft
      losses
    }
  }
}
    `, {"id":"479fd5e464d4715370a934fa785c8c293145f29a347571e7c41539101f540912"}) as unknown as TypedDocumentString<LotteryPageQuery, LotteryPageQueryVariables>;
export const MyDrawsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MyDraws($lottery: String!, $after: String) {
  draws(first: 10, ofLottery: $lottery, after: $after) {
    edges {
      node {
        ...DrawMade
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment DrawMade on Draw {
  id
  lottery
  memberHash
  number
  requestId
  day
  commitment
  seed
  odds {
    prize
    oddsPpm
  }
  roll
  drawn
  prize {
    code
    name
    kind
  }
  reason
  voucherCode
  voucherExpiresOn
  drawnAt
}`, {"id":"80d01e1407c0e40ce2f7eb8727148db404013c029d428e71cb8c0775acbc3bd8"}) as unknown as TypedDocumentString<MyDrawsQuery, MyDrawsQueryVariables>;
export const DrawOnceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DrawOnce($input: DrawLotteryInput!) {
  drawLottery(input: $input) {
    userErrors {
      ...Refusal
    }
    draw {
      ...DrawMade
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
fragment DrawMade on Draw {
  id
  lottery
  memberHash
  number
  requestId
  day
  commitment
  seed
  odds {
    prize
    oddsPpm
  }
  roll
  drawn
  prize {
    code
    name
    kind
  }
  reason
  voucherCode
  voucherExpiresOn
  drawnAt
}`, {"id":"4e070e1074618d7597f162765b14af983d0c6dc6ea1571ed60d3e999c6ce4e33"}) as unknown as TypedDocumentString<DrawOnceMutation, DrawOnceMutationVariables>;
export const MyNextOffersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MyNextOffers {
  nextOffers {
    byProfile
    offers {
      code
      name
      reason
      bought {
        code
        name
      }
      boughtOrders
      boughtLastOn
    }
  }
}
    `, {"id":"85d6f4b37f9ede11fd6930e6fbbb0ad2645ed98ca1637a6913a175cc68738c14"}) as unknown as TypedDocumentString<MyNextOffersQuery, MyNextOffersQueryVariables>;
export const ShowNextOffersDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ShowNextOffers($input: ShowNextOffersInput!) {
  showNextOffers(input: $input) {
    userErrors {
      ...Refusal
    }
    shown
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"ad5624c911b77b6e9afc5a00e78430e9ab7eafff7b24a3ac8d11bae6c96eb9e2"}) as unknown as TypedDocumentString<ShowNextOffersMutation, ShowNextOffersMutationVariables>;
export const DeclineNextOfferDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeclineNextOffer($input: DeclineNextOfferInput!) {
  declineNextOffer(input: $input) {
    userErrors {
      ...Refusal
    }
    until
  }
}
    fragment Refusal on UserError {
  code
  field
  message {
    zh
    en
  }
}`, {"id":"7f3e8ea530ced5db7b3c4259e14bab26f5247ac7fb06c05793f5c2da00bdd5dc"}) as unknown as TypedDocumentString<DeclineNextOfferMutation, DeclineNextOfferMutationVariables>;
export const CompleteRedemptionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CompleteRedemption($input: ConfirmRedemptionInput!) {
  confirmRedemption(input: $input) {
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
}`, {"id":"a94dd1490e42a4867677e95c1019cef53e62bd205fceda95588c5cfceee5e09d"}) as unknown as TypedDocumentString<CompleteRedemptionMutation, CompleteRedemptionMutationVariables>;
export const PointsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PointsPage($days: Int!) {
  me {
    id
    points {
      ...Balance
      expiring(days: $days) {
        points
        on
      }
    }
    entries(first: 15) {
      ...EntryPage
    }
  }
}
    fragment Balance on Points {
  posted
  held
  available
  pending
}
fragment EntryPage on EntryConnection {
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
        activity
        orderId
        storeId
        reason
        rules {
          rule {
            code
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
}`, {"id":"6078886449873aea0adc70f54832837e6fa186125576bd471e3431ae6b2dce70"}) as unknown as TypedDocumentString<PointsPageQuery, PointsPageQueryVariables>;
export const OlderEntriesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OlderEntries($after: String!) {
  me {
    id
    entries(first: 15, after: $after) {
      ...EntryPage
    }
  }
}
    fragment EntryPage on EntryConnection {
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
        activity
        orderId
        storeId
        reason
        rules {
          rule {
            code
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
}`, {"id":"d0d912f0877f0abbcd7fb6ea41841e656d4f151a5328876cf545fb630617789e"}) as unknown as TypedDocumentString<OlderEntriesQuery, OlderEntriesQueryVariables>;
export const PrivacyPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PrivacyPage {
  me {
    tags {
      tag {
        code
        name
      }
      source
      setAt
    }
  }
  disclosures(first: 20) {
    kind
    reason
    at
  }
  erasure {
    state
    dueAt
    endedAt
  }
  retentionTimes {
    kind
    days
  }
}
    `, {"id":"b3be9106c3aeae315ec2fc67933aa2d3a50bc49d8b6090a0de9a2a8ce5d7eabd"}) as unknown as TypedDocumentString<PrivacyPageQuery, PrivacyPageQueryVariables>;
export const AskErasureDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AskErasure($input: RequestErasureInput!) {
  requestErasure(input: $input) {
    userErrors {
      ...Refusal
    }
    erasure {
      dueAt
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
}`, {"id":"6bb519e06abe85876c4a7ba84d192dd2e7b2bdc50f504e4f0c277aa862e86b72"}) as unknown as TypedDocumentString<AskErasureMutation, AskErasureMutationVariables>;
export const StopErasureDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StopErasure($input: CancelErasureInput!) {
  cancelErasure(input: $input) {
    userErrors {
      ...Refusal
    }
    erasure {
      endedAt
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
}`, {"id":"d26ecfee55f07f5f43161b0e248ad53efd609750df1afa89d2029de22f5ff28f"}) as unknown as TypedDocumentString<StopErasureMutation, StopErasureMutationVariables>;
export const LoginsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Logins {
  logins {
    beganAt
    lastAt
  }
}
    `, {"id":"f52444a26b30a846b4b7397b084cbb6965de5e3bc4eab511de960434c96ce763"}) as unknown as TypedDocumentString<LoginsQuery, LoginsQueryVariables>;
export const EndAllLoginsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EndAllLogins($input: EndAllLoginsInput!) {
  endAllLogins(input: $input) {
    userErrors {
      ...Refusal
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
}`, {"id":"85ab9835e017a44167b67334b613dfb433c52aac700e25c9b60061ca7fdc02ce"}) as unknown as TypedDocumentString<EndAllLoginsMutation, EndAllLoginsMutationVariables>;
export const SendPhoneCodeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SendPhoneCode($input: SendPhoneCodeInput!) {
  sendPhoneCode(input: $input) {
    againSeconds
    userErrors {
      ...Refusal
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
}`, {"id":"b72b2d9196a01f18d5fa33406be56dbc488db7dfe1360a618676b44891c99ef3"}) as unknown as TypedDocumentString<SendPhoneCodeMutation, SendPhoneCodeMutationVariables>;
export const AskMergeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AskMerge($input: RequestMergeInput!) {
  requestMerge(input: $input) {
    userErrors {
      ...Refusal
    }
    mergeRequest {
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
}`, {"id":"aa419469ef31b49d543cd2089386144067d09bbd92674491bd64f6ef4d814247"}) as unknown as TypedDocumentString<AskMergeMutation, AskMergeMutationVariables>;
export const BindPhoneDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation BindPhone($input: BindPhoneInput!) {
  bindPhone(input: $input) {
    userErrors {
      ...Refusal
    }
    member {
      id
      phone
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
}`, {"id":"2c452f8b1e921737debf8fc7a77c2c726ce6a3294571ef8ca4516b0777134f80"}) as unknown as TypedDocumentString<BindPhoneMutation, BindPhoneMutationVariables>;
export const ProfilePageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ProfilePage {
  me {
    id
    phone
    profile {
      name
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
      preferences {
        code
        value
      }
    }
  }
  mergeRequest {
    state
    reason
    endedAt
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
    `, {"id":"cc7e727edf483a31f15b42e504beafd94fdf04bf741fdb91bb1bd98d247f3c64"}) as unknown as TypedDocumentString<ProfilePageQuery, ProfilePageQueryVariables>;
export const ChangeProfileDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ChangeProfile($input: UpdateProfileInput!) {
  updateProfile(input: $input) {
    userErrors {
      ...Refusal
    }
    member {
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
}`, {"id":"7d3831e763149e24e3852e90134d3173e9ec1862be47ef53249d68c07a5f55ec"}) as unknown as TypedDocumentString<ChangeProfileMutation, ChangeProfileMutationVariables>;
export const RewardsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RewardsPage {
  me {
    id
    points {
      available
    }
  }
  rewards(first: 20) {
    ...RewardPage
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
fragment RewardPage on RewardConnection {
  edges {
    node {
      code
      name
      kind
      price
      stock
      gives {
        asset
      }
      imageUrl
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
}`, {"id":"b6bc11018248b51d9061f9c4a0dee2172e2b2aa84b02e25f1b311720535d9e81"}) as unknown as TypedDocumentString<RewardsPageQuery, RewardsPageQueryVariables>;
export const MoreRewardsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MoreRewards($after: String!) {
  rewards(first: 20, after: $after) {
    ...RewardPage
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
fragment RewardPage on RewardConnection {
  edges {
    node {
      code
      name
      kind
      price
      stock
      gives {
        asset
      }
      imageUrl
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
}`, {"id":"b31ff0f1d080070566b3364279a5c81413c413232db25a2d05220d298ef78132"}) as unknown as TypedDocumentString<MoreRewardsQuery, MoreRewardsQueryVariables>;
export const RedeemRewardDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RedeemReward($input: RedeemInput!) {
  redeem(input: $input) {
    userErrors {
      ...Refusal
    }
    redemption {
      id
      state
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
}`, {"id":"15fc7018960b3f3d031eb219e3c88e38fbfcc32ca75810d3dc4e0bde97fa6e01"}) as unknown as TypedDocumentString<RedeemRewardMutation, RedeemRewardMutationVariables>;
export const StatementPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StatementPage($month: String!) {
  me {
    id
    statement(month: $month) {
      opening
      closing
      lines {
        kind
        amount
        count
      }
    }
  }
}
    `, {"id":"da1583048bcd40fc206b048bcf1c5e4cfb5753bbcf4248ceb937da4e2b4f6a13"}) as unknown as TypedDocumentString<StatementPageQuery, StatementPageQueryVariables>;
export const MySurveysDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MySurveys {
  me {
    surveys {
      id
      survey
      name
      anonymous
      expiresAt
      thanks
      questions {
        code
        kind
        text
        required
        lowest
        highest
        charactersMax
        options {
          code
          name
        }
        showWhen {
          question
          atLeast
          atMost
          anyOf
        }
      }
      replies {
        question
        number
        options
        text
      }
    }
  }
}
    `, {"id":"3a67633e195c2c83e28db6282b7f648603b6a52eccc61bfd5e8f5a03db2922d9"}) as unknown as TypedDocumentString<MySurveysQuery, MySurveysQueryVariables>;
export const AnswerSurveyPartDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AnswerSurveyPart($input: AnswerSurveyInput!) {
  answerSurvey(input: $input) {
    userErrors {
      ...Refusal
    }
    survey {
      id
      answered
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
}`, {"id":"d9b40adeac2aa7836563aab6c912bfac3718dfcb5ff6fd26e11f0537afc1632b"}) as unknown as TypedDocumentString<AnswerSurveyPartMutation, AnswerSurveyPartMutationVariables>;
export const TasksPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query TasksPage {
  me {
    id
    tasks {
      code
      name
      description
      ordered
      done
      open
      startsOn
      endsAt
      reward {
        ...Reward
      }
      steps {
        code
        name
        done
        of
        reward {
          ...Reward
        }
      }
    }
    streaks {
      code
      name
      current
      longest
      today
      every
      inDays
      reward {
        ...Reward
      }
    }
    badges {
      code
      name
      description
      held
      since
      until
      done
      of
    }
  }
}
    fragment Reward on PlayReward {
  asset
  amount
  coupon {
    name
  }
  badge {
    name
  }
}`, {"id":"59e388ad665516bb385d3c0ea0ad67ee545cbdc63a977adabaa6ba073ac43539"}) as unknown as TypedDocumentString<TasksPageQuery, TasksPageQueryVariables>;
export const TopicsPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query TopicsPage {
  topics {
    name
    postsLeft
    topics {
      code
      name
      invitation
      open
      closesAt
      textCharactersMax
      mayPost
      posts
    }
  }
}
    `, {"id":"8ecdfc2af09a248779176944faeccc91c7fbe38e4047d49c5c6a21f8d1f73146"}) as unknown as TypedDocumentString<TopicsPageQuery, TopicsPageQueryVariables>;
export const PostListDocument = /*#__PURE__*/ new TypedDocumentString(`
    query PostList($after: String, $topic: String, $order: PostOrder!, $own: Boolean!) {
  topicPosts(
    first: 10
    after: $after
    underTopic: $topic
    postOrder: $order
    own: $own
  ) {
    edges {
      node {
        ...PostCard
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment PostCard on Post {
  id
  topic
  text
  state
  likes
  liked
  mine
  praised
  submittedAt
  history {
    kind
    reason
  }
}`, {"id":"1c96b24875471d3cdca9ac4bb9a3e8dfcb7608b00d76d15b5d75d90487dbe032"}) as unknown as TypedDocumentString<PostListQuery, PostListQueryVariables>;
export const SubmitOnePostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SubmitOnePost($input: SubmitPostInput!) {
  submitPost(input: $input) {
    userErrors {
      ...Refusal
    }
    post {
      id
      state
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
}`, {"id":"bee863910b236450d7064df665583e5e8985f0ac766d08dbd1aca466ffdf8def"}) as unknown as TypedDocumentString<SubmitOnePostMutation, SubmitOnePostMutationVariables>;
export const LikeOnePostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation LikeOnePost($input: LikePostInput!) {
  likePost(input: $input) {
    userErrors {
      ...Refusal
    }
    post {
      id
      likes
      liked
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
}`, {"id":"2515ab7297d44ad829c4b3ad2c3aff1e26f4fa4b5673e0f0415b070caec018cb"}) as unknown as TypedDocumentString<LikeOnePostMutation, LikeOnePostMutationVariables>;
export const WithdrawOnePostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation WithdrawOnePost($input: WithdrawPostInput!) {
  withdrawPost(input: $input) {
    userErrors {
      ...Refusal
    }
    post {
      id
      state
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
}`, {"id":"75bd092f8b26ad5543e9c3d148193fb1d55fb8347ec153bf6c3898a6e1a19f3e"}) as unknown as TypedDocumentString<WithdrawOnePostMutation, WithdrawOnePostMutationVariables>;
export const WalletPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query WalletPage {
  redemptions(first: 20) {
    ...RedemptionPage
  }
  coupons(first: 20) {
    ...CouponPage
  }
  baskets(first: 10) {
    ...BasketPage
  }
}
    fragment RedemptionPage on RedemptionConnection {
  edges {
    node {
      id
      rewardName
      price
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
fragment BasketPage on BasketConnection {
  edges {
    node {
      id
      state
      currency
      orderId
      byMember
      createdAt
      holdExpiresAt
      refundedMinor
      returnedPoints
      quote {
        shippingMinor
        lines {
          captured
          paidMinor
          points
        }
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment CouponPage on CouponConnection {
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
}`, {"id":"74d0416a7cb731408bfb3c067499fb1c0ad8e5be91b6c6189ea1b8590586967f"}) as unknown as TypedDocumentString<WalletPageQuery, WalletPageQueryVariables>;
export const MoreBasketsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MoreBaskets($after: String!) {
  baskets(first: 10, after: $after) {
    ...BasketPage
  }
}
    fragment BasketPage on BasketConnection {
  edges {
    node {
      id
      state
      currency
      orderId
      byMember
      createdAt
      holdExpiresAt
      refundedMinor
      returnedPoints
      quote {
        shippingMinor
        lines {
          captured
          paidMinor
          points
        }
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"dcf0a7d6aa24cfd01c9cd3c9a68c8413f6a09b0ec2804d800286d39ef70cb18c"}) as unknown as TypedDocumentString<MoreBasketsQuery, MoreBasketsQueryVariables>;
export const MoreRedemptionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MoreRedemptions($after: String!) {
  redemptions(first: 20, after: $after) {
    ...RedemptionPage
  }
}
    fragment RedemptionPage on RedemptionConnection {
  edges {
    node {
      id
      rewardName
      price
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
}`, {"id":"097a04014e43bd15a2eb2970b426eb0c5427ff0e51a696e157e57dc3d916bc9c"}) as unknown as TypedDocumentString<MoreRedemptionsQuery, MoreRedemptionsQueryVariables>;
export const MoreCouponsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MoreCoupons($after: String!) {
  coupons(first: 20, after: $after) {
    ...CouponPage
  }
}
    fragment CouponPage on CouponConnection {
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
}`, {"id":"e1dd12870945e8287e96f3ef13c04cd260e9bc0c0af54c4b9bfd307a9fedb70e"}) as unknown as TypedDocumentString<MoreCouponsQuery, MoreCouponsQueryVariables>;
export const ShownVoucherDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ShownVoucher($id: ID!) {
  redemption(id: $id) {
    id
    voucher {
      state
    }
  }
}
    `, {"id":"da8058282ce5633ebd94ad6546f9b2bbacc7efa2a803fea39116acf90feb0b59"}) as unknown as TypedDocumentString<ShownVoucherQuery, ShownVoucherQueryVariables>;
export const GiveUpRedemptionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GiveUpRedemption($input: CancelRedemptionInput!) {
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
}`, {"id":"fbb61193bf95f64f0f93984fbc1b06005be5e5aad213915a6ca1ebbd76347b96"}) as unknown as TypedDocumentString<GiveUpRedemptionMutation, GiveUpRedemptionMutationVariables>;
export const LetBasketGoDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation LetBasketGo($input: CancelBasketInput!) {
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
}`, {"id":"9ce6e7187c62c2d81d78cbc502574c11976740456eacfe9625e5bfff2f5d46d4"}) as unknown as TypedDocumentString<LetBasketGoMutation, LetBasketGoMutationVariables>;