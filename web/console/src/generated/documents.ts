/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A request to merge that an operator accepts. */
export type AcceptMergeRequestInput = {
  /** The request to merge. */
  readonly mergeRequestId: string;
  /** The reason, 4 to 500 characters. The member reads it, so no personal data. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The one of the two who stays, by global id or bare id; the earlier one when left out. */
  readonly survivorId?: string | null | undefined;
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

/** An activity that has not happened. */
export type ActivityInput = {
  /** The channel that would report it. */
  readonly channel?: string;
  /** The content, where it is about some. */
  readonly contentId?: string | null | undefined;
  /** The event of the brand that the member attended. */
  readonly eventCode?: string | null | undefined;
  /** Further facts for rules, at most 16; each key once. */
  readonly labels?: ReadonlyArray<ActivityLabelInput> | null | undefined;
  /** The member, by global id or bare id. */
  readonly memberId: string;
  /** The time of it; now when left out. */
  readonly occurredAt?: string | null | undefined;
  /** The order, on orders and refunds. */
  readonly order?: OrderInput | null | undefined;
  /** The series of that article. */
  readonly series?: string | null | undefined;
  /** The article, where it is about one. */
  readonly sku?: string | null | undefined;
  /** The store, at most 64 characters. */
  readonly storeId?: string | null | undefined;
  /** The type. */
  readonly type: ActivityType;
};

/** A fact of an activity that rules may name. */
export type ActivityLabelInput = {
  /** The key, 1 to 128 characters. */
  readonly key: string;
  /** The value, at most 128 characters. */
  readonly value: string;
};

/** A level of activity, by local days since the latest activity. */
export type ActivityLevel =
  /** Active not long ago. */
  | 'ACTIVE'
  /** Dormant. */
  | 'DORMANT'
  /** Lost. */
  | 'LOST'
  /** Long enough ago for a warning of churn. */
  | 'SEMI_ACTIVE'
  | '%future added value';

/** The type of an activity. */
export type ActivityType =
  /** The member put an article into the cart. */
  | 'ADD_TO_CART'
  /** The member looked at an article or a series. */
  | 'BROWSE'
  /** The member checked in for the day. */
  | 'CHECK_IN'
  /** The member kept an article or content to find it again. */
  | 'COLLECT'
  /** The member read or watched content. */
  | 'CONTENT_VIEW'
  /** The member attended an event of the brand. */
  | 'EVENT_ATTENDANCE'
  /** The member wrote in a group chat. */
  | 'GROUP_MESSAGE'
  /** The member invited another person. */
  | 'INVITE'
  /** The member liked an article or content. */
  | 'LIKE'
  /** The member opened a message of the brand. */
  | 'MESSAGE_OPEN'
  /** The member bought something. */
  | 'ORDER'
  /** The member completed the profile. */
  | 'PROFILE_COMPLETION'
  /** The member gave an order back, or a part of it. */
  | 'REFUND'
  /** The member took an article out of the cart. */
  | 'REMOVE_FROM_CART'
  /** The member wrote a review. */
  | 'REVIEW'
  /** The member searched. */
  | 'SEARCH'
  /** The member had a service visit, e.g. for a car. */
  | 'SERVICE_VISIT'
  /** The member shared content. */
  | 'SHARE'
  /** The member answered a survey. */
  | 'SURVEY'
  /** The member came to a store, an app or a page. */
  | 'VISIT'
  | '%future added value';

/** An adjustment of a member's points. */
export type AdjustPointsInput = {
  /** The points to add, or to take when negative; not 0. */
  readonly amount: number;
  /** The asset; POINTS when left out. */
  readonly asset?: string | null | undefined;
  /** The member, by global id or bare id. */
  readonly memberId: string;
  /** The reason, 4 to 200 characters. It is kept with the posting. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** An experiment to let go on to its next stage. */
export type AdvanceExperimentInput = {
  /** The code of the experiment. */
  readonly code: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A fix that is announced to everyone who reported the problem. */
export type AnnounceFixInput = {
  /** The group of alike feedback, by `Feedback.group`. */
  readonly group: string;
  /** True for a public notice as well. */
  readonly isPublic?: boolean;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The words, 1-500 characters in each language. */
  readonly text: WordsInput;
  /** The title, 1-60 characters in each language. */
  readonly title: WordsInput;
};

/** The brand's public answer to an idea. */
export type AnswerIdeaInput = {
  /** The answer, 1 to 1,000 characters in each language. */
  readonly answer: WordsInput;
  /** The idea, by `Idea.id`. */
  readonly ideaId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The state of an approval. */
export type ApprovalState =
  /** A second operator carried it out. */
  | 'APPROVED'
  /** Nobody decided in time. */
  | 'EXPIRED'
  /** Waits for a second operator. */
  | 'PENDING'
  /** A second operator rejected it. */
  | 'REJECTED'
  | '%future added value';

/** A broadcast to approve. */
export type ApproveBroadcastInput = {
  /** The broadcast. */
  readonly broadcastId: string;
  /** The content that the operator read, as `BroadcastReport.content`: refused where it is another by now. Null for what it says now. */
  readonly content?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
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

/** A way in which an order is divided among the messages of the 7 days before it. */
export type AttributionModel =
  /** The first one has all. */
  | 'FIRST'
  /** The last one has all. */
  | 'LAST'
  /** Each has the same. */
  | 'LINEAR'
  /** 40 % the first, 40 % the last, 20 % those between. */
  | 'POSITION'
  /** Half as much for each 7 days that a message is older. */
  | 'TIME_DECAY'
  | '%future added value';

/** A service that keeps an audit log. */
export type AuditService =
  /** Feedback. */
  | 'FEEDBACK'
  /** Members and programmes. */
  | 'MEMBERS'
  /** Points, rewards and the books. */
  | 'POINTS'
  | '%future added value';

/** The state of a back-test. */
export type BacktestState =
  /** All members are counted. */
  | 'DONE'
  /** It came to nothing. */
  | 'FAILED'
  /** Nobody works on it yet. */
  | 'QUEUED'
  /** A worker is at it. */
  | 'RUNNING'
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

/** The part of a broadcast that is not as it was approved. */
export type BroadcastChange =
  /** The words of a message, or how a channel shows them, or the rule of the segment. */
  | 'CONTENT'
  /** The segment has more members than were approved. */
  | 'SIZE'
  | '%future added value';

/** Messages to compare with each other, or with none. */
export type BroadcastComparisonInput = {
  /** The codes of the messages beside the broadcast's own: at most 3, each another one; at least 1 where nobody is held out. */
  readonly against?: ReadonlyArray<string> | null | undefined;
  /** The share that gets no message, 0-50 percent. */
  readonly heldOutPercent?: number;
  /** The figure that decides. */
  readonly metric: BroadcastMetric;
  /** The share of the segment that takes part, 1-100 percent. */
  readonly percent?: number;
  /** So many days of each member count, 1-30. */
  readonly withinDays?: number;
};

/** The figure that decides which message is better. */
export type BroadcastMetric =
  /** The share of members who invited. */
  | 'INVITE_RATE'
  /** Orders a member. */
  | 'ORDERS'
  /** The share of members who ordered. */
  | 'ORDER_RATE'
  /** Money a member, less refunds. */
  | 'REVENUE'
  /** The share of members who reviewed. */
  | 'REVIEW_RATE'
  /** The share of members who shared. */
  | 'SHARE_RATE'
  /** The share of members who visited. */
  | 'VISIT_RATE'
  | '%future added value';

/** The state of a broadcast. */
export type BroadcastState =
  /** It waits for the operators who must approve it. */
  | 'DRAFT'
  /** It goes through the members of its segment. */
  | 'SENDING'
  /** All members of the segment were gone through. */
  | 'SENT'
  /** It was stopped, or its segment is gone. */
  | 'STOPPED'
  | '%future added value';

/** The thing that a budget bounds. */
export type BudgetKind =
  /** The points that a campaign adds to what rules give. */
  | 'CAMPAIGN'
  /** The awards of a rule that is for the first members. */
  | 'FIRST'
  /** Gifts of a step of a journey. */
  | 'JOURNEY'
  /** The points that a rule gives. */
  | 'RULE'
  | '%future added value';

/** The encoding of the characters of a bulk file. */
export type BulkFileEncoding =
  /** GBK, with all of GB 18030. */
  | 'GBK'
  /** UTF-8. */
  | 'UTF8'
  | '%future added value';

/** The effect of the rows of a bulk file. */
export type BulkFileKind =
  /** Each adds to a member's account, or takes from it. */
  | 'ADJUSTMENTS'
  /** Each grants a member one coupon. */
  | 'COUPONS'
  | '%future added value';

/** The state of a bulk file. */
export type BulkFileState =
  /** An operator gave it up. */
  | 'DISCARDED'
  /** Each row is done or refused. */
  | 'DONE'
  /** Nobody started it within 30 days. */
  | 'EXPIRED'
  /** Its kept rows are not those that were checked: it stopped. */
  | 'FAILED'
  /** A worker will begin within seconds. */
  | 'QUEUED'
  /** It was checked, and can be started. */
  | 'READY'
  /** A second operator rejected it. */
  | 'REJECTED'
  /** A worker is at it. */
  | 'RUNNING'
  /** It waits for a second operator. */
  | 'WAITING'
  | '%future added value';

/** The state of a row of a bulk file. */
export type BulkRowState =
  /** It was checked; nothing was done yet. */
  | 'CHECKED'
  /** It took effect. */
  | 'DONE'
  /** It was refused, once and for good. */
  | 'REFUSED'
  | '%future added value';

/** An erasure that is to be cancelled. */
export type CancelErasureInput = {
  /** The member, by global id or bare id. Members leave it out: they mean themselves, and may name nobody else. Operators name the member. */
  readonly memberId?: string | null | undefined;
  /** The reason; operators write 4 to 500 characters. It is kept for ever, so no personal data. */
  readonly reason?: string | null | undefined;
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

/** The length of a cap's window, rolling: 24, 168 or 720 hours. */
export type CapWindow =
  /** 24 hours. */
  | 'DAY'
  /** 720 hours. */
  | 'MONTH'
  /** 168 hours. */
  | 'WEEK'
  | '%future added value';

/** The cost of a channel. */
export type ChannelCostInput = {
  /** The code of the channel. */
  readonly channel: string;
  /** The cost in minor units of the brand's currency. */
  readonly minorUnits: number;
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

/** A month to close. */
export type ClosePeriodInput = {
  /** The month, YYYY-MM in the brand's time zone; it must have ended. The months before it are closed too. */
  readonly month: string;
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

/** The subject of figures of content. */
export type ContentSubject =
  /** Contents, by the ids that activities name. */
  | 'CONTENT'
  /** Series of articles. */
  | 'SERIES'
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

/** A client to make. */
export type CreateOauthClientInput = {
  /** The only channel that it may name in activities, for the role CHANNEL; any when left out. */
  readonly channel?: string;
  /** The operator's own words for it, 1 to 60 characters. */
  readonly name: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** Its role. */
  readonly role: OauthClientRole;
  /** The scopes of its tokens, such as `orders:write`: 1 to 32, all of them the operator's own. */
  readonly scopes: ReadonlyArray<string>;
  /** The codes of the only stores that it works for, at most 50; all of the brand when left out. */
  readonly stores?: ReadonlyArray<string> | null | undefined;
};

/** An endpoint to make. */
export type CreateWebhookEndpointInput = {
  /** The operator's own words for it, up to 200 characters. */
  readonly description?: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The types of events that it gets, as `webhookEventTypes` lists them; all when empty. */
  readonly types?: ReadonlyArray<string>;
  /** An https address of a public host, on port 443 or 8443, without a user, of at most 500 characters. */
  readonly url: string;
};

/** A decision on an approval. */
export type DecideInput = {
  /** The approval. */
  readonly approvalId: string;
  /** A note on the decision, up to 200 characters. */
  readonly note?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A segment to delete. */
export type DeleteSegmentInput = {
  /** The code of a segment that an operator saved. */
  readonly code: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A view to delete. */
export type DeleteViewInput = {
  /** The id of the view; one that is gone already is no error. */
  readonly id: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** An endpoint to delete. */
export type DeleteWebhookEndpointInput = {
  /** The endpoint's id. */
  readonly endpointId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A bulk file that nobody should start. */
export type DiscardBulkFileInput = {
  /** The file. */
  readonly fileId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A feedback file that nobody should start. */
export type DiscardFeedbackFileInput = {
  /** The file. */
  readonly fileId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A member file that nobody should start. */
export type DiscardMemberFileInput = {
  /** The file. */
  readonly fileId: string;
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

/** A broadcast to draft. */
export type DraftBroadcastInput = {
  /** The messages that it compares; null for one message to all. */
  readonly comparison?: BroadcastComparisonInput | null | undefined;
  /** The code of the message. */
  readonly message: string;
  /** The operators' own name for it, 1-60 characters. */
  readonly name: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The code of the segment. */
  readonly segment: string;
  /** Messages go within so many minutes, 0-240. */
  readonly spreadMinutes?: number;
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

/** The state of a dry run. */
export type DryRunState =
  /** It has its report. */
  | 'DONE'
  /** It came to nothing. */
  | 'FAILED'
  /** Nobody works on it yet. */
  | 'QUEUED'
  /** A worker is at it. */
  | 'RUNNING'
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

/** A tier given by hand that is to end now. */
export type EndTierInput = {
  /** The code of the ladder. */
  readonly ladder: string;
  /** The member, by global id or bare id. */
  readonly memberId: string;
  /** The reason, 4 to 500 characters. It is kept for ever, so no personal data. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A person who becomes a member. */
export type EnrolMemberInput = {
  /** The channel that enrols the person, 1 to 32 characters; `console` when left out. */
  readonly channel?: string;
  /** 1 to 8 identities of the person. One that is enrolled already answers its member. */
  readonly identities: ReadonlyArray<IdentityInput>;
  /** The invite code of who invited the person. The enrolment stands whether or not it counts. */
  readonly inviteCode?: string;
  /** The name, as in `updateProfile`; kept only for a new member. */
  readonly name?: string;
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

/** The standing of a check of an experiment. */
export type ExperimentColour =
  /** As it should be. */
  | 'GREEN'
  /** Too little to judge by. */
  | 'GREY'
  /** Not as it should be, beyond chance. */
  | 'RED'
  /** Not as it should be; chance may be why. */
  | 'YELLOW'
  | '%future added value';

/** The stages of an experiment. */
export type ExperimentStageKind =
  /** All units. */
  | 'FULL'
  /** A share of the units. */
  | 'PART'
  /** Members of some stores alone, for the guardrails. */
  | 'SAFETY'
  | '%future added value';

/** The state of an experiment. */
export type ExperimentState =
  /** It was not started. */
  | 'READY'
  /** Members are put into its arms. */
  | 'RUNNING'
  /** An operator, a guardrail or its time stopped it. */
  | 'STOPPED'
  | '%future added value';

/** The unit that is put into an arm. */
export type ExperimentUnit =
  /** Each member. */
  | 'MEMBER'
  /** Each store, with the members who enrolled there. */
  | 'STORE'
  | '%future added value';

/** The verdict about an experiment. */
export type ExperimentVerdict =
  /** An arm is better, beyond chance. */
  | 'BETTER'
  /** It goes on. */
  | 'COLLECTING'
  /** Its size or its time is reached, and nothing is shown. */
  | 'INCONCLUSIVE'
  /** Withheld: the arms do not have the sizes that were planned. */
  | 'INVALID'
  /** The difference is smaller than matters. */
  | 'NO_DIFFERENCE'
  /** The arms are worse, beyond chance. */
  | 'WORSE'
  | '%future added value';

/** A wish of an operator for the claim of an item, which tells that they answer it. */
export type FeedbackClaim =
  /** The caller begins to answer, or goes on: the claim is theirs for the next 2 minutes, unless another has it. */
  | 'BEGIN'
  /** The caller answers no more. Another's claim stays. */
  | 'END'
  /** The claim is the caller's for the next 2 minutes, whoever has it. */
  | 'TAKE'
  | '%future added value';

/** A clock of an item of feedback. */
export type FeedbackClockKind =
  /** From the taking in to the first response by a person. */
  | 'FIRST_RESPONSE'
  /** From the resolution to asking the member whether it helped. */
  | 'FOLLOW_UP'
  /** From the member's reopening, or answer to a question, to the next response. */
  | 'NEXT_RESPONSE'
  /** From the taking in to the resolution; it stands while the team waits for the member. */
  | 'RESOLUTION'
  | '%future added value';

/** The kinds of differences between segments. */
export type FeedbackDifferenceKind =
  /** It is of a category. */
  | 'CATEGORY'
  /** The model of sentiment read it as negative. */
  | 'NEGATIVE'
  /** It complains of a topic. */
  | 'TOPIC'
  | '%future added value';

/** The meaning of the interval of a difference. */
export type FeedbackDifferenceReading =
  /** The share of the segment is higher, by more than chance. */
  | 'HIGHER'
  /** The share of the segment is lower, by more than chance. */
  | 'LOWER'
  /** Chance alone may be as far off. */
  | 'NOT_SHOWN'
  /** A side has fewer than 30 members. */
  | 'TOO_FEW'
  | '%future added value';

/** The state of a feedback file. */
export type FeedbackFileState =
  /** An operator gave it up. */
  | 'DISCARDED'
  /** Each row is done or refused. */
  | 'DONE'
  /** It did not end within 7 days, and what waited of it was deleted. */
  | 'EXPIRED'
  /** It was checked, and can be started. */
  | 'READY'
  /** A worker carries it out. */
  | 'STARTED'
  | '%future added value';

/** The thing that somebody wants with a text, by rules over its words. */
export type FeedbackIntent =
  /** The writer asks. */
  | 'ASKS'
  /** The writer complains. */
  | 'COMPLAINS'
  /** The writer praises. */
  | 'PRAISES'
  /** The writer proposes something. */
  | 'PROPOSES'
  /** None of these. */
  | 'TELLS'
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

/** A coupon for a member. */
export type GrantCouponInput = {
  /** The campaign's code for statements, up to 48 characters. */
  readonly campaign?: string | null | undefined;
  /** The type, by its code. */
  readonly couponType: string;
  /** The member, by global id or bare id. */
  readonly memberId: string;
  /** The reason, 4 to 200 characters. It is kept with the posting. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A tier that a member is to hold until a day. */
export type GrantTierInput = {
  /** The code of the ladder. */
  readonly ladder: string;
  /** The member, by global id or bare id. */
  readonly memberId: string;
  /** The reason, 4 to 500 characters. It is kept for ever, so no personal data. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The code of a tier of that ladder, above the one that was earned. */
  readonly tier: string;
  /** The last day of the tier, today or later. */
  readonly until: string;
};

/** The side that tells of permissions. */
export type GrantsFrom =
  /** WeChat pushes them; `grantSubscriptions` counts nothing. */
  | 'CALLBACK'
  /** The mini-program sends `grantSubscriptions`. */
  | 'CLIENT'
  | '%future added value';

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

/** An identity in full. */
export type IdentityInput = {
  /** The kind of the identity. */
  readonly kind: IdentityKind;
  /** The value, 1 to 128 characters; a phone number in international form. */
  readonly value: string;
};

/** The kind of an identity: the system that gave it to the member. */
export type IdentityKind =
  /** The user id in the app of the brand. */
  | 'APP_ID'
  /** An e-mail address. */
  | 'EMAIL'
  /** The id of an in-car terminal. */
  | 'IN_CAR'
  /** A phone number in E.164, such as +8613800000000. */
  | 'PHONE'
  /** The number of a card or customer at the tills. */
  | 'POS_CARD'
  /** The openid of one of the WeChat apps. */
  | 'WECHAT_OPENID'
  /** The unionid over all WeChat apps of the brand. */
  | 'WECHAT_UNIONID'
  /** The id of the customer in WeCom. */
  | 'WECOM_EXTERNAL_ID'
  | '%future added value';

/** The state of what a step does for a member. */
export type JourneyDeedState =
  /** It is asked for, and not done yet. */
  | 'ASKED'
  /** It is done. */
  | 'DONE'
  /** It was refused, for its reason. */
  | 'REFUSED'
  | '%future added value';

/** The reason for which a member's entry ended. */
export type JourneyEnd =
  /** The member went all of its steps. */
  | 'DONE'
  /** The programme has the journey no more. */
  | 'JOURNEY_GONE'
  /** The member was merged into one who is on the journey. */
  | 'MERGED'
  /** The programme has the step no more at which the member stood. */
  | 'STEP_GONE'
  /** An event came that ends it. */
  | 'UNTIL'
  | '%future added value';

/** The state of a member's entry onto a journey. */
export type JourneyEntryState =
  /** The member is off the journey. */
  | 'ENDED'
  /** The member's wait is over, and the journey is paused. */
  | 'PAUSED'
  /** The member waits at a step. */
  | 'WAITING'
  | '%future added value';

/** The outcome of a step for a member. */
export type JourneyStepOutcome =
  /** It asked for a gift, or for tags; the deed says what became of that. */
  | 'ASKED'
  /** Its condition did not hold. */
  | 'CONDITION'
  /** The event that the member waited for came. */
  | 'MET'
  /** It reads the member, who did not agree to profiling. */
  | 'PROFILING'
  /** The event that the member waited for did not come in time. */
  | 'TIMED_OUT'
  /** The member waits, or waited, there. */
  | 'WAITED'
  /** It led to a later step. */
  | 'WENT'
  /** It wished for a message; the touch says what became of that. */
  | 'WISHED'
  | '%future added value';

/** The thing that is missing, where something is late. */
export type LateReason =
  /** A person has it, and has not answered. */
  | 'NOT_ANSWERED'
  /** Nobody of the team has the item. */
  | 'NOT_ASSIGNED'
  /** Nobody asked the member whether the solution helped. */
  | 'NOT_FOLLOWED_UP'
  /** The member got an answer, and no solution. */
  | 'NOT_RESOLVED'
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

/** A stage of a member. They are in the furthest one whose rule holds. */
export type LifecycleStage =
  /** An order, and as many activities that tell others as the programme says. */
  | 'ADVOCACY'
  /** Enrolled, and nothing yet. */
  | 'AWARENESS'
  /** Any activity, and no order that was kept. */
  | 'INTEREST'
  /** As many orders as the programme says. */
  | 'LOYALTY'
  /** An order that was kept. */
  | 'PURCHASE'
  | '%future added value';

/** The period of a limit, which begins at the brand's local midnight. */
export type LimitPeriod =
  /** A local day. */
  | 'DAY'
  /** A calendar month. */
  | 'MONTH'
  /** An ISO week, from Monday on. */
  | 'WEEK'
  | '%future added value';

/** The state of a member file. */
export type MemberFileState =
  /** An operator gave it up. */
  | 'DISCARDED'
  /** Each row is done or refused. */
  | 'DONE'
  /** It did not end within 7 days, and what waited of it was deleted. */
  | 'EXPIRED'
  /** It was checked, and can be started. */
  | 'READY'
  /** A worker carries it out. */
  | 'STARTED'
  | '%future added value';

/** The thing that a text does where it speaks of a topic. */
export type MentionKind =
  /** It complains. */
  | 'COMPLAINED'
  /** It says that the fault is not there: 没有拉肚子. */
  | 'NEGATED'
  /** It praises. */
  | 'PRAISED'
  | '%future added value';

/** A merge of an idea into one that says the same. */
export type MergeIdeasInput = {
  /** The idea that goes, on the shelf IDEA. */
  readonly ideaId: string;
  /** The idea that stays. */
  readonly intoIdeaId: string;
  /** The reason, which members read; at most 500 characters. */
  readonly reason?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** Two members who are one person. */
export type MergeMembersInput = {
  /** The member to be merged, by global id or bare id. */
  readonly fromMemberId: string;
  /** The member who survives, by global id or bare id: choose the one who enrolled first. */
  readonly intoMemberId: string;
  /** The reason, 4 to 500 characters. It is kept with the merge, so no personal data. */
  readonly reason: string;
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

/** How far a service is with a merge. */
export type MergeState =
  /** It has carried it out. */
  | 'MERGED'
  /** It has not carried it out yet. */
  | 'PENDING'
  /** It has undone it. */
  | 'UNDONE'
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

/** The outcome of an act of a threshold. */
export type MetricAlarmActOutcome =
  /** The journey was paused, or the message switched off, before the alarm. */
  | 'BEFORE'
  /** It is about to be done. */
  | 'DUE'
  /** The programme has the journey, the message or the threshold no longer. */
  | 'NOT_DONE'
  /** A to-do was opened for operators. */
  | 'OPENED'
  /** The journey was paused. */
  | 'PAUSED'
  /** The message was switched off. */
  | 'SWITCHED_OFF'
  | '%future added value';

/** The state of an alarm. */
export type MetricAlarmState =
  /** Somebody looks into it. */
  | 'ACKNOWLEDGED'
  /** It is done with. */
  | 'CLOSED'
  /** The reason is known. */
  | 'EXPLAINED'
  /** Nobody took it yet. */
  | 'OPEN'
  | '%future added value';

/** The length of a period. */
export type MetricGrain =
  /** A day of the brand's zone. */
  | 'DAY'
  /** A month of the calendar. */
  | 'MONTH'
  /** An ISO week, from Monday. */
  | 'WEEK'
  | '%future added value';

/** A level of metrics. */
export type MetricLevel =
  /** Members and what they do. */
  | 'BASE'
  /** Members who speak for the brand. */
  | 'BRAND'
  /** Members who stay and buy. */
  | 'CORE'
  /** Members who are content. */
  | 'EXPERIENCE'
  /** Money. */
  | 'VALUE'
  | '%future added value';

/** A part of a number. */
export type MetricPart =
  /** Those whom the number counts; of a rate, the numerator. */
  | 'ABOVE'
  /** Of a quotient, those out of whom they are. */
  | 'BELOW'
  | '%future added value';

/** A number against its target. */
export type MetricStanding =
  /** It reached the target. */
  | 'GREEN'
  /** It is not known, or older than 15 minutes. */
  | 'GREY'
  /** It is beyond. */
  | 'RED'
  /** It is within the tolerance beside it. */
  | 'YELLOW'
  | '%future added value';

/** The state of a to-do. */
export type MetricTodoState =
  /** It is done. */
  | 'DONE'
  /** Nobody is to do it. */
  | 'DROPPED'
  /** Nobody took it yet, or it was opened again. */
  | 'OPEN'
  /** Somebody works on it. */
  | 'TAKEN'
  | '%future added value';

/** The unit of a number. */
export type MetricUnit =
  /** Pieces, people, times. */
  | 'COUNT'
  /** Minor units of the brand's currency. */
  | 'MONEY'
  /** A rate: a `value` of 0.15 is 15 %. */
  | 'PERCENT'
  | '%future added value';

/** A moderator's word about an idea. */
export type ModerateIdeaInput = {
  /** The idea, by `Idea.id`. */
  readonly ideaId: string;
  /** True to open it to members, false to refuse it. */
  readonly open: boolean;
  /** The reason, which its member reads; at most 500 characters, and needed to refuse it. */
  readonly reason?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A moderator's word about a post. */
export type ModeratePostInput = {
  /** True to open it to everybody, false to refuse it. */
  readonly open: boolean;
  /** The post, by `Post.id`. */
  readonly postId: string;
  /** The reason, which its member reads; at most 500 characters, and needed to refuse it. */
  readonly reason?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A move of an item to another state. */
export type MoveFeedbackInput = {
  /** The person who has the item from now on, at most 128 characters; for ASSIGNED. */
  readonly assignee?: string | null | undefined;
  /** The item, by global id or bare id. */
  readonly feedbackId: string;
  /** The words to the member, at most 1,000 characters; when left out, those of the programme. */
  readonly message?: string | null | undefined;
  /** A note for the team, at most 1,000 characters. */
  readonly note?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The state to move the item to. */
  readonly state: FeedbackState;
};

/** A move of an idea to another shelf. */
export type MoveIdeaInput = {
  /** The idea, by `Idea.id`. */
  readonly ideaId: string;
  /** The name of the project or product, 1 to 80 characters in each language; needed on the way to INCUBATING. Messages say it. When left out, the name stays. */
  readonly project?: WordsInput | null | undefined;
  /** The reason, which members read; 1 to 500 characters. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The shelf that it comes to. */
  readonly shelf: IdeaShelf;
};

/** A move of an alarm. */
export type MoveMetricAlarmInput = {
  /** The alarm's id. */
  readonly alarmId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** ACKNOWLEDGED, EXPLAINED or CLOSED. */
  readonly state: MetricAlarmState;
  /** The operator's words, 1 to 500 characters. */
  readonly words: string;
};

/** A move of a to-do. */
export type MoveMetricTodoInput = {
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The state to move it into. */
  readonly state: MetricTodoState;
  /** The to-do's id. */
  readonly todoId: string;
  /** The operator's words, at most 500 characters; needed to drop it and to open it again. */
  readonly words?: string | null | undefined;
};

/** How far names can be searched. */
export type NameSearch =
  /** The programme has allowed it for a short while: some are not found by their name yet. */
  | 'BUILDING'
  /** The programme does not allow it. */
  | 'OFF'
  /** Every member is found by their name. */
  | 'ON'
  | '%future added value';

/** The ground on which something is proposed. */
export type NextOfferBasis =
  /** The list for everyone without consent to profiling. */
  | 'EVERYONE'
  /** Chance, so that the brand learns how it is taken. */
  | 'EXPLORED'
  /** By the brand's word it answers the same need. */
  | 'NEED'
  /** A rule of the programme. */
  | 'RULE'
  /** By the brand's word it suits the same occasion as what the member bought. */
  | 'SCENE'
  /** By the brand's word it is of the same style. */
  | 'STYLE'
  /** Members who bought what this member bought took it too. */
  | 'TOGETHER'
  | '%future added value';

/** The reason for which an offer is not proposed. */
export type NextOfferHindrance =
  /** Others are before it. */
  | 'BEHIND'
  /** The member bought of the series in the last days. */
  | 'BOUGHT'
  /** Its first day has not come, or its last day is over. */
  | 'CLOSED'
  /** Its condition is false of the member. */
  | 'CONDITION'
  /** The member declined it in the last 30 days. */
  | 'DECLINED'
  /** The member did not buy enough of the series that it asks for. */
  | 'NOT_BOUGHT_ENOUGH'
  /** It reads the member, who did not agree to profiling. */
  | 'PROFILING'
  | '%future added value';

/** The rule for the price of a member who does not come. */
export type NoShowRule =
  /** It is let go. */
  | 'RELEASE'
  /** It is taken. */
  | 'TAKE'
  | '%future added value';

/** A note for the team. */
export type NoteFeedbackInput = {
  /** The item, by global id or bare id. */
  readonly feedbackId: string;
  /** The note, 1 to 1,000 characters. */
  readonly note: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The role of a client. */
export type OauthClientRole =
  /** A till, a CRM or another channel: it calls the services. */
  | 'CHANNEL'
  /** A tool of the brand's staff: it may call this API too. */
  | 'OPERATOR'
  | '%future added value';

/** The hours between an opening and a closing. */
export type OpenIntervalInput = {
  /** The time of closing, 00:00 to 23:59. When it is not later than `opens`, it is the next day's. */
  readonly closes: string;
  /** The time of opening, 00:00 to 23:59. */
  readonly opens: string;
  /** The weekday on which it begins: 1 is Monday, 7 Sunday. */
  readonly weekday: number;
};

/** A trial of an idea that is incubating. */
export type OpenTrialInput = {
  /** The last day on which places are taken: today or within 366 days. */
  readonly closes: string;
  /** The idea, by `Idea.id`. */
  readonly ideaId: string;
  /** The members who are invited, by global id or bare id: 1 to 200, each once. */
  readonly memberIds: ReadonlyArray<string>;
  /** The name, 1 to 80 characters in each language. */
  readonly name: WordsInput;
  /** How many members can take part: 1 to 200. */
  readonly places: number;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** An order, or the part of an order that is given back. */
export type OrderInput = {
  /** On a refund: the channel that sold the order, where it is another one. */
  readonly channel?: string | null | undefined;
  /** The currency, a code of ISO 4217. */
  readonly currencyCode?: string;
  /** The lines of the order, at most 1000. */
  readonly lines?: ReadonlyArray<OrderLineInput> | null | undefined;
  /** The number of the order, 1 to 128 characters. */
  readonly orderId: string;
  /** The sum that is paid or paid back, in minor units. */
  readonly totalMinor: number;
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

/** A journey to pause. */
export type PauseJourneyInput = {
  /** The code of the journey. */
  readonly journey: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The calendar's way with a planned day. */
export type PlannedDayKind =
  /** The day is a holiday, and the slot moves to the next day that is worked. */
  | 'MOVED'
  /** The day is a holiday, and the slot is left out. */
  | 'SKIPPED'
  /** The day is a holiday, and the slot stays. */
  | 'STAYS'
  /** The slot opens its topic on that day. */
  | 'USUAL'
  | '%future added value';

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

/** A post to a group. */
export type PostToGroupInput = {
  /** The group, by `Group.id`. */
  readonly groupId: string;
  /** The code of a message of the programme. */
  readonly message: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** Praise of a post for its quality. */
export type PraisePostInput = {
  /** The post, by `Post.id`. */
  readonly postId: string;
  /** The reason, which its member reads; at most 500 characters. */
  readonly reason?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The priority of an item of feedback. */
export type Priority =
  /** A person has to answer it. */
  | 'COMPLEX'
  /** An automatic reply answers it at once. */
  | 'GENERAL'
  /** It was said in public. */
  | 'PUBLIC_COMPLAINT'
  /** A person has to answer it now. */
  | 'URGENT'
  | '%future added value';

/** The kind of a prize. */
export type PrizeKind =
  /** An amount of an asset, such as points. */
  | 'ASSET'
  /** A coupon. */
  | 'COUPON'
  /** A voucher, which any store takes. */
  | 'VOUCHER'
  | '%future added value';

/** A programme file to publish. */
export type PublishProgrammeInput = {
  /** The version in force that the operator has seen, 0 where there was none. When another is in force by now, nothing is replaced: `PROGRAMME_OVERTAKEN`, and `overtaken` tells it. */
  readonly baseVersion?: number | null | undefined;
  /** The reason, at most 500 characters. */
  readonly note?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The file, at most 256 KiB of YAML. */
  readonly sourceYaml: string;
};

/** The costs of channels in a month. */
export type PutChannelCostsInput = {
  /** The costs, 1 to 20, one a channel; others stay. */
  readonly costs: ReadonlyArray<ChannelCostInput>;
  /** The month, YYYY-MM; not a later one than this. */
  readonly month: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A reveal that is to be read. */
export type ReadRevealInput = {
  /** The reveal. */
  readonly revealId: string;
};

/** A member with a seat who came to an event. */
export type RecordAttendanceInput = {
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The id of the sign-up. */
  readonly signUpId: string;
  /** The store in which the event is, at most 64 characters; left out elsewhere. */
  readonly storeId?: string | null | undefined;
};

/** A voucher for a store to take. */
export type RedeemVoucherInput = {
  /** The code as it was read or typed; case, spaces and dashes do not count. */
  readonly code: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The store that takes it, as its till names it. */
  readonly storeId: string;
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

/** An order, or a part of it, that is given back at a desk. */
export type RefundOrderInput = {
  /** The member who bought, by global id or bare id. */
  readonly memberId: string;
  /** The order's number, the channel that sold it, and the lines and the money that go back. */
  readonly order: OrderInput;
  /** The reason, 4 to 500 characters, for the audit log: no personal data. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The store that takes it back, at most 64 characters. */
  readonly storeId?: string | null | undefined;
};

/** A request to merge that an operator refuses. */
export type RefuseMergeRequestInput = {
  /** The request to merge. */
  readonly mergeRequestId: string;
  /** The reason, 4 to 500 characters. The member reads it, so no personal data. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A span of time to send again. */
export type ReplayWebhooksInput = {
  /** The endpoint's id. */
  readonly endpointId: string;
  /** The first instant of the span. */
  readonly fromTime: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The instant after the span; the present when left out. */
  readonly toTime?: string | null | undefined;
  /** Types of events; all of the endpoint's when empty. */
  readonly types?: ReadonlyArray<string>;
};

/** A reply to the member. */
export type ReplyFeedbackInput = {
  /** The item, by global id or bare id. */
  readonly feedbackId: string;
  /** The words to the member, 1 to 1,000 characters. */
  readonly message: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** The state of a report's message to operators. */
export type ReportMessageState =
  /** The channel could not be reached for half a day. */
  | 'GIVEN_UP'
  /** It is being handed over. */
  | 'HANDED'
  /** The channel refused it for good. */
  | 'REFUSED'
  /** The channel has it. */
  | 'SENT'
  /** No answer came, and it is not sent again: people might read it twice. */
  | 'UNKNOWN'
  /** It is handed over at `nextAt`. */
  | 'WAITING'
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

/** Members whose phones an operator has to see: by ids or a segment. */
export type RequestRevealInput = {
  /** 1 to 200 members, each by global id or bare id; left out with a segment. */
  readonly memberIds?: ReadonlyArray<string> | null | undefined;
  /** The reason, 4 to 500 characters. The audit log keeps it with each member. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The code of a segment that has 1 to 200 members; left out with ids. */
  readonly segment?: string | null | undefined;
};

/** A delivery to send again. */
export type ResendDeliveryInput = {
  /** The delivery's id. */
  readonly deliveryId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A slot that gets its own topic back. */
export type RestoreSlotInput = {
  /** The reason; 1 to 500 characters. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The slot, by `ContentSlot.code`. */
  readonly slot: string;
};

/** A journey that goes on. */
export type ResumeJourneyInput = {
  /** The code of the journey. */
  readonly journey: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A member whose personal data an operator has to see. */
export type RevealMemberInput = {
  /** The member, by global id or bare id. */
  readonly memberId: string;
  /** The reason for looking, 4 to 500 characters. The audit log keeps it. */
  readonly reason: string;
};

/** The state of a reveal. */
export type RevealState =
  /** Nobody decided in time. */
  | 'EXPIRED'
  /** Was not read in time. */
  | 'OVER'
  /** Was read. */
  | 'READ'
  /** May be read, once. */
  | 'READY'
  /** A second operator rejected it. */
  | 'REJECTED'
  /** Waits for a second operator. */
  | 'WAITING'
  | '%future added value';

/** A use of a benefit that was a mistake. */
export type ReverseBenefitUseInput = {
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The store that handed it over. */
  readonly storeId: string;
  /** The use. */
  readonly useId: string;
};

/** A voucher that a store took by mistake. */
export type ReverseVoucherInput = {
  /** The code as it was read or typed; case, spaces and dashes do not count. */
  readonly code: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The store that took it. */
  readonly storeId: string;
};

/** A coupon of a member to take back. */
export type RevokeCouponInput = {
  /** The coupon, which nobody used. */
  readonly couponId: string;
  /** The reason, 4 to 200 characters. It is kept with the posting. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A client to revoke. */
export type RevokeOauthClientInput = {
  /** The client's id. */
  readonly clientId: string;
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

/** A reason for a run of RFM. */
export type RfmCause =
  /** An operator asked for it. */
  | 'ASKED'
  /** A month was over. */
  | 'MONTH'
  /** A programme came in force with another section rfm. */
  | 'PUBLISHED'
  | '%future added value';

/** An earlier version to put in force again. */
export type RollbackProgrammeInput = {
  /** The version in force that the operator has seen, 0 where there was none. When another is in force by now, nothing is replaced: `PROGRAMME_OVERTAKEN`, and `overtaken` tells it. */
  readonly baseVersion?: number | null | undefined;
  /** The reason, at most 500 characters. */
  readonly note?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The version whose content comes into force again. */
  readonly version: number;
};

/** A client that gets a new secret. */
export type RotateOauthClientSecretInput = {
  /** True when the secret before leaked: it ends at once, with the tokens made by it, and not after 24 hours. */
  readonly atOnce?: boolean;
  /** The client's id. */
  readonly clientId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** An endpoint that gets a new secret. */
export type RotateWebhookSecretInput = {
  /** True when the secret before leaked: it ends at once, not after 24 hours. */
  readonly atOnce?: boolean;
  /** The endpoint's id. */
  readonly endpointId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A run of RFM as of today. */
export type RunRfmInput = {
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A segment to save, new or in place of the one of that code. */
export type SaveSegmentInput = {
  /** The code: a lower-case letter, then lower-case letters, digits and _, up to 48. */
  readonly code: string;
  /** The `etag` that was read: refused when the segment was changed meanwhile. */
  readonly etag?: string | null | undefined;
  /** The name in English, up to 64 characters; one language is needed. */
  readonly nameEn?: string;
  /** The name in Chinese, up to 64 characters; one language is needed. */
  readonly nameZh?: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The condition in CEL, up to 2,000 characters. */
  readonly when: string;
};

/** A view to keep. One of the same screen, name and owner is replaced. */
export type SaveViewInput = {
  /** The screen's address in the console, such as /feedback?show=waiting: at most 12 filters of up to 200 characters, each once. A search (q) is refused, because it names people. */
  readonly address: string;
  /** The name, 1 to 40 characters. */
  readonly name: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** True when the whole team is to see it. */
  readonly team?: boolean;
};

/** A kind of reason why a member was found. */
export type SearchHitKind =
  /** The text is an identity of the member. */
  | 'IDENTITY'
  /** The text is the member's id, or that of one who was merged into the member. */
  | 'MEMBER_ID'
  /** The text is in the member's name. */
  | 'NAME'
  /** The member is in the segment. */
  | 'SEGMENT'
  /** The member has the tag. */
  | 'TAG'
  | '%future added value';

/** A message to send to those who took no part in a comparison. */
export type SendBroadcastWinnerInput = {
  /** The broadcast. */
  readonly broadcastId: string;
  /** The code of one of its messages. */
  readonly message: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The reason for the choice, 1-500 characters. */
  readonly words: string;
};

/** The sentiment of a text, as far as the model is sure of it. */
export type SentimentLabel =
  /** The text is negative. */
  | 'NEGATIVE'
  /** The model is not sure, or the text is hardly Chinese, the one language that it knows. */
  | 'NEUTRAL'
  /** The text is positive. */
  | 'POSITIVE'
  | '%future added value';

/** An adviser for a member, or none. */
export type SetAdviserInput = {
  /** The member, by global id or bare id. */
  readonly memberId: string;
  /** The subject of the adviser's token, as `advisers` has it; no adviser when left out. */
  readonly person?: string | null | undefined;
  /** The reason, 4 to 500 characters. It is kept, so no personal data. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A role for a member of a group. */
export type SetGroupRoleInput = {
  /** The group, by `Group.id`. */
  readonly groupId: string;
  /** The member, by global id or bare id. */
  readonly memberId: string;
  /** The reason, 4 to 500 characters. It is kept, so no personal data. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The role; MEMBER takes it away. */
  readonly role: GroupRole;
};

/** The touches that a share limits. */
export type SharedTouches =
  /** Posts to groups, of all touches. */
  | 'GROUP'
  /** Promotions, of the posts to groups. */
  | 'PROMOTION'
  | '%future added value';

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

/** A bulk file that should be carried out. */
export type StartBulkFileInput = {
  /** The file. */
  readonly fileId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A draft to try. */
export type StartDryRunInput = {
  /** How many days back: 1 to 90. */
  readonly days: number;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The draft, at most 256 KiB of YAML. */
  readonly sourceYaml: string;
};

/** An experiment to start. */
export type StartExperimentInput = {
  /** The code of the experiment. */
  readonly code: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A feedback file that should be carried out. */
export type StartFeedbackFileInput = {
  /** The file. */
  readonly fileId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A member file that should be carried out. */
export type StartMemberFileInput = {
  /** The file. */
  readonly fileId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A draft whose ladders are to be tried. */
export type StartTierBacktestInput = {
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The draft, YAML of at most 256 KiB. */
  readonly sourceYaml: string;
};

/** A broadcast to stop. */
export type StopBroadcastInput = {
  /** The broadcast. */
  readonly broadcastId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** An experiment to stop. */
export type StopExperimentInput = {
  /** The arm that all have from now on; the control by default. */
  readonly arm?: string | null | undefined;
  /** The code of the experiment. */
  readonly code: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The reason, 1-500 characters. */
  readonly words: string;
};

/** A further word about a store. */
export type StoreLabelInput = {
  /** The key, 1 to 64 characters. */
  readonly key: string;
  /** The value, up to 128 characters. */
  readonly value: string;
};

/** A way in which answers are grouped. */
export type SurveyGrouping =
  /** By segment; a member may be in several. */
  | 'SEGMENT'
  /** By the store of the order, or of the item of feedback. */
  | 'STORE'
  /** By the tier of the main ladder. */
  | 'TIER'
  | '%future added value';

/** The thing that a survey measures. */
export type SurveyKind =
  /** Effort: how easy was it, 1 to 7. */
  | 'CES'
  /** Satisfaction, 1 to 5. */
  | 'CSAT'
  /** A form of questions, without a score. */
  | 'FORM'
  /** Net promoter score: would you recommend us, 0 to 10. */
  | 'NPS'
  | '%future added value';

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

/** A message that is switched off, or on again. */
export type SwitchMessageInput = {
  /** The code of a message of the same purpose that is said instead; without it each waits. Only with `off`. */
  readonly instead?: string | null | undefined;
  /** The code of the message. */
  readonly message: string;
  /** True to switch it off, false to switch it on again. */
  readonly off: boolean;
  /** The reason, up to 500 characters; needed with `off`. */
  readonly reason?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** A class of kinds of tags. */
export type TagClass =
  /** Demographic, geographic and device. */
  | 'BASE'
  /** Browse, search and purchase. */
  | 'BEHAVIOUR'
  /** Style, price and values. */
  | 'PSYCHOGRAPHIC'
  | '%future added value';

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

/** A broadcast to try out. */
export type TestBroadcastInput = {
  /** The broadcast. */
  readonly broadcastId: string;
  /** The member who gets it, by global id or bare id. */
  readonly memberId: string;
  /** One of the broadcast's messages; its own by default. */
  readonly message?: string | null | undefined;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** An endpoint to try. */
export type TestWebhookEndpointInput = {
  /** The endpoint's id. */
  readonly endpointId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
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

/** The type of an item of a timeline. */
export type TimelineType =
  /** An activity, such as an order or a visit. */
  | 'ACTIVITY'
  /** A change of the balance of points. */
  | 'ENTRY'
  /** An item of feedback; no anonymous one. */
  | 'FEEDBACK'
  /** A redemption. */
  | 'REDEMPTION'
  /** A decision on a tier. */
  | 'TIER_DECISION'
  /** A touch: a message of the brand, whether it was sent or not. */
  | 'TOUCH'
  | '%future added value';

/** The thing that happened, which a message is about. */
export type TouchOccasion =
  /** An activity of the member was recorded. */
  | 'ACTIVITY'
  /** A birthday, or some days before it. */
  | 'BIRTHDAY'
  /** The brand wrote to a segment that the member is in. */
  | 'BROADCAST'
  /** The member left a cart. */
  | 'CART_LEFT'
  /** The anniversary of the enrolment, or some days before it. */
  | 'ENROLMENT_ANNIVERSARY'
  /** The member is asked whether the solution helped. */
  | 'FEEDBACK_ASK'
  /** A person works on the member's feedback. */
  | 'FEEDBACK_PROGRESS'
  /** The member's feedback was taken in. */
  | 'FEEDBACK_RECEIVED'
  /** The member's feedback was opened again. */
  | 'FEEDBACK_REOPENED'
  /** A person answered the member's feedback. */
  | 'FEEDBACK_REPLIED'
  /** The member's feedback is resolved, as the brand says. */
  | 'FEEDBACK_RESOLVED'
  /** The member's first order was recorded. */
  | 'FIRST_ORDER'
  /** The anniversary of the first order, or some days before it. */
  | 'FIRST_ORDER_ANNIVERSARY'
  /** An idea that the member proposed or voted for came to another shelf. */
  | 'IDEA_MOVED'
  /** A problem that the member reported is fixed. */
  | 'ISSUE_FIXED'
  /** The member came to a level of activity. */
  | 'LEVEL_ENTERED'
  /** The member was enrolled. */
  | 'MEMBER_ENROLLED'
  /** Points of the member expire in so many days. */
  | 'POINTS_EXPIRING'
  /** The member came into a segment. */
  | 'SEGMENT_ENTERED'
  /** The member left a segment. */
  | 'SEGMENT_LEFT'
  /** The member came to a stage of the lifecycle. */
  | 'STAGE_ENTERED'
  /** The tier changed. */
  | 'TIER_CHANGED'
  /** The member loses a tier in so many days, if nothing is earned until then. */
  | 'TIER_ENDS'
  /** The member was invited to a trial. */
  | 'TRIAL_OPENED'
  /** The member, who earned nothing for long, is offered something for the next order. */
  | 'WAKE_UP_OPENED'
  | '%future added value';

/** The state of a touch. */
export type TouchState =
  /** Staff has to confirm its sending. */
  | 'AWAITING_STAFF'
  /** The member is held out, as the measure of marketing. */
  | 'CONTROL'
  /** The member has it. */
  | 'DELIVERED'
  /** No staff confirmed it; it can be sent again. */
  | 'EXPIRED'
  /** No channel took it; it can be sent again. */
  | 'FAILED'
  /** Its provider is asked to carry it, and has not answered yet. */
  | 'HANDED'
  /** It is put off, and judged again then. */
  | 'HELD'
  /** It is to be sent, and not handed over yet. */
  | 'PLANNED'
  /** It is not sent. */
  | 'REFUSED'
  /** Its provider has it, and says nothing of its arrival. */
  | 'SENT'
  /** The answer of its provider was lost: the member may have it. It can be sent again. */
  | 'UNKNOWN'
  /** It waits for others of its member, to be judged with them. */
  | 'WAITING'
  | '%future added value';

/** The change of this week against the weeks before. */
export type TrendDirection =
  /** It fell by 15 % or more, and by more than chance. */
  | 'DOWN'
  /** Neither. */
  | 'STEADY'
  /** There are too few items, or fewer than two weeks before. */
  | 'TOO_FEW'
  /** It rose by 15 % or more, and by more than chance. */
  | 'UP'
  | '%future added value';

/** A merge that is to be undone. */
export type UndoMergeInput = {
  /** The merge's id. */
  readonly mergeId: string;
  /** The reason, 4 to 500 characters, for the audit log: no personal data. */
  readonly reason: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** An endpoint to change. */
export type UpdateWebhookEndpointInput = {
  /** True to switch it on, also after its own answers switched it off; false to switch it off. */
  readonly enabled: boolean;
  /** The endpoint's id. */
  readonly endpointId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The types of events that it gets, as `webhookEventTypes` lists them; all when empty. */
  readonly types: ReadonlyArray<string>;
};

/** A store, whole: what is left out is removed. */
export type UpsertStoreInput = {
  /** The city, 1 to 64 characters. */
  readonly city: string;
  /** The days on which it does not open, at most 400. */
  readonly closedDays?: ReadonlyArray<string> | null | undefined;
  /** The day from which it is closed for good. */
  readonly closedFrom?: string | null | undefined;
  /** The code, 1 to 64 letters, digits and any of _ . : -, the first a letter or a digit. */
  readonly code: string;
  /** The `etag` that was read: refused when the store was changed meanwhile. */
  readonly etag?: string | null | undefined;
  /** The opening hours of a week, at most 42 intervals that do not overlap. */
  readonly hours?: ReadonlyArray<OpenIntervalInput> | null | undefined;
  /** Further words about it, at most 16. */
  readonly labels?: ReadonlyArray<StoreLabelInput> | null | undefined;
  /** Degrees (WGS 84), -90 to 90; together with `longitude`. */
  readonly latitude?: number | null | undefined;
  /** Degrees (WGS 84), -180 to 180; together with `latitude`. */
  readonly longitude?: number | null | undefined;
  /** The name in English, up to 64 characters; one language is needed. */
  readonly nameEn?: string;
  /** The name in Chinese, up to 64 characters; one language is needed. */
  readonly nameZh?: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The time zone by which it opens, such as Asia/Shanghai. */
  readonly timeZone: string;
};

/** A counted benefit for a store to hand over. */
export type UseBenefitInput = {
  /** The code of the benefit, as the member's card has it. */
  readonly benefit: string;
  /** The member, by global id or bare id. */
  readonly memberId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
  /** The store that hands it over, as its till names it. */
  readonly storeId: string;
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

/** The result of a check at one look. */
export type VerifyColour =
  /** Everything is correct. */
  | 'GREEN'
  /** Something is wrong: `problems` says it. */
  | 'RED'
  /** Everything is correct, but a backlog is old. */
  | 'YELLOW'
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

/** The state of a wake-up. */
export type WakeUpState =
  /** An order answered it. */
  | 'ANSWERED'
  /** The member has not ordered yet, and still can. */
  | 'OPEN'
  /** Its time is over, and no order came. */
  | 'PASSED'
  | '%future added value';

/** The state of a delivery. */
export type WebhookDeliveryState =
  /** The endpoint has taken it. */
  | 'DELIVERED'
  /** Ten attempts failed. */
  | 'GIVEN_UP'
  /** It waits for an attempt. */
  | 'WAITING'
  | '%future added value';

/** The state of an endpoint: it gets messages, or why not. */
export type WebhookEndpointState =
  /** An operator switched it off. */
  | 'DISABLED'
  /** It gets messages. */
  | 'ENABLED'
  /** For five days no message arrived, and it was switched off. */
  | 'FAILING'
  /** It answered 410 Gone, and was switched off. */
  | 'GONE'
  | '%future added value';

/** The state of a replay. */
export type WebhookReplayState =
  /** All were sent, or given up. */
  | 'DONE'
  /** Its events are being gathered. */
  | 'GATHERING'
  /** They are being sent. */
  | 'SENDING'
  /** It has more than 200,000 events, and nothing was sent: replay shorter spans. */
  | 'TOO_LARGE'
  | '%future added value';

/** A public notice that is taken back. */
export type WithdrawNoticeInput = {
  /** The fix, by `FeedbackFix.id`. */
  readonly fixId: string;
  /** An id that the front end makes for this wish, 1 to 255 characters, such as a UUID. Send a request that got no answer again with the same id: it takes effect once. Another wish needs another id. */
  readonly requestId: string;
};

/** Words in both languages. */
export type WordsInput = {
  /** In English. */
  readonly en: string;
  /** In Chinese. */
  readonly zh: string;
};

export type ApprovalsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  state?: ApprovalState | null | undefined;
}>;


export type ApprovalsQuery = { readonly approvals: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: string, readonly state: ApprovalState, readonly askedBy: string, readonly askedAt: string, readonly expiresAt: string, readonly reason: string, readonly content: string, readonly decidedBy: string | null, readonly decidedAt: string | null, readonly note: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ApproveMutationVariables = Exact<{
  input: DecideInput;
}>;


export type ApproveMutation = { readonly approve: { readonly replayed: boolean, readonly approval: { readonly id: string, readonly state: ApprovalState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type RejectMutationVariables = Exact<{
  input: DecideInput;
}>;


export type RejectMutation = { readonly reject: { readonly replayed: boolean, readonly approval: { readonly id: string, readonly state: ApprovalState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type AuditQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  service?: AuditService | null | undefined;
  actor?: string | null | undefined;
  action?: string | null | undefined;
}>;


export type AuditQuery = { readonly auditEntries: { readonly edges: ReadonlyArray<{ readonly node: { readonly service: AuditService, readonly sequence: number, readonly at: string, readonly actor: string, readonly role: string, readonly action: string, readonly reason: string, readonly outcome: string, readonly objects: ReadonlyArray<{ readonly name: string, readonly value: string }>, readonly before: ReadonlyArray<{ readonly name: string, readonly value: string }>, readonly after: ReadonlyArray<{ readonly name: string, readonly value: string }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type BooksQueryVariables = Exact<{ [key: string]: never; }>;


export type BooksQuery = { readonly trialBalance: { readonly asOf: string, readonly lines: ReadonlyArray<{ readonly accountClass: string, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly credits: number, readonly debits: number, readonly balance: number }>, readonly sums: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly sum: number }> } | null, readonly liability: { readonly outstanding: number, readonly asOf: string, readonly value: { readonly currencyCode: string, readonly minorUnits: number } | null, readonly byExpiry: ReadonlyArray<{ readonly month: string | null, readonly points: number, readonly value: { readonly currencyCode: string, readonly minorUnits: number } | null }>, readonly breakage: ReadonlyArray<{ readonly month: string, readonly issued: number, readonly redeemed: number, readonly expired: number, readonly clawedBack: number, readonly breakage: number }> } | null, readonly closedPeriod: { readonly month: string, readonly openFrom: string, readonly closedAt: string, readonly finalAt: string, readonly closedBy: string } | null };

export type RulePointsQueryVariables = Exact<{
  monthFrom: string;
  monthUntil?: string | null | undefined;
  first: number;
}>;


export type RulePointsQuery = { readonly ruleTotals: { readonly edges: ReadonlyArray<{ readonly node: { readonly rule: string | null, readonly campaigns: ReadonlyArray<string>, readonly issued: number, readonly redeemed: number, readonly expired: number, readonly clawedBack: number, readonly other: number, readonly outstanding: number } }>, readonly sum: { readonly rule: string | null, readonly campaigns: ReadonlyArray<string>, readonly issued: number, readonly redeemed: number, readonly expired: number, readonly clawedBack: number, readonly other: number, readonly outstanding: number }, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type RulePointsRowFragment = { readonly rule: string | null, readonly campaigns: ReadonlyArray<string>, readonly issued: number, readonly redeemed: number, readonly expired: number, readonly clawedBack: number, readonly other: number, readonly outstanding: number };

export type VerifyBooksQueryVariables = Exact<{
  token?: string | null | undefined;
}>;


export type VerifyBooksQuery = { readonly verify: { readonly colour: VerifyColour, readonly nextToken: string | null, readonly counts: ReadonlyArray<{ readonly name: string, readonly count: number }>, readonly problems: ReadonlyArray<{ readonly check: string, readonly where: string, readonly detail: string }>, readonly backlogSeconds: ReadonlyArray<{ readonly name: string, readonly count: number }> } | null };

export type CloseMonthMutationVariables = Exact<{
  input: ClosePeriodInput;
}>;


export type CloseMonthMutation = { readonly closePeriod: { readonly replayed: boolean, readonly closed: { readonly month: string, readonly finalAt: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type BroadcastsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type BroadcastsQuery = { readonly broadcasts: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly segment: string, readonly message: string, readonly spreadMinutes: number, readonly state: BroadcastState, readonly draftedBy: string, readonly draftedAt: string, readonly approvalsNeeded: number, readonly endedAt: string | null, readonly members: number, readonly approvals: ReadonlyArray<{ readonly operator: string, readonly at: string }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type BroadcastSegmentsQueryVariables = Exact<{ [key: string]: never; }>;


export type BroadcastSegmentsQuery = { readonly segments: { readonly segments: ReadonlyArray<{ readonly segment: { readonly code: string, readonly name: string } }> } | null };

export type BroadcastRowFragment = { readonly id: string, readonly name: string, readonly segment: string, readonly message: string, readonly spreadMinutes: number, readonly state: BroadcastState, readonly draftedBy: string, readonly draftedAt: string, readonly approvalsNeeded: number, readonly endedAt: string | null, readonly members: number, readonly approvals: ReadonlyArray<{ readonly operator: string, readonly at: string }> };

export type BroadcastQueryVariables = Exact<{
  id: string;
}>;


export type BroadcastQuery = { readonly broadcast: { readonly content: string, readonly broadcast: { readonly membersMax: number | null, readonly changedAt: string | null, readonly change: BroadcastChange | null, readonly id: string, readonly name: string, readonly segment: string, readonly message: string, readonly spreadMinutes: number, readonly state: BroadcastState, readonly draftedBy: string, readonly draftedAt: string, readonly approvalsNeeded: number, readonly endedAt: string | null, readonly members: number, readonly comparison: { readonly against: ReadonlyArray<string>, readonly heldOutPercent: number, readonly percent: number, readonly metric: BroadcastMetric, readonly withinDays: number } | null, readonly winner: { readonly message: string, readonly chosenBy: string, readonly chosenAt: string } | null, readonly approvals: ReadonlyArray<{ readonly operator: string, readonly at: string }> }, readonly figures: { readonly sent: number, readonly failed: number, readonly held: number, readonly control: number, readonly opened: number, readonly refused: ReadonlyArray<{ readonly check: string, readonly text: string, readonly count: number }> }, readonly variants: ReadonlyArray<{ readonly message: string, readonly figures: { readonly sent: number, readonly held: number, readonly control: number, readonly opened: number, readonly failed: number } }> } | null };

export type BroadcastResultQueryVariables = Exact<{
  id: string;
}>;


export type BroadcastResultQuery = { readonly experiment: { readonly primaryMetric: string, readonly arms: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly look: { readonly asOf: string, readonly sizes: ExperimentColour, readonly sizesP: number, readonly crossed: number, readonly verdict: ExperimentVerdict, readonly why: string, readonly arms: ReadonlyArray<{ readonly arm: string, readonly exposed: number, readonly mature: number, readonly value: number | null }>, readonly differences: ReadonlyArray<{ readonly arm: string, readonly metric: string, readonly primary: boolean, readonly estimate: number, readonly low: number, readonly high: number }>, readonly guardrails: ReadonlyArray<{ readonly metric: string, readonly arm: string, readonly colour: ExperimentColour, readonly value: number | null, readonly max: number, readonly members: number }> } | null } | null };

export type BroadcastPreviewQueryVariables = Exact<{
  id: string;
}>;


export type BroadcastPreviewQuery = { readonly previewBroadcast: { readonly members: number, readonly decided: number, readonly figures: { readonly sent: number, readonly failed: number, readonly held: number, readonly control: number, readonly opened: number, readonly refused: ReadonlyArray<{ readonly check: string, readonly text: string, readonly count: number }> } } | null };

export type BroadcastCountsFragment = { readonly sent: number, readonly failed: number, readonly held: number, readonly control: number, readonly opened: number, readonly refused: ReadonlyArray<{ readonly check: string, readonly text: string, readonly count: number }> };

export type BroadcastDoneFragment = { readonly replayed: boolean, readonly broadcast: { readonly id: string, readonly state: BroadcastState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> };

export type DraftBroadcastMutationVariables = Exact<{
  input: DraftBroadcastInput;
}>;


export type DraftBroadcastMutation = { readonly draftBroadcast: { readonly replayed: boolean, readonly broadcast: { readonly id: string, readonly state: BroadcastState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type ApproveBroadcastMutationVariables = Exact<{
  input: ApproveBroadcastInput;
}>;


export type ApproveBroadcastMutation = { readonly approveBroadcast: { readonly replayed: boolean, readonly broadcast: { readonly id: string, readonly state: BroadcastState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type StopBroadcastMutationVariables = Exact<{
  input: StopBroadcastInput;
}>;


export type StopBroadcastMutation = { readonly stopBroadcast: { readonly replayed: boolean, readonly broadcast: { readonly id: string, readonly state: BroadcastState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type TestBroadcastMutationVariables = Exact<{
  input: TestBroadcastInput;
}>;


export type TestBroadcastMutation = { readonly testBroadcast: { readonly touchId: string | null, readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type SendBroadcastWinnerMutationVariables = Exact<{
  input: SendBroadcastWinnerInput;
}>;


export type SendBroadcastWinnerMutation = { readonly sendBroadcastWinner: { readonly replayed: boolean, readonly broadcast: { readonly id: string, readonly state: BroadcastState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type BudgetsQueryVariables = Exact<{
  first: number;
}>;


export type BudgetsQuery = { readonly budgets: { readonly edges: ReadonlyArray<{ readonly node: { readonly kind: BudgetKind, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly limit: number, readonly issued: number, readonly sharePercent: number, readonly stoppedAt: string | null, readonly subject: { readonly code: string, readonly name: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type BudgetRowFragment = { readonly kind: BudgetKind, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly limit: number, readonly issued: number, readonly sharePercent: number, readonly stoppedAt: string | null, readonly subject: { readonly code: string, readonly name: string } };

export type CampaignsQueryVariables = Exact<{
  first: number;
}>;


export type CampaignsQuery = { readonly campaigns: { readonly edges: ReadonlyArray<{ readonly node: { readonly percent: number, readonly firstDay: string | null, readonly lastDay: string | null, readonly subject: { readonly code: string, readonly name: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type CampaignReportQueryVariables = Exact<{
  code: string;
}>;


export type CampaignReportQuery = { readonly campaignReport: { readonly issued: number, readonly redeemed: number, readonly expired: number, readonly clawedBack: number, readonly outstanding: number, readonly budgetLimit: number | null, readonly budgetUsed: number, readonly couponsGranted: number, readonly couponsUsed: number, readonly complete: boolean, readonly asOf: string, readonly campaign: { readonly targetMembers: number | null, readonly targetOrders: number | null, readonly percent: number, readonly firstDay: string | null, readonly lastDay: string | null, readonly targetRevenue: { readonly minorUnits: number, readonly currencyCode: string } | null, readonly subject: { readonly code: string, readonly name: string } }, readonly total: { readonly day: string | null, readonly awards: number, readonly members: number, readonly points: number, readonly orders: number, readonly revenue: { readonly minorUnits: number, readonly currencyCode: string } }, readonly days: ReadonlyArray<{ readonly day: string | null, readonly awards: number, readonly members: number, readonly points: number, readonly orders: number, readonly revenue: { readonly minorUnits: number, readonly currencyCode: string } }>, readonly cost: { readonly minorUnits: number, readonly currencyCode: string } | null } | null };

export type CampaignRowFragment = { readonly percent: number, readonly firstDay: string | null, readonly lastDay: string | null, readonly subject: { readonly code: string, readonly name: string } };

export type CampaignDayRowFragment = { readonly day: string | null, readonly awards: number, readonly members: number, readonly points: number, readonly orders: number, readonly revenue: { readonly minorUnits: number, readonly currencyCode: string } };

export type WakeUpsQueryVariables = Exact<{
  first: number;
}>;


export type WakeUpsQuery = { readonly wakeUpFigures: { readonly opened: number, readonly answered: number, readonly points: number, readonly paid: { readonly minorUnits: number, readonly currencyCode: string } } | null, readonly wakeUps: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly asleepSince: string, readonly openedAt: string, readonly until: string, readonly percent: number | null, readonly couponType: string | null, readonly state: WakeUpState, readonly orderId: string | null, readonly points: number, readonly member: { readonly id: string, readonly name: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type WakeUpRowFragment = { readonly id: string, readonly asleepSince: string, readonly openedAt: string, readonly until: string, readonly percent: number | null, readonly couponType: string | null, readonly state: WakeUpState, readonly orderId: string | null, readonly points: number, readonly member: { readonly id: string, readonly name: string } | null };

export type BulkFilesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type BulkFilesQuery = { readonly bulkFiles: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: BulkFileKind, readonly state: BulkFileState, readonly name: string, readonly rows: number, readonly refusedWhenChecked: number, readonly done: number, readonly refusedWhenRun: number, readonly uploadedBy: string, readonly uploadedAt: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type BulkFileOfQueryVariables = Exact<{
  id: string;
}>;


export type BulkFileOfQuery = { readonly bulkFile: { readonly id: string, readonly kind: BulkFileKind, readonly state: BulkFileState, readonly name: string, readonly reason: string, readonly encoding: BulkFileEncoding, readonly rows: number, readonly refusedWhenChecked: number, readonly shortWhenChecked: number, readonly repeated: number, readonly sameAsId: string | null, readonly uploadedBy: string, readonly uploadedAt: string, readonly startedBy: string | null, readonly startedAt: string | null, readonly approvalId: string | null, readonly done: number, readonly refusedWhenRun: number, readonly endedAt: string | null, readonly sums: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly added: number, readonly taken: number, readonly members: number, readonly liability: { readonly minorUnits: number, readonly currencyCode: string } | null }>, readonly coupons: ReadonlyArray<{ readonly couponType: string, readonly count: number }> } | null };

export type BulkFileShownFragment = { readonly id: string, readonly kind: BulkFileKind, readonly state: BulkFileState, readonly name: string, readonly reason: string, readonly encoding: BulkFileEncoding, readonly rows: number, readonly refusedWhenChecked: number, readonly shortWhenChecked: number, readonly repeated: number, readonly sameAsId: string | null, readonly uploadedBy: string, readonly uploadedAt: string, readonly startedBy: string | null, readonly startedAt: string | null, readonly approvalId: string | null, readonly done: number, readonly refusedWhenRun: number, readonly endedAt: string | null, readonly sums: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly added: number, readonly taken: number, readonly members: number, readonly liability: { readonly minorUnits: number, readonly currencyCode: string } | null }>, readonly coupons: ReadonlyArray<{ readonly couponType: string, readonly count: number }> };

export type BulkRowsQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
  state?: BulkRowState | null | undefined;
}>;


export type BulkRowsQuery = { readonly bulkRows: { readonly edges: ReadonlyArray<{ readonly node: { readonly line: number, readonly memberId: string | null, readonly asset: "POINTS" | "GROWTH" | (string & {}) | null, readonly amount: number | null, readonly couponType: string | null, readonly reason: string, readonly state: BulkRowState, readonly wrongColumn: string | null, readonly refusal: string | null, readonly message: string | null, readonly shortWhenChecked: boolean, readonly refusalText: { readonly zh: string, readonly en: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type StartBulkFileMutationVariables = Exact<{
  input: StartBulkFileInput;
}>;


export type StartBulkFileMutation = { readonly startBulkFile: { readonly file: { readonly id: string, readonly state: BulkFileState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type DiscardBulkFileMutationVariables = Exact<{
  input: DiscardBulkFileInput;
}>;


export type DiscardBulkFileMutation = { readonly discardBulkFile: { readonly file: { readonly id: string, readonly state: BulkFileState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type FeedbackFilesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type FeedbackFilesQuery = { readonly feedbackFiles: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly state: FeedbackFileState, readonly name: string, readonly rows: number, readonly takenIn: number, readonly known: number, readonly refused: number, readonly uploadedBy: string, readonly uploadedAt: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type FeedbackFileOfQueryVariables = Exact<{
  id: string;
}>;


export type FeedbackFileOfQuery = { readonly feedbackFile: { readonly id: string, readonly state: FeedbackFileState, readonly name: string, readonly rows: number, readonly refusedWhenChecked: number, readonly uploadedBy: string, readonly uploadedAt: string, readonly waitsUntil: string, readonly startedBy: string | null, readonly startedAt: string | null, readonly takenIn: number, readonly known: number, readonly refused: number, readonly endedAt: string | null, readonly firstRefusals: ReadonlyArray<{ readonly line: number, readonly eventId: string, readonly wrongColumn: string | null, readonly refusal: string, readonly message: string, readonly refusalText: { readonly zh: string, readonly en: string } | null }> } | null };

export type FeedbackFileShownFragment = { readonly id: string, readonly state: FeedbackFileState, readonly name: string, readonly rows: number, readonly refusedWhenChecked: number, readonly uploadedBy: string, readonly uploadedAt: string, readonly waitsUntil: string, readonly startedBy: string | null, readonly startedAt: string | null, readonly takenIn: number, readonly known: number, readonly refused: number, readonly endedAt: string | null, readonly firstRefusals: ReadonlyArray<{ readonly line: number, readonly eventId: string, readonly wrongColumn: string | null, readonly refusal: string, readonly message: string, readonly refusalText: { readonly zh: string, readonly en: string } | null }> };

export type StartFeedbackFileMutationVariables = Exact<{
  input: StartFeedbackFileInput;
}>;


export type StartFeedbackFileMutation = { readonly startFeedbackFile: { readonly file: { readonly id: string, readonly state: FeedbackFileState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type DiscardFeedbackFileMutationVariables = Exact<{
  input: DiscardFeedbackFileInput;
}>;


export type DiscardFeedbackFileMutation = { readonly discardFeedbackFile: { readonly file: { readonly id: string, readonly state: FeedbackFileState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type MemberFilesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type MemberFilesQuery = { readonly memberFiles: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly state: MemberFileState, readonly name: string, readonly rows: number, readonly created: number, readonly found: number, readonly refused: number, readonly uploadedBy: string, readonly uploadedAt: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type MemberFileOfQueryVariables = Exact<{
  id: string;
}>;


export type MemberFileOfQuery = { readonly memberFile: { readonly id: string, readonly state: MemberFileState, readonly name: string, readonly rows: number, readonly refusedWhenChecked: number, readonly uploadedBy: string, readonly uploadedAt: string, readonly waitsUntil: string, readonly startedBy: string | null, readonly startedAt: string | null, readonly created: number, readonly found: number, readonly refused: number, readonly endedAt: string | null, readonly firstRefusals: ReadonlyArray<{ readonly line: number, readonly wrongColumn: string | null, readonly refusal: string, readonly message: string, readonly refusalText: { readonly zh: string, readonly en: string } | null }> } | null };

export type MemberFileShownFragment = { readonly id: string, readonly state: MemberFileState, readonly name: string, readonly rows: number, readonly refusedWhenChecked: number, readonly uploadedBy: string, readonly uploadedAt: string, readonly waitsUntil: string, readonly startedBy: string | null, readonly startedAt: string | null, readonly created: number, readonly found: number, readonly refused: number, readonly endedAt: string | null, readonly firstRefusals: ReadonlyArray<{ readonly line: number, readonly wrongColumn: string | null, readonly refusal: string, readonly message: string, readonly refusalText: { readonly zh: string, readonly en: string } | null }> };

export type StartMemberFileMutationVariables = Exact<{
  input: StartMemberFileInput;
}>;


export type StartMemberFileMutation = { readonly startMemberFile: { readonly file: { readonly id: string, readonly state: MemberFileState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type DiscardMemberFileMutationVariables = Exact<{
  input: DiscardMemberFileInput;
}>;


export type DiscardMemberFileMutation = { readonly discardMemberFile: { readonly file: { readonly id: string, readonly state: MemberFileState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type ChannelsQueryVariables = Exact<{ [key: string]: never; }>;


export type ChannelsQuery = { readonly messageChannels: ReadonlyArray<{ readonly code: string, readonly configured: boolean, readonly messages: number, readonly pausedUntil: string | null, readonly counts: ReadonlyArray<{ readonly state: TouchState, readonly count: number }>, readonly latestFailure: { readonly at: string, readonly answer: string | null, readonly code: string | null, readonly words: string | null } | null }> | null, readonly programmeMessages: ReadonlyArray<{ readonly code: string, readonly name: string, readonly purpose: MessagePurpose, readonly channels: ReadonlyArray<string>, readonly switchedOff: { readonly at: string, readonly by: string, readonly reason: string, readonly instead: string | null } | null }> | null, readonly pressure: ReadonlyArray<{ readonly days: number, readonly percent: number, readonly recoverPercent: number, readonly loweredTimes: number, readonly loweredPer: CapWindow, readonly day: string | null, readonly touched: number, readonly reachable: number, readonly loweredSince: string | null, readonly calmDays: number }> | null, readonly messageShares: ReadonlyArray<{ readonly of: SharedTouches, readonly maxPercent: number, readonly days: number, readonly whole: number, readonly part: number, readonly enforcedFrom: number }> | null };

export type MessageListedFragment = { readonly code: string, readonly name: string, readonly purpose: MessagePurpose, readonly channels: ReadonlyArray<string>, readonly switchedOff: { readonly at: string, readonly by: string, readonly reason: string, readonly instead: string | null } | null };

export type SwitchMessageMutationVariables = Exact<{
  input: SwitchMessageInput;
}>;


export type SwitchMessageMutation = { readonly switchMessage: { readonly message: { readonly code: string, readonly name: string, readonly purpose: MessagePurpose, readonly channels: ReadonlyArray<string>, readonly switchedOff: { readonly at: string, readonly by: string, readonly reason: string, readonly instead: string | null } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type OauthClientsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type OauthClientsQuery = { readonly oauthClients: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly role: OauthClientRole, readonly scopes: ReadonlyArray<string>, readonly channel: string | null, readonly stores: ReadonlyArray<string> | null, readonly createdAt: string, readonly revokedAt: string | null, readonly secrets: ReadonlyArray<{ readonly createdAt: string, readonly expiresAt: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type OauthClientRowFragment = { readonly id: string, readonly name: string, readonly role: OauthClientRole, readonly scopes: ReadonlyArray<string>, readonly channel: string | null, readonly stores: ReadonlyArray<string> | null, readonly createdAt: string, readonly revokedAt: string | null, readonly secrets: ReadonlyArray<{ readonly createdAt: string, readonly expiresAt: string | null }> };

export type CreateOauthClientMutationVariables = Exact<{
  input: CreateOauthClientInput;
}>;


export type CreateOauthClientMutation = { readonly createOauthClient: { readonly secret: string | null, readonly client: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type RotateOauthClientSecretMutationVariables = Exact<{
  input: RotateOauthClientSecretInput;
}>;


export type RotateOauthClientSecretMutation = { readonly rotateOauthClientSecret: { readonly secret: string | null, readonly client: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type RevokeOauthClientMutationVariables = Exact<{
  input: RevokeOauthClientInput;
}>;


export type RevokeOauthClientMutation = { readonly revokeOauthClient: { readonly client: { readonly id: string, readonly revokedAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type ClubBoardsQueryVariables = Exact<{ [key: string]: never; }>;


export type ClubBoardsQuery = { readonly leaderboards: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string | null, readonly byStore: boolean, readonly current: { readonly code: string } | null } }> } | null };

export type ClubBoardQueryVariables = Exact<{
  code: string;
  groupId: string;
  storeId?: string | null | undefined;
  first: number;
}>;


export type ClubBoardQuery = { readonly groupLeaderboard: { readonly complete: boolean, readonly entries: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly memberId: string | null, readonly member: { readonly maskedName: string | null } | null }> } | null };

export type GroupListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  kind?: string | null | undefined;
  store?: string | null | undefined;
}>;


export type GroupListQuery = { readonly groups: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: string, readonly storeId: string | null, readonly number: number, readonly members: number, readonly openedAt: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type GroupRowFragment = { readonly id: string, readonly kind: string, readonly storeId: string | null, readonly number: number, readonly members: number, readonly openedAt: string };

export type GroupKindsQueryVariables = Exact<{ [key: string]: never; }>;


export type GroupKindsQuery = { readonly programmeVersion: { readonly document: string | null } | null };

export type GroupStoresQueryVariables = Exact<{ [key: string]: never; }>;


export type GroupStoresQuery = { readonly stores: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string } }> } | null };

export type GroupPageQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type GroupPageQuery = { readonly group: { readonly id: string, readonly kind: string, readonly storeId: string | null, readonly number: number, readonly members: number, readonly openedAt: string } | null, readonly groupMembers: { readonly edges: ReadonlyArray<{ readonly node: { readonly memberId: string, readonly kind: string, readonly storeId: string | null, readonly number: number, readonly role: GroupRole, readonly standing: GroupStanding | null, readonly joinedAt: string, readonly lastMessageAt: string | null, readonly kocMonth: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type GroupMemberRowFragment = { readonly memberId: string, readonly kind: string, readonly storeId: string | null, readonly number: number, readonly role: GroupRole, readonly standing: GroupStanding | null, readonly joinedAt: string, readonly lastMessageAt: string | null, readonly kocMonth: string | null };

export type GroupPeopleQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type GroupPeopleQuery = { readonly members: ReadonlyArray<{ readonly id: string, readonly name: string, readonly phone: string | null } | null> | null };

export type SetGroupRoleMutationVariables = Exact<{
  input: SetGroupRoleInput;
}>;


export type SetGroupRoleMutation = { readonly setGroupRole: { readonly replayed: boolean, readonly membership: { readonly memberId: string, readonly role: GroupRole } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type TakeOutOfGroupMutationVariables = Exact<{
  input: LeaveGroupInput;
}>;


export type TakeOutOfGroupMutation = { readonly leaveGroup: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type GroupPostRowFragment = { readonly id: string | null, readonly text: string | null, readonly members: number, readonly allowed: boolean, readonly postedBy: string | null, readonly postedAt: string, readonly message: { readonly code: string, readonly name: string }, readonly checks: ReadonlyArray<{ readonly name: string, readonly passed: boolean, readonly text: string, readonly until: string | null }> };

export type GroupPostsQueryVariables = Exact<{
  id: string;
}>;


export type GroupPostsQuery = { readonly groupPosts: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string | null, readonly text: string | null, readonly members: number, readonly allowed: boolean, readonly postedBy: string | null, readonly postedAt: string, readonly message: { readonly code: string, readonly name: string }, readonly checks: ReadonlyArray<{ readonly name: string, readonly passed: boolean, readonly text: string, readonly until: string | null }> } }> } | null };

export type GroupPostPreviewQueryVariables = Exact<{
  id: string;
  message: string;
}>;


export type GroupPostPreviewQuery = { readonly previewGroupPost: { readonly id: string | null, readonly text: string | null, readonly members: number, readonly allowed: boolean, readonly postedBy: string | null, readonly postedAt: string, readonly message: { readonly code: string, readonly name: string }, readonly checks: ReadonlyArray<{ readonly name: string, readonly passed: boolean, readonly text: string, readonly until: string | null }> } | null };

export type PostToGroupMutationVariables = Exact<{
  input: PostToGroupInput;
}>;


export type PostToGroupMutation = { readonly postToGroup: { readonly replayed: boolean, readonly post: { readonly id: string | null, readonly text: string | null, readonly members: number, readonly allowed: boolean, readonly postedBy: string | null, readonly postedAt: string, readonly message: { readonly code: string, readonly name: string }, readonly checks: ReadonlyArray<{ readonly name: string, readonly passed: boolean, readonly text: string, readonly until: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type CouponTypesQueryVariables = Exact<{
  first: number;
}>;


export type CouponTypesQuery = { readonly couponTypes: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly conditions: string, readonly lifeDays: number | null, readonly until: string | null, readonly perMember: number | null, readonly total: number | null, readonly granted: number, readonly used: number, readonly expired: number } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type CouponTypeRowFragment = { readonly code: string, readonly name: string, readonly conditions: string, readonly lifeDays: number | null, readonly until: string | null, readonly perMember: number | null, readonly total: number | null, readonly granted: number, readonly used: number, readonly expired: number };

export type BrandEventsQueryVariables = Exact<{
  first: number;
}>;


export type BrandEventsQuery = { readonly events: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly startsAt: string, readonly endsAt: string, readonly open: boolean, readonly seats: number, readonly seatsLeft: number, readonly seatsTaken: number, readonly waiting: number, readonly waitingPlacesLeft: number, readonly noShow: NoShowRule, readonly price: { readonly asset: string, readonly amount: number } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type EventRowFragment = { readonly code: string, readonly name: string, readonly startsAt: string, readonly endsAt: string, readonly open: boolean, readonly seats: number, readonly seatsLeft: number, readonly seatsTaken: number, readonly waiting: number, readonly waitingPlacesLeft: number, readonly noShow: NoShowRule, readonly price: { readonly asset: string, readonly amount: number } | null };

export type EventSignUpsQueryVariables = Exact<{
  event: string;
  state?: SignUpState | null | undefined;
  first: number;
}>;


export type EventSignUpsQuery = { readonly signUps: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly memberId: string, readonly state: SignUpState, readonly createdAt: string, readonly changedAt: string, readonly storeId: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type SignUpRowFragment = { readonly id: string, readonly memberId: string, readonly state: SignUpState, readonly createdAt: string, readonly changedAt: string, readonly storeId: string | null };

export type TakeAttendanceMutationVariables = Exact<{
  input: RecordAttendanceInput;
}>;


export type TakeAttendanceMutation = { readonly recordAttendance: { readonly replayed: boolean, readonly signUp: { readonly id: string, readonly memberId: string, readonly state: SignUpState, readonly createdAt: string, readonly changedAt: string, readonly storeId: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type EndSignUpMutationVariables = Exact<{
  input: CancelSignUpInput;
}>;


export type EndSignUpMutation = { readonly cancelSignUp: { readonly replayed: boolean, readonly signUp: { readonly id: string, readonly memberId: string, readonly state: SignUpState, readonly createdAt: string, readonly changedAt: string, readonly storeId: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type ExperimentBriefFragment = { readonly code: string, readonly name: string, readonly state: ExperimentState, readonly draft: boolean, readonly unit: ExperimentUnit, readonly stage: number, readonly askedBy: string | null, readonly stages: ReadonlyArray<{ readonly kind: ExperimentStageKind, readonly percent: number, readonly stores: ReadonlyArray<string>, readonly days: number }> };

export type ExperimentsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ExperimentsQuery = { readonly experiments: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly state: ExperimentState, readonly draft: boolean, readonly unit: ExperimentUnit, readonly stage: number, readonly askedBy: string | null, readonly look: { readonly verdict: ExperimentVerdict, readonly arms: ReadonlyArray<{ readonly arm: string, readonly exposed: number }> } | null, readonly stages: ReadonlyArray<{ readonly kind: ExperimentStageKind, readonly percent: number, readonly stores: ReadonlyArray<string>, readonly days: number }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type ExperimentQueryVariables = Exact<{
  code: string;
}>;


export type ExperimentQuery = { readonly experiment: { readonly stageSince: string | null, readonly primaryMetric: string, readonly withinDays: number, readonly sequential: boolean, readonly plannedSize: number | null, readonly alpha: number, readonly startedAt: string | null, readonly startedBy: string | null, readonly horizonAt: string | null, readonly secondPerson: boolean, readonly stoppedAt: string | null, readonly stoppedByGuardrail: boolean, readonly stoppedBy: string | null, readonly stopWords: string | null, readonly keptArm: string | null, readonly rule: string, readonly code: string, readonly name: string, readonly state: ExperimentState, readonly draft: boolean, readonly unit: ExperimentUnit, readonly stage: number, readonly askedBy: string | null, readonly arms: ReadonlyArray<{ readonly code: string, readonly name: string, readonly weight: number, readonly message: string | null }>, readonly look: { readonly asOf: string, readonly sizes: ExperimentColour, readonly sizesP: number, readonly crossed: number, readonly verdict: ExperimentVerdict, readonly why: string, readonly arms: ReadonlyArray<{ readonly arm: string, readonly exposed: number, readonly mature: number, readonly value: number | null }>, readonly differences: ReadonlyArray<{ readonly arm: string, readonly metric: string, readonly primary: boolean, readonly estimate: number, readonly low: number, readonly high: number }>, readonly guardrails: ReadonlyArray<{ readonly metric: string, readonly arm: string, readonly colour: ExperimentColour, readonly value: number | null, readonly max: number, readonly members: number }> } | null, readonly stages: ReadonlyArray<{ readonly kind: ExperimentStageKind, readonly percent: number, readonly stores: ReadonlyArray<string>, readonly days: number }> } | null };

export type ExperimentResultFragment = { readonly asOf: string, readonly sizes: ExperimentColour, readonly sizesP: number, readonly crossed: number, readonly verdict: ExperimentVerdict, readonly why: string, readonly arms: ReadonlyArray<{ readonly arm: string, readonly exposed: number, readonly mature: number, readonly value: number | null }>, readonly differences: ReadonlyArray<{ readonly arm: string, readonly metric: string, readonly primary: boolean, readonly estimate: number, readonly low: number, readonly high: number }>, readonly guardrails: ReadonlyArray<{ readonly metric: string, readonly arm: string, readonly colour: ExperimentColour, readonly value: number | null, readonly max: number, readonly members: number }> };

export type ExperimentDoneFragment = { readonly replayed: boolean, readonly experiment: { readonly code: string, readonly state: ExperimentState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> };

export type StartExperimentMutationVariables = Exact<{
  input: StartExperimentInput;
}>;


export type StartExperimentMutation = { readonly startExperiment: { readonly replayed: boolean, readonly experiment: { readonly code: string, readonly state: ExperimentState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type AdvanceExperimentMutationVariables = Exact<{
  input: AdvanceExperimentInput;
}>;


export type AdvanceExperimentMutation = { readonly advanceExperiment: { readonly replayed: boolean, readonly experiment: { readonly code: string, readonly state: ExperimentState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type StopExperimentMutationVariables = Exact<{
  input: StopExperimentInput;
}>;


export type StopExperimentMutation = { readonly stopExperiment: { readonly replayed: boolean, readonly experiment: { readonly code: string, readonly state: ExperimentState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type FeedbackQueueQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  states?: ReadonlyArray<FeedbackState> | FeedbackState | null | undefined;
  mine: boolean;
}>;


export type FeedbackQueueQuery = { readonly feedbackQueue: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly priority: Priority | null, readonly team: string | null, readonly createdAt: string, readonly responseDueAt: string | null, readonly resolutionDueAt: string | null, readonly firstResponseAt: string | null, readonly category: { readonly code: string, readonly name: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type BusinessHoursQueryVariables = Exact<{ [key: string]: never; }>;


export type BusinessHoursQuery = { readonly businessHours: { readonly isOpen: boolean, readonly nextChangeAt: string | null, readonly unknownYears: ReadonlyArray<number> | null } | null };

export type FeedbackOneQueryVariables = Exact<{
  id: string;
}>;


export type FeedbackOneQuery = { readonly node:
    | { readonly id: string, readonly text: string, readonly channel: string, readonly state: FeedbackState, readonly priority: Priority | null, readonly memberId: string | null, readonly anonymous: boolean, readonly orderId: string | null, readonly storeId: string | null, readonly team: string | null, readonly assignee: string | null, readonly stars: number | null, readonly saidAt: string | null, readonly createdAt: string, readonly responseDueAt: string | null, readonly resolutionDueAt: string | null, readonly firstResponseAt: string | null, readonly escalationLevel: number | null, readonly escalatedTo: string | null, readonly intent: FeedbackIntent | null, readonly group: string | null, readonly rating: number | null, readonly clocks: ReadonlyArray<{ readonly kind: FeedbackClockKind, readonly dueAt: string, readonly inBusinessHours: boolean, readonly calendarUnknown: boolean, readonly standsSince: string | null, readonly lateSince: string | null, readonly leftSeconds: number | null, readonly lateReason: LateReason | null }> | null, readonly attachments: ReadonlyArray<{ readonly url: string | null, readonly state: AttachmentState, readonly problem: AttachmentProblem | null, readonly contentType: string | null, readonly sizeBytes: number | null }>, readonly category: { readonly code: string, readonly name: string } | null, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly sentiment: { readonly label: SentimentLabel, readonly confidence: number } | null, readonly mentions: ReadonlyArray<{ readonly topic: string, readonly word: string, readonly kind: MentionKind }> | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null, readonly actor: string | null, readonly note: string | null }>, readonly preparedAnswers: ReadonlyArray<{ readonly code: string, readonly name: string, readonly text: string, readonly movesTo: FeedbackState | null }> | null }
    | Record<PropertyKey, never>
   | null };

export type ReadyAnswersFragment = { readonly preparedAnswers: ReadonlyArray<{ readonly code: string, readonly name: string, readonly text: string, readonly movesTo: FeedbackState | null }> | null };

export type AlikeFeedbackQueryVariables = Exact<{
  group: string;
}>;


export type AlikeFeedbackQuery = { readonly feedbackQueue: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly text: string, readonly channel: string, readonly state: FeedbackState, readonly createdAt: string } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type FeedbackTrendsQueryVariables = Exact<{ [key: string]: never; }>;


export type FeedbackTrendsQuery = { readonly feedbackTrends: { readonly weeksBefore: number, readonly specialDays: ReadonlyArray<string>, readonly trends: ReadonlyArray<{ readonly count: number, readonly expected: number, readonly changePercent: number | null, readonly direction: TrendDirection, readonly topic: { readonly code: string, readonly name: string } }> } | null };

export type FeedbackSegmentsQueryVariables = Exact<{ [key: string]: never; }>;


export type FeedbackSegmentsQuery = { readonly segments: { readonly segments: ReadonlyArray<{ readonly segment: { readonly code: string, readonly name: string } }> } | null };

export type FeedbackDifferencesQueryVariables = Exact<{
  segment: string;
  against?: string | null | undefined;
  from: string;
  until: string;
}>;


export type FeedbackDifferencesQuery = { readonly feedbackDifferences: { readonly segmentMembers: number, readonly againstMembers: number, readonly bothMembers: number, readonly differences: ReadonlyArray<{ readonly kind: FeedbackDifferenceKind, readonly difference: number, readonly low: number, readonly high: number, readonly reading: FeedbackDifferenceReading, readonly subject: { readonly code: string, readonly name: string } | null, readonly segment: { readonly spoke: number, readonly share: number }, readonly against: { readonly spoke: number, readonly share: number } }> } | null };

export type FixFragment = { readonly id: string, readonly title: string, readonly text: string, readonly isPublic: boolean, readonly announcedAt: string, readonly announcedBy: string, readonly told: number, readonly completedAt: string | null, readonly withdrawnAt: string | null, readonly effect: { readonly asOf: string, readonly days: number, readonly complete: boolean, readonly matched: number, readonly compared: number, readonly repurchase: { readonly reportedBefore: number, readonly reportedAfter: number, readonly othersBefore: number, readonly othersAfter: number, readonly difference: number, readonly low: number, readonly high: number } | null, readonly activity: { readonly reportedBefore: number, readonly reportedAfter: number, readonly othersBefore: number, readonly othersAfter: number, readonly difference: number, readonly low: number, readonly high: number } | null } | null };

export type FixFigureFragment = { readonly reportedBefore: number, readonly reportedAfter: number, readonly othersBefore: number, readonly othersAfter: number, readonly difference: number, readonly low: number, readonly high: number };

export type FixOfGroupQueryVariables = Exact<{
  group: string;
}>;


export type FixOfGroupQuery = { readonly feedbackFixPreview: { readonly reporters: number, readonly anonymous: number, readonly fix: { readonly id: string, readonly title: string, readonly text: string, readonly isPublic: boolean, readonly announcedAt: string, readonly announcedBy: string, readonly told: number, readonly completedAt: string | null, readonly withdrawnAt: string | null, readonly effect: { readonly asOf: string, readonly days: number, readonly complete: boolean, readonly matched: number, readonly compared: number, readonly repurchase: { readonly reportedBefore: number, readonly reportedAfter: number, readonly othersBefore: number, readonly othersAfter: number, readonly difference: number, readonly low: number, readonly high: number } | null, readonly activity: { readonly reportedBefore: number, readonly reportedAfter: number, readonly othersBefore: number, readonly othersAfter: number, readonly difference: number, readonly low: number, readonly high: number } | null } | null } | null } | null };

export type AnnounceFixMutationVariables = Exact<{
  input: AnnounceFixInput;
}>;


export type AnnounceFixMutation = { readonly announceFix: { readonly fix: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type WithdrawNoticeMutationVariables = Exact<{
  input: WithdrawNoticeInput;
}>;


export type WithdrawNoticeMutation = { readonly withdrawNotice: { readonly fix: { readonly id: string, readonly withdrawnAt: string | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type FeedbackTeamsQueryVariables = Exact<{
  from: string;
  until: string;
}>;


export type FeedbackTeamsQuery = { readonly feedbackFigures: { readonly total: { readonly person: string | null, readonly taken: number, readonly answered: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null, readonly medianResponseSeconds: number | null, readonly open: number, readonly waiting: number, readonly late: number, readonly team: { readonly code: string, readonly name: string } | null }, readonly teams: ReadonlyArray<{ readonly person: string | null, readonly taken: number, readonly answered: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null, readonly medianResponseSeconds: number | null, readonly open: number, readonly waiting: number, readonly late: number, readonly team: { readonly code: string, readonly name: string } | null }>, readonly people: ReadonlyArray<{ readonly person: string | null, readonly taken: number, readonly answered: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null, readonly medianResponseSeconds: number | null, readonly open: number, readonly waiting: number, readonly late: number, readonly team: { readonly code: string, readonly name: string } | null }> } | null };

export type WorkFigureFragment = { readonly person: string | null, readonly taken: number, readonly answered: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null, readonly medianResponseSeconds: number | null, readonly open: number, readonly waiting: number, readonly late: number, readonly team: { readonly code: string, readonly name: string } | null };

export type FeedbackWeeksQueryVariables = Exact<{
  w0: string;
  w1: string;
  w2: string;
  w3: string;
  w4: string;
  w5: string;
  w6: string;
}>;


export type FeedbackWeeksQuery = { readonly a: { readonly countedFrom: string, readonly total: { readonly taken: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null } } | null, readonly b: { readonly countedFrom: string, readonly total: { readonly taken: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null } } | null, readonly c: { readonly countedFrom: string, readonly total: { readonly taken: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null } } | null, readonly d: { readonly countedFrom: string, readonly total: { readonly taken: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null } } | null, readonly e: { readonly countedFrom: string, readonly total: { readonly taken: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null } } | null, readonly f: { readonly countedFrom: string, readonly total: { readonly taken: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null } } | null };

export type WeekOfWorkFragment = { readonly countedFrom: string, readonly total: { readonly taken: number, readonly due: number, readonly inTime: number, readonly inTimePercent: number | null } };

export type IdeaRowFragment = { readonly id: string, readonly memberId: string | null, readonly title: string, readonly text: string, readonly state: IdeaState, readonly shelf: IdeaShelf, readonly votes: number, readonly project: string | null, readonly mergedIdeas: number, readonly foundWords: ReadonlyArray<string>, readonly proposedAt: string };

export type IdeasQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  order: IdeaOrder;
  state?: IdeaState | null | undefined;
  shelf?: IdeaShelf | null | undefined;
}>;


export type IdeasQuery = { readonly ideas: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly memberId: string | null, readonly title: string, readonly text: string, readonly state: IdeaState, readonly shelf: IdeaShelf, readonly votes: number, readonly project: string | null, readonly mergedIdeas: number, readonly foundWords: ReadonlyArray<string>, readonly proposedAt: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type IdeaPageQueryVariables = Exact<{
  id: string;
}>;


export type IdeaPageQuery = { readonly idea: { readonly answer: string | null, readonly intoIdeaId: string | null, readonly id: string, readonly memberId: string | null, readonly title: string, readonly text: string, readonly state: IdeaState, readonly shelf: IdeaShelf, readonly votes: number, readonly project: string | null, readonly mergedIdeas: number, readonly foundWords: ReadonlyArray<string>, readonly proposedAt: string, readonly history: ReadonlyArray<{ readonly kind: IdeaStepKind, readonly at: string, readonly shelf: IdeaShelf, readonly reason: string | null, readonly operator: string | null, readonly otherIdeaId: string | null }> } | null, readonly trials: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly places: number, readonly taken: number, readonly invited: number, readonly closes: string, readonly open: boolean, readonly memberIds: ReadonlyArray<string> } }> } | null };

export type ModerateIdeaMutationVariables = Exact<{
  input: ModerateIdeaInput;
}>;


export type ModerateIdeaMutation = { readonly moderateIdea: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly idea: { readonly id: string, readonly state: IdeaState } | null } | null };

export type MoveIdeaMutationVariables = Exact<{
  input: MoveIdeaInput;
}>;


export type MoveIdeaMutation = { readonly moveIdea: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly idea: { readonly id: string, readonly shelf: IdeaShelf } | null } | null };

export type MergeIdeasMutationVariables = Exact<{
  input: MergeIdeasInput;
}>;


export type MergeIdeasMutation = { readonly mergeIdeas: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly idea: { readonly id: string } | null } | null };

export type AnswerIdeaMutationVariables = Exact<{
  input: AnswerIdeaInput;
}>;


export type AnswerIdeaMutation = { readonly answerIdea: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly idea: { readonly id: string } | null } | null };

export type OpenTrialMutationVariables = Exact<{
  input: OpenTrialInput;
}>;


export type OpenTrialMutation = { readonly openTrial: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly trial: { readonly id: string } | null } | null };

export type InsightBoardQueryVariables = Exact<{
  code?: string | null | undefined;
}>;


export type InsightBoardQuery = { readonly board: { readonly code: string, readonly asOf: string | null, readonly currencyCode: string | null, readonly boards: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly tiles: ReadonlyArray<{ readonly day: string, readonly standing: MetricStanding | null, readonly target: { readonly value: number, readonly tolerancePercent: number } | null, readonly number: { readonly value: number, readonly numerator: number, readonly denominator: number } | null, readonly weekBefore: { readonly value: number } | null, readonly metric: { readonly version: number, readonly level: MetricLevel, readonly moreIsBetter: boolean, readonly definition: string, readonly formula: string, readonly code: string, readonly name: string, readonly unit: MetricUnit, readonly grains: ReadonlyArray<MetricGrain>, readonly membersAbove: boolean } }> } | null, readonly metricCatalogue: { readonly metrics: ReadonlyArray<{ readonly definition: string, readonly formula: string, readonly code: string, readonly name: string, readonly unit: MetricUnit, readonly grains: ReadonlyArray<MetricGrain>, readonly membersAbove: boolean }>, readonly funnels: ReadonlyArray<{ readonly code: string, readonly name: string }> } | null };

export type MetricNamedFragment = { readonly code: string, readonly name: string, readonly unit: MetricUnit, readonly grains: ReadonlyArray<MetricGrain>, readonly membersAbove: boolean };

export type MetricDefinedFragment = { readonly definition: string, readonly formula: string, readonly code: string, readonly name: string, readonly unit: MetricUnit, readonly grains: ReadonlyArray<MetricGrain>, readonly membersAbove: boolean };

export type FigureFragment = { readonly value: number, readonly numerator: number, readonly denominator: number };

export type AlarmRowFragment = { readonly channel: string | null, readonly id: string, readonly day: string, readonly value: number, readonly baseline: number, readonly low: number, readonly high: number, readonly changePercent: number, readonly answerBy: string, readonly late: boolean, readonly state: MetricAlarmState, readonly missed: boolean, readonly metric: { readonly code: string, readonly name: string, readonly unit: MetricUnit, readonly grains: ReadonlyArray<MetricGrain>, readonly membersAbove: boolean }, readonly acts: ReadonlyArray<{ readonly threshold: string, readonly journey: string | null, readonly message: string | null, readonly todoId: string | null, readonly outcome: MetricAlarmActOutcome, readonly at: string | null }>, readonly notes: ReadonlyArray<{ readonly state: MetricAlarmState, readonly at: string, readonly by: string, readonly words: string }> };

export type InsightSeriesQueryVariables = Exact<{
  code: string;
  fromDay: string;
  untilDay: string;
  grain: MetricGrain;
}>;


export type InsightSeriesQuery = { readonly metric: { readonly asOf: string | null, readonly currencyCode: string | null, readonly metric: { readonly code: string, readonly name: string, readonly unit: MetricUnit, readonly grains: ReadonlyArray<MetricGrain>, readonly membersAbove: boolean }, readonly points: ReadonlyArray<{ readonly day: string, readonly complete: boolean, readonly restated: boolean, readonly number: { readonly value: number, readonly numerator: number, readonly denominator: number } | null }> } | null };

export type InsightCohortsQueryVariables = Exact<{
  fromDay: string;
  untilDay: string;
}>;


export type InsightCohortsQuery = { readonly cohorts: { readonly cohorts: ReadonlyArray<{ readonly day: string, readonly size: number, readonly days: ReadonlyArray<{ readonly after: number, readonly active: number | null }> }> } | null };

export type InsightFunnelQueryVariables = Exact<{
  code: string;
  fromDay: string;
  untilDay: string;
}>;


export type InsightFunnelQuery = { readonly funnel: { readonly reached: ReadonlyArray<number>, readonly open: number, readonly lost: number, readonly rule: { readonly code: string, readonly name: string, readonly steps: ReadonlyArray<string>, readonly windowDays: number }, readonly rate: { readonly value: number, readonly numerator: number, readonly denominator: number } | null } | null };

export type InsightAlarmsQueryVariables = Exact<{
  first: number;
}>;


export type InsightAlarmsQuery = { readonly metricAlarms: { readonly edges: ReadonlyArray<{ readonly node: { readonly channel: string | null, readonly id: string, readonly day: string, readonly value: number, readonly baseline: number, readonly low: number, readonly high: number, readonly changePercent: number, readonly answerBy: string, readonly late: boolean, readonly state: MetricAlarmState, readonly missed: boolean, readonly metric: { readonly code: string, readonly name: string, readonly unit: MetricUnit, readonly grains: ReadonlyArray<MetricGrain>, readonly membersAbove: boolean }, readonly acts: ReadonlyArray<{ readonly threshold: string, readonly journey: string | null, readonly message: string | null, readonly todoId: string | null, readonly outcome: MetricAlarmActOutcome, readonly at: string | null }>, readonly notes: ReadonlyArray<{ readonly state: MetricAlarmState, readonly at: string, readonly by: string, readonly words: string }> } }> } | null };

export type InsightReportsQueryVariables = Exact<{
  grain: MetricGrain;
}>;


export type InsightReportsQuery = { readonly insightReports: { readonly edges: ReadonlyArray<{ readonly node: { readonly day: string, readonly madeAt: string, readonly lines: ReadonlyArray<{ readonly metric: { readonly code: string, readonly name: string, readonly unit: MetricUnit }, readonly number: { readonly value: number } | null, readonly restatements: ReadonlyArray<{ readonly at: string, readonly number: { readonly value: number } | null }> }>, readonly messages: ReadonlyArray<{ readonly channel: string, readonly language: string, readonly state: ReportMessageState, readonly attempts: number, readonly at: string, readonly nextAt: string | null, readonly problem: string | null }> } }> } | null };

export type MoveMetricAlarmMutationVariables = Exact<{
  input: MoveMetricAlarmInput;
}>;


export type MoveMetricAlarmMutation = { readonly moveMetricAlarm: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly alarm: { readonly channel: string | null, readonly id: string, readonly day: string, readonly value: number, readonly baseline: number, readonly low: number, readonly high: number, readonly changePercent: number, readonly answerBy: string, readonly late: boolean, readonly state: MetricAlarmState, readonly missed: boolean, readonly metric: { readonly code: string, readonly name: string, readonly unit: MetricUnit, readonly grains: ReadonlyArray<MetricGrain>, readonly membersAbove: boolean }, readonly acts: ReadonlyArray<{ readonly threshold: string, readonly journey: string | null, readonly message: string | null, readonly todoId: string | null, readonly outcome: MetricAlarmActOutcome, readonly at: string | null }>, readonly notes: ReadonlyArray<{ readonly state: MetricAlarmState, readonly at: string, readonly by: string, readonly words: string }> } | null } | null };

export type InsightAttributionQueryVariables = Exact<{
  model: AttributionModel;
  fromDay: string;
  untilDay: string;
}>;


export type InsightAttributionQuery = { readonly attribution: { readonly currencyCode: string | null, readonly credits: ReadonlyArray<{ readonly message: string | null, readonly channel: string | null, readonly minorUnits: number }>, readonly lift: { readonly difference: number, readonly low: number, readonly high: number, readonly shown: boolean, readonly reached: { readonly value: number, readonly numerator: number, readonly denominator: number }, readonly heldOut: { readonly value: number, readonly numerator: number, readonly denominator: number } } | null } | null };

export type InsightAcquisitionQueryVariables = Exact<{ [key: string]: never; }>;


export type InsightAcquisitionQuery = { readonly acquisition: { readonly currencyCode: string | null, readonly channels: ReadonlyArray<{ readonly code: string, readonly name: string, readonly floor: number | null }>, readonly metrics: ReadonlyArray<{ readonly code: string, readonly name: string, readonly definition: string }>, readonly returns: ReadonlyArray<{ readonly month: string, readonly members: number, readonly revenueMinor: number, readonly costMinor: number | null, readonly complete: boolean, readonly short: boolean, readonly channel: { readonly code: string, readonly name: string, readonly floor: number | null }, readonly cac: { readonly value: number } | null, readonly roi: { readonly value: number } | null }> } | null };

export type PutChannelCostsMutationVariables = Exact<{
  input: PutChannelCostsInput;
}>;


export type PutChannelCostsMutation = { readonly putChannelCosts: { readonly taken: number | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type InsightContentsQueryVariables = Exact<{
  about: ContentSubject;
  code?: string | null | undefined;
  fromDay: string;
  untilDay: string;
}>;


export type InsightContentsQuery = { readonly contentFigures: { readonly members: number, readonly figures: ReadonlyArray<{ readonly code: string, readonly weekDay: string | null, readonly viewers: number, readonly liked: number, readonly collected: number, readonly shared: number, readonly inCart: number, readonly ordered: number, readonly readPart: { readonly value: number } | null, readonly readThrough: { readonly value: number } | null, readonly interactionRate: { readonly value: number } | null }> } | null };

export type TodoRowFragment = { readonly id: string, readonly title: string, readonly day: string, readonly threshold: string, readonly dueAt: string, readonly late: boolean, readonly state: MetricTodoState, readonly owner: string | null, readonly metric: { readonly code: string, readonly name: string }, readonly notes: ReadonlyArray<{ readonly state: MetricTodoState, readonly at: string, readonly by: string, readonly words: string }> };

export type InsightTodosQueryVariables = Exact<{
  first: number;
  openOnly: boolean;
}>;


export type InsightTodosQuery = { readonly metricTodos: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string, readonly day: string, readonly threshold: string, readonly dueAt: string, readonly late: boolean, readonly state: MetricTodoState, readonly owner: string | null, readonly metric: { readonly code: string, readonly name: string }, readonly notes: ReadonlyArray<{ readonly state: MetricTodoState, readonly at: string, readonly by: string, readonly words: string }> } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type MoveMetricTodoMutationVariables = Exact<{
  input: MoveMetricTodoInput;
}>;


export type MoveMetricTodoMutation = { readonly moveMetricTodo: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly todo: { readonly id: string, readonly title: string, readonly day: string, readonly threshold: string, readonly dueAt: string, readonly late: boolean, readonly state: MetricTodoState, readonly owner: string | null, readonly metric: { readonly code: string, readonly name: string }, readonly notes: ReadonlyArray<{ readonly state: MetricTodoState, readonly at: string, readonly by: string, readonly words: string }> } | null } | null };

export type MembersBehindFragment = { readonly edges: ReadonlyArray<{ readonly node: { readonly memberId: string, readonly times: number | null, readonly minorUnits: number | null, readonly lastAt: string | null, readonly member: { readonly id: string, readonly name: string, readonly phone: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type MetricMembersQueryVariables = Exact<{
  code: string;
  day: string;
  grain: MetricGrain;
  part: MetricPart;
  after?: string | null | undefined;
}>;


export type MetricMembersQuery = { readonly metricMembers: { readonly edges: ReadonlyArray<{ readonly node: { readonly memberId: string, readonly times: number | null, readonly minorUnits: number | null, readonly lastAt: string | null, readonly member: { readonly id: string, readonly name: string, readonly phone: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly metric: { readonly currencyCode: string | null, readonly metric: { readonly membersBelow: boolean, readonly code: string, readonly name: string, readonly unit: MetricUnit, readonly grains: ReadonlyArray<MetricGrain>, readonly membersAbove: boolean }, readonly points: ReadonlyArray<{ readonly number: { readonly value: number, readonly numerator: number, readonly denominator: number } | null }> } | null };

export type CohortMembersQueryVariables = Exact<{
  day: string;
  daysAfter: number;
  after?: string | null | undefined;
}>;


export type CohortMembersQuery = { readonly cohortMembers: { readonly edges: ReadonlyArray<{ readonly node: { readonly memberId: string, readonly times: number | null, readonly minorUnits: number | null, readonly lastAt: string | null, readonly member: { readonly id: string, readonly name: string, readonly phone: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type FunnelMembersQueryVariables = Exact<{
  code: string;
  step: number;
  fromDay: string;
  untilDay: string;
  after?: string | null | undefined;
}>;


export type FunnelMembersQuery = { readonly funnelMembers: { readonly edges: ReadonlyArray<{ readonly node: { readonly memberId: string, readonly times: number | null, readonly minorUnits: number | null, readonly lastAt: string | null, readonly member: { readonly id: string, readonly name: string, readonly phone: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly metricCatalogue: { readonly funnels: ReadonlyArray<{ readonly code: string, readonly name: string }> } | null };

export type JourneysQueryVariables = Exact<{ [key: string]: never; }>;


export type JourneysQuery = { readonly journeys: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly enterOn: TouchOccasion, readonly untilOn: ReadonlyArray<TouchOccasion>, readonly paused: boolean, readonly members: number, readonly ended: ReadonlyArray<{ readonly reason: JourneyEnd, readonly count: number }> } }> } | null };

export type JourneyQueryVariables = Exact<{
  code: string;
}>;


export type JourneyQuery = { readonly journey: { readonly code: string, readonly name: string, readonly enterOn: TouchOccasion, readonly untilOn: ReadonlyArray<TouchOccasion>, readonly paused: boolean, readonly pausedAt: string | null, readonly members: number, readonly steps: ReadonlyArray<{ readonly code: string, readonly kind: string, readonly messages: ReadonlyArray<string>, readonly waiting: number, readonly waitsFor: TouchOccasion | null, readonly otherwise: string | null, readonly gift: { readonly couponType: string | null, readonly asset: "POINTS" | "GROWTH" | (string & {}) | null, readonly amount: number | null, readonly budget: number | null } | null, readonly tagging: { readonly add: ReadonlyArray<string>, readonly remove: ReadonlyArray<string> } | null, readonly deeds: ReadonlyArray<{ readonly state: JourneyDeedState, readonly count: number }>, readonly touches: ReadonlyArray<{ readonly state: TouchState, readonly count: number }> }>, readonly ended: ReadonlyArray<{ readonly reason: JourneyEnd, readonly count: number }> } | null };

export type JourneyMembersQueryVariables = Exact<{
  code: string;
  after?: string | null | undefined;
}>;


export type JourneyMembersQuery = { readonly journeyEntries: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly memberId: string, readonly state: JourneyEntryState, readonly step: string | null, readonly dueAt: string | null, readonly end: JourneyEnd | null, readonly enteredAt: string, readonly endedAt: string | null, readonly member: { readonly id: string, readonly name: string, readonly phone: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type PauseJourneyMutationVariables = Exact<{
  input: PauseJourneyInput;
}>;


export type PauseJourneyMutation = { readonly pauseJourney: { readonly replayed: boolean, readonly journey: { readonly code: string, readonly paused: boolean } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type ResumeJourneyMutationVariables = Exact<{
  input: ResumeJourneyInput;
}>;


export type ResumeJourneyMutation = { readonly resumeJourney: { readonly replayed: boolean, readonly journey: { readonly code: string, readonly paused: boolean } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type BoardsQueryVariables = Exact<{ [key: string]: never; }>;


export type BoardsQuery = { readonly leaderboards: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string | null, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly rules: ReadonlyArray<string>, readonly per: LeaderboardPer, readonly byStore: boolean, readonly top: number, readonly current: { readonly code: string, readonly name: string | null, readonly firstDay: string, readonly lastDay: string, readonly over: boolean } | null } }> } | null };

export type BoardPeriodFragment = { readonly code: string, readonly name: string | null, readonly firstDay: string, readonly lastDay: string, readonly over: boolean };

export type BoardStoresQueryVariables = Exact<{ [key: string]: never; }>;


export type BoardStoresQuery = { readonly stores: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string } }> } | null };

export type BoardQueryVariables = Exact<{
  code: string;
  period?: string | null | undefined;
  storeId?: string | null | undefined;
  first: number;
}>;


export type BoardQuery = { readonly leaderboard: { readonly members: number, readonly asOf: string | null, readonly complete: boolean, readonly leaderboard: { readonly code: string, readonly name: string | null, readonly asset: "POINTS" | "GROWTH" | (string & {}) }, readonly period: { readonly code: string, readonly name: string | null, readonly firstDay: string, readonly lastDay: string, readonly over: boolean }, readonly entries: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly memberId: string | null, readonly member: { readonly maskedName: string | null } | null }> } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly subject: string, readonly scopes: ReadonlyArray<string>, readonly stores: ReadonlyArray<string> | null, readonly timeZone: string | null, readonly brand: { readonly code: string, readonly name: string | null, readonly hue: number | null, readonly chroma: number | null } } | null };

export type LotteriesQueryVariables = Exact<{
  first: number;
}>;


export type LotteriesQuery = { readonly lotteries: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly firstDay: string, readonly lastDay: string, readonly open: boolean, readonly draws: number | null, readonly ticketsPerDraw: number, readonly ticketAsset: string, readonly prizes: ReadonlyArray<{ readonly oddsPpm: number, readonly given: number | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type LotteryPageQueryVariables = Exact<{
  code: string;
}>;


export type LotteryPageQuery = { readonly lottery: { readonly code: string, readonly name: string, readonly firstDay: string, readonly lastDay: string, readonly open: boolean, readonly draws: number | null, readonly perDay: number | null, readonly ticketsPerDraw: number, readonly ticketAsset: string, readonly pity: { readonly after: number, readonly prize: string } | null, readonly prizes: ReadonlyArray<{ readonly oddsPpm: number, readonly left: number | null, readonly oncePerMember: boolean, readonly instead: string | null, readonly given: number | null, readonly terms: { readonly code: string, readonly name: string, readonly kind: PrizeKind, readonly asset: string | null, readonly amount: number | null, readonly couponType: string | null, readonly voucherDays: number | null } }> } | null };

export type LotteryPrizeFragment = { readonly oddsPpm: number, readonly left: number | null, readonly oncePerMember: boolean, readonly instead: string | null, readonly given: number | null, readonly terms: { readonly code: string, readonly name: string, readonly kind: PrizeKind, readonly asset: string | null, readonly amount: number | null, readonly couponType: string | null, readonly voucherDays: number | null } };

export type LotterySeedsQueryVariables = Exact<{
  code: string;
  first: number;
}>;


export type LotterySeedsQuery = { readonly lotterySeeds: { readonly edges: ReadonlyArray<{ readonly node: { readonly day: string, readonly commitment: string, readonly seed: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type LotteryDrawsQueryVariables = Exact<{
  code: string;
  memberId: string;
  first: number;
}>;


export type LotteryDrawsQuery = { readonly draws: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly lottery: string, readonly memberHash: string, readonly number: number, readonly requestId: string, readonly day: string, readonly commitment: string, readonly seed: string | null, readonly roll: number, readonly drawn: string | null, readonly reason: DrawReason, readonly drawnAt: string, readonly odds: ReadonlyArray<{ readonly prize: string, readonly oddsPpm: number }>, readonly prize: { readonly name: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type ToldDrawFragment = { readonly id: string, readonly lottery: string, readonly memberHash: string, readonly number: number, readonly requestId: string, readonly day: string, readonly commitment: string, readonly seed: string | null, readonly roll: number, readonly drawn: string | null, readonly reason: DrawReason, readonly drawnAt: string, readonly odds: ReadonlyArray<{ readonly prize: string, readonly oddsPpm: number }>, readonly prize: { readonly name: string } | null };

export type MemberAdviserQueryVariables = Exact<{
  id: string;
}>;


export type MemberAdviserQuery = { readonly member: { readonly id: string, readonly adviser: { readonly name: string | null, readonly person: string | null, readonly since: string | null, readonly reason: string | null, readonly past: ReadonlyArray<{ readonly person: string, readonly name: string | null, readonly since: string, readonly until: string, readonly reason: string }> | null } | null } | null };

export type AdviserChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type AdviserChoicesQuery = { readonly advisers: ReadonlyArray<{ readonly person: string, readonly name: string | null, readonly members: number }> | null };

export type SetAdviserMutationVariables = Exact<{
  input: SetAdviserInput;
}>;


export type SetAdviserMutation = { readonly setAdviser: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type MemberFriendsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type MemberFriendsQuery = { readonly invite: { readonly code: string, readonly link: string | null, readonly qualified: number, readonly qualifiedThisMonth: number, readonly monthlyCap: number, readonly invitedBy: { readonly inviteeId: string | null, readonly inviterId: string | null, readonly state: ReferralState, readonly acceptedAt: string, readonly settlesAt: string | null, readonly qualifiedAt: string | null, readonly capped: boolean, readonly order: string | null, readonly refusal: { readonly code: UserErrorCode, readonly message: { readonly zh: string, readonly en: string } } | null } | null } | null, readonly referrals: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly inviteeId: string | null, readonly inviterId: string | null, readonly state: ReferralState, readonly acceptedAt: string, readonly settlesAt: string | null, readonly qualifiedAt: string | null, readonly capped: boolean, readonly order: string | null, readonly refusal: { readonly code: UserErrorCode, readonly message: { readonly zh: string, readonly en: string } } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type FriendshipFragment = { readonly inviteeId: string | null, readonly inviterId: string | null, readonly state: ReferralState, readonly acceptedAt: string, readonly settlesAt: string | null, readonly qualifiedAt: string | null, readonly capped: boolean, readonly order: string | null, readonly refusal: { readonly code: UserErrorCode, readonly message: { readonly zh: string, readonly en: string } } | null };

export type MemberJourneysQueryVariables = Exact<{
  id: string;
}>;


export type MemberJourneysQuery = { readonly journeyEntries: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly state: JourneyEntryState, readonly step: string | null, readonly dueAt: string | null, readonly end: JourneyEnd | null, readonly enteredAt: string, readonly endedAt: string | null, readonly journey: { readonly code: string, readonly name: string }, readonly lines: ReadonlyArray<{ readonly step: string, readonly outcome: JourneyStepOutcome, readonly message: string | null, readonly deed: { readonly state: JourneyDeedState, readonly reason: string | null, readonly gift: { readonly couponType: string | null, readonly asset: "POINTS" | "GROWTH" | (string & {}) | null, readonly amount: number | null } | null } | null }> } }> } | null };

export type MemberLoginsQueryVariables = Exact<{
  id: string;
}>;


export type MemberLoginsQuery = { readonly logins: ReadonlyArray<{ readonly beganAt: string, readonly lastAt: string }> | null };

export type EndMemberLoginsMutationVariables = Exact<{
  input: EndAllLoginsInput;
}>;


export type EndMemberLoginsMutation = { readonly endAllLogins: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type LadderChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type LadderChoicesQuery = { readonly programme: { readonly ladders: ReadonlyArray<{ readonly code: string, readonly name: string, readonly tiers: ReadonlyArray<{ readonly code: string, readonly name: string, readonly rank: number }> }> } | null };

export type GrantTierMutationVariables = Exact<{
  input: GrantTierInput;
}>;


export type GrantTierMutation = { readonly grantTier: { readonly replayed: boolean, readonly approval: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type EndTierMutationVariables = Exact<{
  input: EndTierInput;
}>;


export type EndTierMutation = { readonly endTier: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type SearchMembersQueryVariables = Exact<{
  text: string;
  tag: string;
  segment: string;
  first: number;
  after?: string | null | undefined;
}>;


export type SearchMembersQuery = { readonly searchMembers: { readonly names: NameSearch, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly hits: ReadonlyArray<{ readonly kind: SearchHitKind, readonly identityKind: IdentityKind | null }>, readonly member: { readonly id: string, readonly name: string, readonly phone: string | null, readonly lastSeenAt: string | null, readonly tier: { readonly code: string, readonly name: string } | null, readonly points: { readonly available: number } | null } | null } }> } | null };

export type SearchChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type SearchChoicesQuery = { readonly tags: ReadonlyArray<{ readonly code: string, readonly name: string }> | null, readonly segments: { readonly segments: ReadonlyArray<{ readonly segment: { readonly code: string, readonly name: string } }> } | null };

export type RecentMembersQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type RecentMembersQuery = { readonly members: ReadonlyArray<{ readonly id: string, readonly name: string, readonly phone: string | null, readonly lastSeenAt: string | null, readonly tier: { readonly code: string, readonly name: string } | null, readonly points: { readonly available: number } | null } | null> | null };

export type EnrolMemberMutationVariables = Exact<{
  input: EnrolMemberInput;
}>;


export type EnrolMemberMutation = { readonly enrolMember: { readonly created: boolean, readonly inviteRefusal: string | null, readonly member: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type FoundMemberFragment = { readonly id: string, readonly name: string, readonly phone: string | null, readonly lastSeenAt: string | null, readonly tier: { readonly code: string, readonly name: string } | null, readonly points: { readonly available: number } | null };

export type MemberPageQueryVariables = Exact<{
  id: string;
}>;


export type MemberPageQuery = { readonly member: { readonly id: string, readonly name: string, readonly phone: string | null, readonly language: string | null, readonly growth: number, readonly enrolledAt: string, readonly lastSeenAt: string | null, readonly tiers: ReadonlyArray<{ readonly code: string, readonly name: string, readonly multiplier: number, readonly rank: number, readonly reachedAt: string, readonly manualUntil: string | null, readonly ladder: { readonly code: string, readonly name: string } }>, readonly forecast: { readonly growthToNext: number | null, readonly growthToKeep: number, readonly basis: string, readonly currencyCode: string, readonly judgedOn: string | null, readonly expectedTier: { readonly name: string } | null, readonly nextTier: { readonly name: string } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number, readonly expiring: ReadonlyArray<{ readonly points: number, readonly on: string }> } | null, readonly entries: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amount: number, readonly balanceAfter: number, readonly kind: EntryKind, readonly postingId: string, readonly effectiveAt: string, readonly recordedAt: string, readonly expiresAt: string | null, readonly availableAt: string | null, readonly cause: { readonly title: string, readonly activity: string | null, readonly channel: string | null, readonly orderId: string | null, readonly storeId: string | null, readonly reason: string | null, readonly reward: { readonly name: string } | null, readonly rules: ReadonlyArray<{ readonly amount: number | null, readonly campaigns: ReadonlyArray<string>, readonly rule: { readonly code: string, readonly name: string } }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly history: { readonly edges: ReadonlyArray<{ readonly node: { readonly amount: number, readonly effectiveAt: string, readonly balanceAfter: number } }> } | null, readonly checkIns: { readonly checkedInToday: boolean, readonly streak: number, readonly longestStreak: number, readonly makeUpCards: number, readonly days: ReadonlyArray<{ readonly date: string, readonly checkedIn: boolean, readonly madeUp: boolean }>, readonly nextBonus: { readonly inDays: number, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number } | null } | null, readonly feedback: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly text: string, readonly channel: string, readonly state: FeedbackState, readonly priority: Priority | null, readonly memberId: string | null, readonly anonymous: boolean, readonly orderId: string | null, readonly storeId: string | null, readonly team: string | null, readonly assignee: string | null, readonly stars: number | null, readonly saidAt: string | null, readonly createdAt: string, readonly responseDueAt: string | null, readonly resolutionDueAt: string | null, readonly firstResponseAt: string | null, readonly escalationLevel: number | null, readonly escalatedTo: string | null, readonly intent: FeedbackIntent | null, readonly group: string | null, readonly rating: number | null, readonly clocks: ReadonlyArray<{ readonly kind: FeedbackClockKind, readonly dueAt: string, readonly inBusinessHours: boolean, readonly calendarUnknown: boolean, readonly standsSince: string | null, readonly lateSince: string | null, readonly leftSeconds: number | null, readonly lateReason: LateReason | null }> | null, readonly attachments: ReadonlyArray<{ readonly url: string | null, readonly state: AttachmentState, readonly problem: AttachmentProblem | null, readonly contentType: string | null, readonly sizeBytes: number | null }>, readonly category: { readonly code: string, readonly name: string } | null, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly sentiment: { readonly label: SentimentLabel, readonly confidence: number } | null, readonly mentions: ReadonlyArray<{ readonly topic: string, readonly word: string, readonly kind: MentionKind }> | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null, readonly actor: string | null, readonly note: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null } | null, readonly redemptions: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly createdAt: string, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly expiresOn: string, readonly usedAt: string | null, readonly storeId: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type MoreEntriesQueryVariables = Exact<{
  id: string;
  after: string;
}>;


export type MoreEntriesQuery = { readonly member: { readonly entries: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amount: number, readonly balanceAfter: number, readonly kind: EntryKind, readonly postingId: string, readonly effectiveAt: string, readonly recordedAt: string, readonly expiresAt: string | null, readonly availableAt: string | null, readonly cause: { readonly title: string, readonly activity: string | null, readonly channel: string | null, readonly orderId: string | null, readonly storeId: string | null, readonly reason: string | null, readonly reward: { readonly name: string } | null, readonly rules: ReadonlyArray<{ readonly amount: number | null, readonly campaigns: ReadonlyArray<string>, readonly rule: { readonly code: string, readonly name: string } }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type EntryPageFragment = { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amount: number, readonly balanceAfter: number, readonly kind: EntryKind, readonly postingId: string, readonly effectiveAt: string, readonly recordedAt: string, readonly expiresAt: string | null, readonly availableAt: string | null, readonly cause: { readonly title: string, readonly activity: string | null, readonly channel: string | null, readonly orderId: string | null, readonly storeId: string | null, readonly reason: string | null, readonly reward: { readonly name: string } | null, readonly rules: ReadonlyArray<{ readonly amount: number | null, readonly campaigns: ReadonlyArray<string>, readonly rule: { readonly code: string, readonly name: string } }> } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } };

export type AdjustPointsMutationVariables = Exact<{
  input: AdjustPointsInput;
}>;


export type AdjustPointsMutation = { readonly adjustPoints: { readonly postingId: string | null, readonly replayed: boolean, readonly approval: { readonly id: string, readonly expiresAt: string } | null, readonly points: { readonly available: number } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type CheckInMemberMutationVariables = Exact<{
  input: CheckInInput;
}>;


export type CheckInMemberMutation = { readonly checkIn: { readonly replayed: boolean, readonly streak: number | null, readonly alreadyCheckedIn: boolean | null, readonly checkIn: { readonly awards: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number }> | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type MemberPointsSubscriptionVariables = Exact<{
  memberId: string;
  resumeAfter?: string | null | undefined;
}>;


export type MemberPointsSubscription = { readonly pointsChanged: { readonly id: string, readonly live: boolean, readonly entry: { readonly id: string, readonly amount: number } | null, readonly points: { readonly available: number } | null } };

export type MemberTierSubscriptionVariables = Exact<{
  memberId: string;
  resumeAfter?: string | null | undefined;
}>;


export type MemberTierSubscription = { readonly tierChanged: { readonly id: string, readonly live: boolean, readonly change: { readonly toTier: { readonly code: string } } | null } };

export type MemberFeedbackSubscriptionVariables = Exact<{
  memberId: string;
  resumeAfter?: string | null | undefined;
}>;


export type MemberFeedbackSubscription = { readonly feedbackChanged: { readonly id: string, readonly live: boolean, readonly feedback: { readonly id: string } | null } };

export type MergeRequestsQueryVariables = Exact<{
  first: number;
  state?: MergeRequestState | null | undefined;
}>;


export type MergeRequestsQuery = { readonly mergeRequests: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly state: MergeRequestState, readonly askedAt: string, readonly expiresAt: string, readonly endedAt: string | null, readonly endedBy: string | null, readonly reason: string | null, readonly memberId: string, readonly otherMemberId: string | null, readonly member: { readonly name: string, readonly phone: string | null, readonly enrolledAt: string } | null, readonly otherMember: { readonly name: string, readonly phone: string | null, readonly enrolledAt: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type AcceptMergeRequestMutationVariables = Exact<{
  input: AcceptMergeRequestInput;
}>;


export type AcceptMergeRequestMutation = { readonly acceptMergeRequest: { readonly replayed: boolean, readonly mergeRequest: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type RefuseMergeRequestMutationVariables = Exact<{
  input: RefuseMergeRequestInput;
}>;


export type RefuseMergeRequestMutation = { readonly refuseMergeRequest: { readonly replayed: boolean, readonly mergeRequest: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type MemberMergesQueryVariables = Exact<{
  id: string;
}>;


export type MemberMergesQuery = { readonly merges: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly fromMemberId: string, readonly intoMemberId: string, readonly reason: string, readonly mergedBy: string, readonly mergedAt: string, readonly state: MergeState, readonly undoUntil: string } }> } | null };

export type MergePreviewQueryVariables = Exact<{
  from: string;
  into: string;
}>;


export type MergePreviewQuery = { readonly previewMerge: ReadonlyArray<{ readonly what: string, readonly moved: number, readonly kept: number }> | null };

export type MergeProgressQueryVariables = Exact<{
  id: string;
}>;


export type MergeProgressQuery = { readonly merge: { readonly merge: { readonly parts: ReadonlyArray<{ readonly what: string, readonly moved: number, readonly kept: number }>, readonly returned: ReadonlyArray<{ readonly what: string, readonly moved: number, readonly kept: number }> }, readonly points: { readonly state: MergeState, readonly parts: ReadonlyArray<{ readonly what: string, readonly moved: number, readonly kept: number }>, readonly returned: ReadonlyArray<{ readonly what: string, readonly moved: number, readonly kept: number }> } | null, readonly feedback: { readonly state: MergeState, readonly parts: ReadonlyArray<{ readonly what: string, readonly moved: number, readonly kept: number }>, readonly returned: ReadonlyArray<{ readonly what: string, readonly moved: number, readonly kept: number }> } | null } | null };

export type UndoMergeMutationVariables = Exact<{
  input: UndoMergeInput;
}>;


export type UndoMergeMutation = { readonly undoMerge: { readonly replayed: boolean, readonly merge: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type MergeMembersMutationVariables = Exact<{
  input: MergeMembersInput;
}>;


export type MergeMembersMutation = { readonly mergeMembers: { readonly replayed: boolean, readonly merge: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type MemberNextOffersQueryVariables = Exact<{
  id: string;
}>;


export type MemberNextOffersQuery = { readonly explainNextOffers: { readonly byProfile: boolean, readonly offers: ReadonlyArray<{ readonly hindrance: NextOfferHindrance | null, readonly chance: number | null, readonly priority: number, readonly offer: { readonly code: string, readonly name: string, readonly reason: string, readonly boughtOrders: number, readonly boughtLastOn: string | null, readonly bought: { readonly code: string, readonly name: string } | null } }> } | null };

export type MemberPermissionsQueryVariables = Exact<{
  id: string;
}>;


export type MemberPermissionsQuery = { readonly subscriptions: { readonly grantsFrom: GrantsFrom, readonly templates: ReadonlyArray<{ readonly code: string, readonly granted: number, readonly messages: ReadonlyArray<string> }> } | null };

export type MemberPlayQueryVariables = Exact<{
  id: string;
}>;


export type MemberPlayQuery = { readonly member: { readonly id: string, readonly name: string, readonly benefits: ReadonlyArray<{ readonly code: string, readonly name: string, readonly left: number | null, readonly of: number | null, readonly per: BenefitTerm | null, readonly until: string | null }> | null, readonly tasks: ReadonlyArray<{ readonly code: string, readonly name: string, readonly description: string | null, readonly ordered: boolean, readonly done: boolean, readonly open: boolean, readonly endsAt: string | null, readonly steps: ReadonlyArray<{ readonly code: string, readonly name: string, readonly done: number, readonly of: number }>, readonly reward: { readonly asset: "POINTS" | "GROWTH" | (string & {}) | null, readonly amount: number | null, readonly coupon: { readonly name: string } | null, readonly badge: { readonly name: string } | null } | null }> | null, readonly streaks: ReadonlyArray<{ readonly code: string, readonly name: string, readonly current: number, readonly longest: number, readonly today: boolean, readonly every: number, readonly inDays: number, readonly reward: { readonly asset: "POINTS" | "GROWTH" | (string & {}) | null, readonly amount: number | null, readonly coupon: { readonly name: string } | null, readonly badge: { readonly name: string } | null } }> | null, readonly badges: ReadonlyArray<{ readonly code: string, readonly name: string, readonly description: string | null, readonly held: boolean, readonly since: string | null, readonly until: string | null, readonly done: number, readonly of: number }> | null } | null, readonly benefitUses: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly storeId: string, readonly usedAt: string, readonly reversedAt: string | null, readonly benefit: { readonly name: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type PlayRewardWordsFragment = { readonly asset: "POINTS" | "GROWTH" | (string & {}) | null, readonly amount: number | null, readonly coupon: { readonly name: string } | null, readonly badge: { readonly name: string } | null };

export type UseBenefitMutationVariables = Exact<{
  input: UseBenefitInput;
}>;


export type UseBenefitMutation = { readonly useBenefit: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type GiveBenefitBackMutationVariables = Exact<{
  input: ReverseBenefitUseInput;
}>;


export type GiveBenefitBackMutation = { readonly reverseBenefitUse: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type MemberErasureQueryVariables = Exact<{
  id: string;
}>;


export type MemberErasureQuery = { readonly erasure: { readonly state: ErasureState, readonly byMember: boolean, readonly dueAt: string } | null };

export type MemberDisclosuresQueryVariables = Exact<{
  id: string;
}>;


export type MemberDisclosuresQuery = { readonly disclosures: ReadonlyArray<{ readonly kind: DisclosureKind, readonly reason: string, readonly at: string }> | null };

export type RequestErasureMutationVariables = Exact<{
  input: RequestErasureInput;
}>;


export type RequestErasureMutation = { readonly requestErasure: { readonly replayed: boolean, readonly approval: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type CancelErasureMutationVariables = Exact<{
  input: CancelErasureInput;
}>;


export type CancelErasureMutation = { readonly cancelErasure: { readonly replayed: boolean, readonly erasure: { readonly state: ErasureState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type MemberRecordQueryVariables = Exact<{
  id: string;
}>;


export type MemberRecordQuery = { readonly member: { readonly id: string, readonly tags: ReadonlyArray<{ readonly source: TagSource, readonly setBy: string | null, readonly setAt: string, readonly confidencePercent: number, readonly expiresAt: string | null, readonly programmeVersion: number | null, readonly tag: { readonly code: string, readonly name: string, readonly tagClass: TagClass, readonly when: string | null }, readonly reasons: ReadonlyArray<{ readonly fact: string, readonly value: string | null }> }> | null, readonly facts: { readonly asOf: string, readonly orders: number, readonly spentMinor: number, readonly orders30d: number, readonly spent30dMinor: number, readonly orders365d: number, readonly spent365dMinor: number, readonly activeDays30d: number, readonly firstOrderOn: string | null, readonly lastOrderAt: string | null, readonly favouriteSeries: string | null, readonly nearestStore: { readonly code: string, readonly metres: number } | null }, readonly lifecycle: { readonly stage: LifecycleStage, readonly stageSince: string, readonly level: ActivityLevel, readonly levelSince: string, readonly activation: ReadonlyArray<{ readonly step: ActivationStep, readonly takenOn: string | null, readonly dueOn: string }> } | null, readonly origin: { readonly source: string | null, readonly storeCode: string | null } | null, readonly profile: { readonly gender: Gender | null, readonly language: string | null, readonly birthday: { readonly text: string, readonly calendar: BirthdayCalendar | null } | null, readonly preferences: ReadonlyArray<{ readonly code: string, readonly value: string }> }, readonly identities: ReadonlyArray<{ readonly kind: IdentityKind, readonly value: string, readonly since: string | null }>, readonly pastIdentities: ReadonlyArray<{ readonly kind: IdentityKind, readonly value: string, readonly until: string | null }>, readonly consents: ReadonlyArray<{ readonly purpose: ConsentPurpose, readonly channel: ContactChannel, readonly granted: boolean, readonly version: string | null, readonly at: string | null }> | null, readonly contactPreferences: { readonly channels: ReadonlyArray<ContactChannel>, readonly quietHours: { readonly fromTime: string, readonly untilTime: string } | null } | null, readonly tierDecisions: { readonly edges: ReadonlyArray<{ readonly node: { readonly reason: TierReason, readonly counted: number, readonly threshold: number | null, readonly windowFrom: string | null, readonly windowUntil: string | null, readonly manualUntil: string | null, readonly note: string | null, readonly programmeVersion: number, readonly decidedAt: string, readonly ladder: { readonly code: string, readonly name: string }, readonly fromTier: { readonly name: string } | null, readonly toTier: { readonly name: string }, readonly heldTier: { readonly name: string } | null } }> } | null } | null, readonly memberSegments: ReadonlyArray<{ readonly since: string | null, readonly segment: { readonly code: string, readonly name: string }, readonly reasons: ReadonlyArray<{ readonly fact: string, readonly value: string | null }> }> | null, readonly coupons: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly conditions: string, readonly state: CouponState, readonly expiresOn: string, readonly usedAt: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null, readonly viewer: { readonly currencyCode: string | null } | null };

export type MemberMonthQueryVariables = Exact<{
  id: string;
  month: string;
}>;


export type MemberMonthQuery = { readonly member: { readonly id: string, readonly statement: { readonly opening: number, readonly closing: number, readonly lines: ReadonlyArray<{ readonly kind: EntryKind, readonly amount: number, readonly count: number }> } | null } | null };

export type CouponsToGrantQueryVariables = Exact<{ [key: string]: never; }>;


export type CouponsToGrantQuery = { readonly couponTypes: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly conditions: string } }> } | null };

export type GrantCouponMutationVariables = Exact<{
  input: GrantCouponInput;
}>;


export type GrantCouponMutation = { readonly grantCoupon: { readonly replayed: boolean, readonly coupon: { readonly id: string, readonly name: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type RevealMemberMutationVariables = Exact<{
  input: RevealMemberInput;
}>;


export type RevealMemberMutation = { readonly revealMember: { readonly member: { readonly name: string, readonly phone: string | null, readonly gender: Gender | null, readonly identities: ReadonlyArray<{ readonly kind: IdentityKind, readonly value: string }>, readonly birthday: { readonly text: string, readonly calendar: BirthdayCalendar | null } | null, readonly address: { readonly country: string, readonly province: string, readonly city: string, readonly district: string, readonly street: string, readonly postalCode: string } | null } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type RevokeCouponMutationVariables = Exact<{
  input: RevokeCouponInput;
}>;


export type RevokeCouponMutation = { readonly revokeCoupon: { readonly replayed: boolean, readonly coupon: { readonly id: string, readonly state: CouponState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type MemberTimelineQueryVariables = Exact<{
  id: string;
  types?: ReadonlyArray<TimelineType> | TimelineType | null | undefined;
  after?: string | null | undefined;
}>;


export type MemberTimelineQuery = { readonly member: { readonly id: string, readonly timeline: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly type: TimelineType, readonly at: string, readonly activity: { readonly type: ActivityType, readonly channel: string, readonly orderId: string | null, readonly storeId: string | null, readonly total: { readonly minorUnits: number, readonly currencyCode: string } | null } | null, readonly tierDecision: { readonly reason: TierReason, readonly note: string | null, readonly ladder: { readonly name: string }, readonly fromTier: { readonly name: string } | null, readonly toTier: { readonly name: string } } | null, readonly entry: { readonly amount: number, readonly balanceAfter: number, readonly cause: { readonly title: string, readonly reason: string | null } } | null, readonly redemption: { readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly voucher: { readonly state: VoucherState } | null } | null, readonly feedback: { readonly text: string, readonly state: FeedbackState } | null, readonly touch: { readonly occasion: TouchOccasion | null, readonly state: TouchState, readonly channel: string | null, readonly message: { readonly name: string } | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type MemberTouchesQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type MemberTouchesQuery = { readonly touches: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string | null, readonly state: TouchState, readonly occasion: TouchOccasion | null, readonly text: string | null, readonly journey: string | null, readonly wishedAt: string, readonly wakesAt: string | null, readonly endedAt: string | null, readonly channel: string | null, readonly message: { readonly code: string, readonly name: string } | null, readonly attempts: ReadonlyArray<{ readonly number: number, readonly channel: string, readonly at: string, readonly answer: string | null, readonly code: string | null, readonly words: string | null }>, readonly checks: ReadonlyArray<{ readonly name: string, readonly passed: boolean, readonly text: string, readonly limit: string | null, readonly until: string | null, readonly inputs: ReadonlyArray<{ readonly name: string, readonly value: string }> }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type OfferFiguresQueryVariables = Exact<{ [key: string]: never; }>;


export type OfferFiguresQuery = { readonly offerFigures: ReadonlyArray<{ readonly code: string, readonly name: string, readonly series: string, readonly shown: number, readonly declined: number, readonly taken: number, readonly explored: number, readonly exploredTaken: number }> | null };

export type AssociationsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type AssociationsQuery = { readonly associations: { readonly buyers: number, readonly learntAt: string | null, readonly edges: ReadonlyArray<{ readonly node: { readonly basis: NextOfferBasis, readonly ofMembers: number, readonly both: number, readonly confidence: number | null, readonly low: number | null, readonly high: number | null, readonly base: number | null, readonly lift: number | null, readonly ofSeries: { readonly code: string, readonly name: string }, readonly toSeries: { readonly code: string, readonly name: string } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type AssociationRowFragment = { readonly basis: NextOfferBasis, readonly ofMembers: number, readonly both: number, readonly confidence: number | null, readonly low: number | null, readonly high: number | null, readonly base: number | null, readonly lift: number | null, readonly ofSeries: { readonly code: string, readonly name: string }, readonly toSeries: { readonly code: string, readonly name: string } };

export type FeedbackItemFragment = { readonly id: string, readonly text: string, readonly channel: string, readonly state: FeedbackState, readonly priority: Priority | null, readonly memberId: string | null, readonly anonymous: boolean, readonly orderId: string | null, readonly storeId: string | null, readonly team: string | null, readonly assignee: string | null, readonly stars: number | null, readonly saidAt: string | null, readonly createdAt: string, readonly responseDueAt: string | null, readonly resolutionDueAt: string | null, readonly firstResponseAt: string | null, readonly escalationLevel: number | null, readonly escalatedTo: string | null, readonly intent: FeedbackIntent | null, readonly group: string | null, readonly rating: number | null, readonly clocks: ReadonlyArray<{ readonly kind: FeedbackClockKind, readonly dueAt: string, readonly inBusinessHours: boolean, readonly calendarUnknown: boolean, readonly standsSince: string | null, readonly lateSince: string | null, readonly leftSeconds: number | null, readonly lateReason: LateReason | null }> | null, readonly attachments: ReadonlyArray<{ readonly url: string | null, readonly state: AttachmentState, readonly problem: AttachmentProblem | null, readonly contentType: string | null, readonly sizeBytes: number | null }>, readonly category: { readonly code: string, readonly name: string } | null, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly sentiment: { readonly label: SentimentLabel, readonly confidence: number } | null, readonly mentions: ReadonlyArray<{ readonly topic: string, readonly word: string, readonly kind: MentionKind }> | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null, readonly actor: string | null, readonly note: string | null }> };

export type FeedbackReadersQueryVariables = Exact<{
  id: string;
  claim?: FeedbackClaim | null | undefined;
}>;


export type FeedbackReadersQuery = { readonly feedbackReaders: { readonly readers: ReadonlyArray<string>, readonly answerer: string | null } | null };

export type ClaimFeedbackQueryVariables = Exact<{
  id: string;
  claim: FeedbackClaim;
}>;


export type ClaimFeedbackQuery = { readonly feedbackReaders: { readonly answerer: string | null } | null, readonly node:
    | { readonly timeline: ReadonlyArray<{ readonly at: string }> }
    | Record<PropertyKey, never>
   | null };

export type ReplyFeedbackMutationVariables = Exact<{
  input: ReplyFeedbackInput;
}>;


export type ReplyFeedbackMutation = { readonly replyFeedback: { readonly replayed: boolean, readonly feedback: { readonly id: string, readonly text: string, readonly channel: string, readonly state: FeedbackState, readonly priority: Priority | null, readonly memberId: string | null, readonly anonymous: boolean, readonly orderId: string | null, readonly storeId: string | null, readonly team: string | null, readonly assignee: string | null, readonly stars: number | null, readonly saidAt: string | null, readonly createdAt: string, readonly responseDueAt: string | null, readonly resolutionDueAt: string | null, readonly firstResponseAt: string | null, readonly escalationLevel: number | null, readonly escalatedTo: string | null, readonly intent: FeedbackIntent | null, readonly group: string | null, readonly rating: number | null, readonly clocks: ReadonlyArray<{ readonly kind: FeedbackClockKind, readonly dueAt: string, readonly inBusinessHours: boolean, readonly calendarUnknown: boolean, readonly standsSince: string | null, readonly lateSince: string | null, readonly leftSeconds: number | null, readonly lateReason: LateReason | null }> | null, readonly attachments: ReadonlyArray<{ readonly url: string | null, readonly state: AttachmentState, readonly problem: AttachmentProblem | null, readonly contentType: string | null, readonly sizeBytes: number | null }>, readonly category: { readonly code: string, readonly name: string } | null, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly sentiment: { readonly label: SentimentLabel, readonly confidence: number } | null, readonly mentions: ReadonlyArray<{ readonly topic: string, readonly word: string, readonly kind: MentionKind }> | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null, readonly actor: string | null, readonly note: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type NoteFeedbackMutationVariables = Exact<{
  input: NoteFeedbackInput;
}>;


export type NoteFeedbackMutation = { readonly noteFeedback: { readonly replayed: boolean, readonly feedback: { readonly id: string, readonly text: string, readonly channel: string, readonly state: FeedbackState, readonly priority: Priority | null, readonly memberId: string | null, readonly anonymous: boolean, readonly orderId: string | null, readonly storeId: string | null, readonly team: string | null, readonly assignee: string | null, readonly stars: number | null, readonly saidAt: string | null, readonly createdAt: string, readonly responseDueAt: string | null, readonly resolutionDueAt: string | null, readonly firstResponseAt: string | null, readonly escalationLevel: number | null, readonly escalatedTo: string | null, readonly intent: FeedbackIntent | null, readonly group: string | null, readonly rating: number | null, readonly clocks: ReadonlyArray<{ readonly kind: FeedbackClockKind, readonly dueAt: string, readonly inBusinessHours: boolean, readonly calendarUnknown: boolean, readonly standsSince: string | null, readonly lateSince: string | null, readonly leftSeconds: number | null, readonly lateReason: LateReason | null }> | null, readonly attachments: ReadonlyArray<{ readonly url: string | null, readonly state: AttachmentState, readonly problem: AttachmentProblem | null, readonly contentType: string | null, readonly sizeBytes: number | null }>, readonly category: { readonly code: string, readonly name: string } | null, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly sentiment: { readonly label: SentimentLabel, readonly confidence: number } | null, readonly mentions: ReadonlyArray<{ readonly topic: string, readonly word: string, readonly kind: MentionKind }> | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null, readonly actor: string | null, readonly note: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type MoveFeedbackMutationVariables = Exact<{
  input: MoveFeedbackInput;
}>;


export type MoveFeedbackMutation = { readonly moveFeedback: { readonly replayed: boolean, readonly feedback: { readonly id: string, readonly text: string, readonly channel: string, readonly state: FeedbackState, readonly priority: Priority | null, readonly memberId: string | null, readonly anonymous: boolean, readonly orderId: string | null, readonly storeId: string | null, readonly team: string | null, readonly assignee: string | null, readonly stars: number | null, readonly saidAt: string | null, readonly createdAt: string, readonly responseDueAt: string | null, readonly resolutionDueAt: string | null, readonly firstResponseAt: string | null, readonly escalationLevel: number | null, readonly escalatedTo: string | null, readonly intent: FeedbackIntent | null, readonly group: string | null, readonly rating: number | null, readonly clocks: ReadonlyArray<{ readonly kind: FeedbackClockKind, readonly dueAt: string, readonly inBusinessHours: boolean, readonly calendarUnknown: boolean, readonly standsSince: string | null, readonly lateSince: string | null, readonly leftSeconds: number | null, readonly lateReason: LateReason | null }> | null, readonly attachments: ReadonlyArray<{ readonly url: string | null, readonly state: AttachmentState, readonly problem: AttachmentProblem | null, readonly contentType: string | null, readonly sizeBytes: number | null }>, readonly category: { readonly code: string, readonly name: string } | null, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly sentiment: { readonly label: SentimentLabel, readonly confidence: number } | null, readonly mentions: ReadonlyArray<{ readonly topic: string, readonly word: string, readonly kind: MentionKind }> | null, readonly timeline: ReadonlyArray<{ readonly at: string, readonly state: FeedbackState, readonly message: string | null, readonly said: string | null, readonly actor: string | null, readonly note: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type TierBacktestQueryVariables = Exact<{ [key: string]: never; }>;


export type TierBacktestQuery = { readonly tierBacktest: { readonly id: string, readonly state: BacktestState, readonly askedBy: string, readonly askedAt: string, readonly inForceVersion: number, readonly members: number, readonly failure: string | null, readonly ladders: ReadonlyArray<{ readonly rise: number, readonly fall: number, readonly riseAtOnce: number, readonly ladder: { readonly code: string, readonly name: string }, readonly moves: ReadonlyArray<{ readonly members: number, readonly fromTier: { readonly code: string, readonly name: string } | null, readonly toTier: { readonly code: string, readonly name: string } }> }>, readonly cost: { readonly pointsNow: number, readonly pointsDraft: number, readonly spend: { readonly currencyCode: string, readonly minorUnits: number }, readonly worth: { readonly currencyCode: string, readonly minorUnits: number } } | null, readonly benefits: ReadonlyArray<{ readonly benefit: string, readonly now: number, readonly draft: number }>, readonly sample: ReadonlyArray<{ readonly memberId: string, readonly ladder: string, readonly fromTier: string | null, readonly toTier: string, readonly reason: TierReason, readonly counted: number, readonly threshold: number }> } | null };

export type StartTierBacktestMutationVariables = Exact<{
  input: StartTierBacktestInput;
}>;


export type StartTierBacktestMutation = { readonly startTierBacktest: { readonly replayed: boolean, readonly backtest: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type TriedLaddersFragment = { readonly id: string, readonly state: BacktestState, readonly askedBy: string, readonly askedAt: string, readonly inForceVersion: number, readonly members: number, readonly failure: string | null, readonly ladders: ReadonlyArray<{ readonly rise: number, readonly fall: number, readonly riseAtOnce: number, readonly ladder: { readonly code: string, readonly name: string }, readonly moves: ReadonlyArray<{ readonly members: number, readonly fromTier: { readonly code: string, readonly name: string } | null, readonly toTier: { readonly code: string, readonly name: string } }> }>, readonly cost: { readonly pointsNow: number, readonly pointsDraft: number, readonly spend: { readonly currencyCode: string, readonly minorUnits: number }, readonly worth: { readonly currencyCode: string, readonly minorUnits: number } } | null, readonly benefits: ReadonlyArray<{ readonly benefit: string, readonly now: number, readonly draft: number }>, readonly sample: ReadonlyArray<{ readonly memberId: string, readonly ladder: string, readonly fromTier: string | null, readonly toTier: string, readonly reason: TierReason, readonly counted: number, readonly threshold: number }> };

export type DryRunQueryVariables = Exact<{ [key: string]: never; }>;


export type DryRunQuery = { readonly dryRun: { readonly id: string, readonly state: DryRunState, readonly askedBy: string, readonly askedAt: string, readonly since: string, readonly inForceVersion: number | null, readonly activities: number, readonly reachedAt: string | null, readonly complete: boolean, readonly failure: string | null, readonly report: { readonly refusedNow: number, readonly refusedDraft: number, readonly assets: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly now: number, readonly draft: number, readonly membersGain: number, readonly membersLose: number, readonly nowWorth: { readonly currencyCode: string, readonly minorUnits: number } | null, readonly draftWorth: { readonly currencyCode: string, readonly minorUnits: number } | null }>, readonly rules: ReadonlyArray<{ readonly rule: string, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly now: number, readonly draft: number }>, readonly members: ReadonlyArray<{ readonly memberId: string, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly now: number, readonly draft: number }> } | null } | null };

export type StartDryRunMutationVariables = Exact<{
  input: StartDryRunInput;
}>;


export type StartDryRunMutation = { readonly startDryRun: { readonly replayed: boolean, readonly dryRun: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type TriedDraftFragment = { readonly id: string, readonly state: DryRunState, readonly askedBy: string, readonly askedAt: string, readonly since: string, readonly inForceVersion: number | null, readonly activities: number, readonly reachedAt: string | null, readonly complete: boolean, readonly failure: string | null, readonly report: { readonly refusedNow: number, readonly refusedDraft: number, readonly assets: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly now: number, readonly draft: number, readonly membersGain: number, readonly membersLose: number, readonly nowWorth: { readonly currencyCode: string, readonly minorUnits: number } | null, readonly draftWorth: { readonly currencyCode: string, readonly minorUnits: number } | null }>, readonly rules: ReadonlyArray<{ readonly rule: string, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly now: number, readonly draft: number }>, readonly members: ReadonlyArray<{ readonly memberId: string, readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly now: number, readonly draft: number }> } | null };

export type ProgrammeQueryVariables = Exact<{
  first: number;
}>;


export type ProgrammeQuery = { readonly programmeVersion: { readonly version: number, readonly sourceYaml: string | null, readonly note: string, readonly publishedBy: string, readonly publishedAt: string } | null, readonly programmeVersions: { readonly edges: ReadonlyArray<{ readonly node: { readonly version: number, readonly note: string, readonly publishedBy: string, readonly publishedAt: string, readonly rollbackOf: number | null } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type ProgrammeFileQueryVariables = Exact<{
  version: number;
}>;


export type ProgrammeFileQuery = { readonly programmeVersion: { readonly version: number, readonly sourceYaml: string | null } | null };

export type JudgeProgrammeQueryVariables = Exact<{
  sourceYaml: string;
}>;


export type JudgeProgrammeQuery = { readonly validateProgramme: { readonly problems: ReadonlyArray<{ readonly line: number, readonly column: number, readonly key: string, readonly message: string }>, readonly warnings: ReadonlyArray<{ readonly line: number, readonly column: number, readonly key: string, readonly message: string }>, readonly counts: ReadonlyArray<{ readonly name: string, readonly count: number }> } | null };

export type ProgrammeFaultFragment = { readonly line: number, readonly column: number, readonly key: string, readonly message: string };

export type PublishProgrammeMutationVariables = Exact<{
  input: PublishProgrammeInput;
}>;


export type PublishProgrammeMutation = { readonly publishProgramme: { readonly replayed: boolean, readonly programme: { readonly version: number } | null, readonly approval: { readonly id: string } | null, readonly overtaken: { readonly version: number } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type RollBackProgrammeMutationVariables = Exact<{
  input: RollbackProgrammeInput;
}>;


export type RollBackProgrammeMutation = { readonly rollbackProgramme: { readonly replayed: boolean, readonly programme: { readonly version: number } | null, readonly approval: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type DataQualityQueryVariables = Exact<{
  fromDay: string;
  untilDay: string;
  first: number;
}>;


export type DataQualityQuery = { readonly dataQuality: { readonly edges: ReadonlyArray<{ readonly node: { readonly day: string, readonly channel: string, readonly recorded: number, readonly repeated: number, readonly refused: number, readonly late: number, readonly withoutMember: number, readonly inConflict: number, readonly refusals: ReadonlyArray<{ readonly reason: string, readonly count: number }> } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type ChannelDayRowFragment = { readonly day: string, readonly channel: string, readonly recorded: number, readonly repeated: number, readonly refused: number, readonly late: number, readonly withoutMember: number, readonly inConflict: number, readonly refusals: ReadonlyArray<{ readonly reason: string, readonly count: number }> };

export type RevealsQueryVariables = Exact<{ [key: string]: never; }>;


export type RevealsQuery = { readonly reveals: ReadonlyArray<{ readonly id: string, readonly state: RevealState, readonly members: number, readonly segment: string | null, readonly reason: string, readonly askedAt: string, readonly readableUntil: string | null }> | null };

export type RequestRevealMutationVariables = Exact<{
  input: RequestRevealInput;
}>;


export type RequestRevealMutation = { readonly requestReveal: { readonly replayed: boolean, readonly reveal: { readonly id: string, readonly state: RevealState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type ReadRevealMutationVariables = Exact<{
  input: ReadRevealInput;
}>;


export type ReadRevealMutation = { readonly readReveal: { readonly gone: ReadonlyArray<string> | null, readonly phones: ReadonlyArray<{ readonly memberId: string, readonly phone: string | null }> | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type RewardsQueryVariables = Exact<{
  first: number;
  category?: string | null | undefined;
}>;


export type RewardsQuery = { readonly rewards: { readonly totalCount: number, readonly categories: ReadonlyArray<{ readonly code: string, readonly name: string }>, readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly description: string | null, readonly kind: RewardKind, readonly listPriceMinor: number | null, readonly listPriceCurrency: string | null, readonly immediate: boolean, readonly stock: number | null, readonly redeemedCount: number, readonly images: ReadonlyArray<string>, readonly category: { readonly name: string } | null, readonly prices: ReadonlyArray<{ readonly asset: string, readonly amount: number }>, readonly minTier: { readonly name: string } | null, readonly limitsForAll: ReadonlyArray<{ readonly per: LimitPeriod, readonly times: number, readonly remaining: number }> } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type CatalogueRewardFragment = { readonly code: string, readonly name: string, readonly description: string | null, readonly kind: RewardKind, readonly listPriceMinor: number | null, readonly listPriceCurrency: string | null, readonly immediate: boolean, readonly stock: number | null, readonly redeemedCount: number, readonly images: ReadonlyArray<string>, readonly category: { readonly name: string } | null, readonly prices: ReadonlyArray<{ readonly asset: string, readonly amount: number }>, readonly minTier: { readonly name: string } | null, readonly limitsForAll: ReadonlyArray<{ readonly per: LimitPeriod, readonly times: number, readonly remaining: number }> };

export type RewardStockQueryVariables = Exact<{ [key: string]: never; }>;


export type RewardStockQuery = { readonly programmeVersion: { readonly version: number, readonly sourceYaml: string | null } | null };

export type RestocksQueryVariables = Exact<{
  code: string;
  first: number;
}>;


export type RestocksQuery = { readonly restocks: { readonly edges: ReadonlyArray<{ readonly node: { readonly pieces: number, readonly at: string, readonly programmeVersion: number } }> } | null, readonly programmeVersions: { readonly edges: ReadonlyArray<{ readonly node: { readonly version: number, readonly publishedBy: string, readonly note: string } }> } | null };

export type SegmentListQueryVariables = Exact<{ [key: string]: never; }>;


export type SegmentListQuery = { readonly segments: { readonly asOf: string, readonly lagMs: number, readonly segments: ReadonlyArray<{ readonly members: number, readonly segment: { readonly code: string, readonly name: string, readonly when: string | null, readonly saved: boolean, readonly etag: string | null, readonly names: { readonly zh: string, readonly en: string } } }> } | null };

export type SegmentRowFragment = { readonly code: string, readonly name: string, readonly when: string | null, readonly saved: boolean, readonly etag: string | null, readonly names: { readonly zh: string, readonly en: string } };

export type SegmentPageQueryVariables = Exact<{
  code: string;
  first: number;
  after?: string | null | undefined;
}>;


export type SegmentPageQuery = { readonly segmentMembers: { readonly edges: ReadonlyArray<{ readonly node: { readonly memberId: string, readonly since: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type SegmentPeopleQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type SegmentPeopleQuery = { readonly members: ReadonlyArray<{ readonly id: string, readonly name: string, readonly phone: string | null, readonly tier: { readonly name: string } | null, readonly cluster: { readonly name: string } | null } | null> | null };

export type SegmentFactsQueryVariables = Exact<{ [key: string]: never; }>;


export type SegmentFactsQuery = { readonly conditionFacts: ReadonlyArray<{ readonly name: string, readonly type: string }> | null, readonly programmeVersion: { readonly document: string | null } | null };

export type SegmentTrialQueryVariables = Exact<{
  when: string;
  parts: ReadonlyArray<string> | string;
}>;


export type SegmentTrialQuery = { readonly previewSegment: { readonly parts: ReadonlyArray<number>, readonly members: number, readonly membersLow: number, readonly membersHigh: number, readonly judged: number, readonly total: number, readonly exact: boolean, readonly asOf: string, readonly sample: ReadonlyArray<{ readonly memberId: string, readonly reasons: ReadonlyArray<{ readonly fact: string, readonly value: string | null }> }> } | null };

export type SaveSegmentMutationVariables = Exact<{
  input: SaveSegmentInput;
}>;


export type SaveSegmentMutation = { readonly saveSegment: { readonly replayed: boolean, readonly segment: { readonly code: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type DeleteSegmentMutationVariables = Exact<{
  input: DeleteSegmentInput;
}>;


export type DeleteSegmentMutation = { readonly deleteSegment: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type SegmentLtvQueryVariables = Exact<{
  code: string;
}>;


export type SegmentLtvQuery = { readonly segmentLtv: { readonly members: number, readonly counted: number, readonly on: string, readonly ltv: { readonly currencyCode: string, readonly minorUnits: number }, readonly stages: ReadonlyArray<{ readonly stage: LifecycleStage, readonly members: number, readonly conversionPermille: number, readonly averageOrderMinor: number, readonly frequencyThousandths: number, readonly retentionPermille: number, readonly valueMinor: number }> } | null };

export type ClustersQueryVariables = Exact<{ [key: string]: never; }>;


export type ClustersQuery = { readonly clusters: { readonly on: string, readonly members: number, readonly sampled: number, readonly currency: string, readonly clusters: ReadonlyArray<{ readonly members: number, readonly orders90dThousandths: number, readonly spent90dMinor: number, readonly activeDaysThousandths: number, readonly contentThousandths: number, readonly visitsThousandths: number, readonly cluster: { readonly code: string, readonly name: string } }> } | null };

export type RfmPageQueryVariables = Exact<{ [key: string]: never; }>;


export type RfmPageQuery = { readonly rfm: { readonly declared: boolean, readonly running: boolean, readonly runs: ReadonlyArray<{ readonly on: string, readonly cause: RfmCause, readonly members: number, readonly cuts: { readonly recencyDays: ReadonlyArray<number>, readonly orders: ReadonlyArray<number>, readonly terciles: boolean, readonly spent: ReadonlyArray<{ readonly currencyCode: string, readonly minorUnits: number }> }, readonly cells: ReadonlyArray<{ readonly recency: number, readonly monetary: number, readonly members: number, readonly valueClass: string }>, readonly classes: ReadonlyArray<{ readonly code: string, readonly members: number, readonly valueMinor: number }>, readonly valueActivity: ReadonlyArray<{ readonly highValue: boolean, readonly active: boolean, readonly members: number }> }> } | null };

export type RunRfmMutationVariables = Exact<{
  input: RunRfmInput;
}>;


export type RunRfmMutation = { readonly runRfm: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type ActivationCountsQueryVariables = Exact<{
  enrolledFrom?: string | null | undefined;
}>;


export type ActivationCountsQuery = { readonly activationCounts: { readonly enrolled: number, readonly steps: ReadonlyArray<{ readonly step: ActivationStep, readonly members: number, readonly inTime: number, readonly withinDays: number }> } | null };

export type StoresQueryVariables = Exact<{
  city?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type StoresQuery = { readonly stores: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly city: string, readonly timeZone: string, readonly openNow: boolean | null, readonly closedFrom: string | null, readonly hours: ReadonlyArray<{ readonly weekday: number, readonly opens: string, readonly closes: string }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type StorePageQueryVariables = Exact<{
  code: string;
  day: string;
}>;


export type StorePageQuery = { readonly store: { readonly code: string, readonly name: string, readonly city: string, readonly latitude: number | null, readonly longitude: number | null, readonly timeZone: string, readonly closedDays: ReadonlyArray<string>, readonly closedFrom: string | null, readonly closedForGood: boolean, readonly openNow: boolean | null, readonly qrPayload: string, readonly etag: string, readonly names: { readonly zh: string, readonly en: string }, readonly hours: ReadonlyArray<{ readonly weekday: number, readonly opens: string, readonly closes: string }>, readonly labels: ReadonlyArray<{ readonly key: string, readonly value: string }> | null } | null, readonly storeTotals: { readonly asOf: string, readonly final: boolean, readonly edges: ReadonlyArray<{ readonly node: { readonly rule: string | null, readonly reward: string | null, readonly issued: number, readonly clawedBack: number, readonly redeemed: number, readonly expired: number, readonly other: number, readonly postings: number, readonly vouchersUsed: number, readonly vouchersReversed: number } }>, readonly sum: { readonly rule: string | null, readonly reward: string | null, readonly issued: number, readonly clawedBack: number, readonly redeemed: number, readonly expired: number, readonly other: number, readonly postings: number, readonly vouchersUsed: number, readonly vouchersReversed: number }, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type WholeStoreFragment = { readonly code: string, readonly name: string, readonly city: string, readonly latitude: number | null, readonly longitude: number | null, readonly timeZone: string, readonly closedDays: ReadonlyArray<string>, readonly closedFrom: string | null, readonly closedForGood: boolean, readonly openNow: boolean | null, readonly qrPayload: string, readonly etag: string, readonly names: { readonly zh: string, readonly en: string }, readonly hours: ReadonlyArray<{ readonly weekday: number, readonly opens: string, readonly closes: string }>, readonly labels: ReadonlyArray<{ readonly key: string, readonly value: string }> | null };

export type StoreDayRowFragment = { readonly rule: string | null, readonly reward: string | null, readonly issued: number, readonly clawedBack: number, readonly redeemed: number, readonly expired: number, readonly other: number, readonly postings: number, readonly vouchersUsed: number, readonly vouchersReversed: number };

export type SaveStoreMutationVariables = Exact<{
  input: UpsertStoreInput;
}>;


export type SaveStoreMutation = { readonly upsertStore: { readonly replayed: boolean, readonly store: { readonly code: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type SurveysQueryVariables = Exact<{ [key: string]: never; }>;


export type SurveysQuery = { readonly surveys: ReadonlyArray<{ readonly code: string, readonly name: string, readonly kind: SurveyKind, readonly anonymous: boolean, readonly trigger: string, readonly opens: string | null, readonly closes: string | null, readonly open: boolean, readonly offered: number, readonly answered: number }> | null };

export type SurveyRowFragment = { readonly code: string, readonly name: string, readonly kind: SurveyKind, readonly anonymous: boolean, readonly trigger: string, readonly opens: string | null, readonly closes: string | null, readonly open: boolean, readonly offered: number, readonly answered: number };

export type SurveyPageQueryVariables = Exact<{
  code: string;
  fromDay?: string | null | undefined;
  untilDay?: string | null | undefined;
}>;


export type SurveyPageQuery = { readonly survey: { readonly code: string, readonly name: string, readonly kind: SurveyKind, readonly anonymous: boolean, readonly trigger: string, readonly opens: string | null, readonly closes: string | null, readonly open: boolean, readonly offered: number, readonly answered: number, readonly results: { readonly answers: number, readonly hidden: boolean, readonly hiddenGroups: number, readonly figure: { readonly value: number, readonly low: number | null, readonly high: number | null, readonly answers: number, readonly few: boolean } | null, readonly questions: ReadonlyArray<{ readonly replies: number, readonly question: { readonly code: string, readonly kind: SurveyQuestionKind, readonly text: string, readonly options: ReadonlyArray<{ readonly code: string, readonly name: string }> }, readonly counts: ReadonlyArray<{ readonly value: string, readonly count: number }> }>, readonly groups: ReadonlyArray<{ readonly grouping: SurveyGrouping, readonly code: string, readonly answers: number, readonly figure: { readonly value: number, readonly low: number | null, readonly high: number | null, readonly answers: number, readonly few: boolean } | null }> } | null } | null };

export type SurveyFigureToldFragment = { readonly value: number, readonly low: number | null, readonly high: number | null, readonly answers: number, readonly few: boolean };

export type SurveyCommentsQueryVariables = Exact<{
  code: string;
  first: number;
}>;


export type SurveyCommentsQuery = { readonly surveyComments: { readonly edges: ReadonlyArray<{ readonly node: { readonly question: string, readonly text: string, readonly score: number | null, readonly memberId: string | null, readonly day: string } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type TodayQueryVariables = Exact<{
  brand: boolean;
}>;


export type TodayQuery = { readonly approvals?: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: string, readonly state: ApprovalState, readonly askedBy: string, readonly askedAt: string, readonly expiresAt: string, readonly reason: string } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null, readonly feedbackQueue: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly priority: Priority | null, readonly team: string | null, readonly createdAt: string, readonly responseDueAt: string | null, readonly resolutionDueAt: string | null, readonly firstResponseAt: string | null, readonly category: { readonly code: string, readonly name: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null, readonly metricTodos?: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string, readonly day: string, readonly dueAt: string, readonly late: boolean, readonly owner: string | null, readonly metric: { readonly name: string } } }> } | null, readonly failingConditions?: ReadonlyArray<{ readonly rule: string, readonly text: string, readonly failures: number, readonly lastAt: string, readonly reason: string }> | null, readonly waitingRefunds?: { readonly edges: ReadonlyArray<{ readonly node: { readonly orderChannel: string, readonly orderId: string, readonly waitingSince: string, readonly refunds: ReadonlyArray<{ readonly eventId: string }> } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null, readonly programme: { readonly version: number, readonly ladders: ReadonlyArray<{ readonly code: string, readonly name: string }> } | null, readonly catalogue: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly price: number, readonly soldOut: boolean } }> } | null };

export type PostRowFragment = { readonly id: string, readonly memberId: string | null, readonly topic: string, readonly text: string, readonly state: PostState, readonly likes: number, readonly praised: boolean, readonly urgent: boolean, readonly foundWords: ReadonlyArray<string>, readonly alikePostId: string | null, readonly submittedAt: string, readonly history: ReadonlyArray<{ readonly kind: PostStepKind, readonly at: string, readonly reason: string | null, readonly operator: string | null }> };

export type TopicPostsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  order: PostOrder;
  state?: PostState | null | undefined;
  topic?: string | null | undefined;
}>;


export type TopicPostsQuery = { readonly topicPosts: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly memberId: string | null, readonly topic: string, readonly text: string, readonly state: PostState, readonly likes: number, readonly praised: boolean, readonly urgent: boolean, readonly foundWords: ReadonlyArray<string>, readonly alikePostId: string | null, readonly submittedAt: string, readonly history: ReadonlyArray<{ readonly kind: PostStepKind, readonly at: string, readonly reason: string | null, readonly operator: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type TopicNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type TopicNamesQuery = { readonly topics: { readonly name: string, readonly topics: ReadonlyArray<{ readonly code: string, readonly name: string, readonly open: boolean, readonly closesAt: string | null, readonly posts: number }> } | null };

export type ContentCalendarQueryVariables = Exact<{ [key: string]: never; }>;


export type ContentCalendarQuery = { readonly contentCalendar: { readonly slots: ReadonlyArray<{ readonly code: string, readonly topic: string, readonly topicName: string, readonly alternative: string | null, readonly replacement: { readonly fromTopic: string, readonly interactions: ReadonlyArray<number>, readonly at: string } | null, readonly coming: ReadonlyArray<{ readonly planned: string, readonly kind: PlannedDayKind, readonly opensAt: string | null, readonly calendarUnknown: boolean }>, readonly latest: ReadonlyArray<{ readonly planned: string, readonly topic: string, readonly openedAt: string, readonly closesAt: string, readonly interactions: number | null }> }> } | null };

export type ModeratePostMutationVariables = Exact<{
  input: ModeratePostInput;
}>;


export type ModeratePostMutation = { readonly moderatePost: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly post: { readonly id: string, readonly state: PostState } | null } | null };

export type PraisePostMutationVariables = Exact<{
  input: PraisePostInput;
}>;


export type PraisePostMutation = { readonly praisePost: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly post: { readonly id: string, readonly praised: boolean } | null } | null };

export type RestoreSlotMutationVariables = Exact<{
  input: RestoreSlotInput;
}>;


export type RestoreSlotMutation = { readonly restoreSlot: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly slot: { readonly code: string, readonly topic: string } | null } | null };

export type SavedViewsQueryVariables = Exact<{ [key: string]: never; }>;


export type SavedViewsQuery = { readonly savedViews: ReadonlyArray<{ readonly id: string, readonly name: string, readonly address: string, readonly team: boolean, readonly savedBy: string }> | null };

export type SaveViewMutationVariables = Exact<{
  input: SaveViewInput;
}>;


export type SaveViewMutation = { readonly saveView: { readonly view: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type DeleteViewMutationVariables = Exact<{
  input: DeleteViewInput;
}>;


export type DeleteViewMutation = { readonly deleteView: { readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type VoucherAtDeskQueryVariables = Exact<{
  code: string;
}>;


export type VoucherAtDeskQuery = { readonly voucher: { readonly code: string, readonly state: VoucherState, readonly rewardCode: string, readonly rewardName: string, readonly expiresOn: string, readonly usedAt: string | null, readonly storeId: string | null, readonly redemptionId: string } | null };

export type StoreDayQueryVariables = Exact<{
  storeId: string;
  usedFrom?: string | null | undefined;
}>;


export type StoreDayQuery = { readonly storeVouchers: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly state: VoucherState, readonly rewardCode: string, readonly rewardName: string, readonly expiresOn: string, readonly usedAt: string | null, readonly storeId: string | null, readonly redemptionId: string } }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type DeskVoucherFragment = { readonly code: string, readonly state: VoucherState, readonly rewardCode: string, readonly rewardName: string, readonly expiresOn: string, readonly usedAt: string | null, readonly storeId: string | null, readonly redemptionId: string };

export type UseVoucherMutationVariables = Exact<{
  input: RedeemVoucherInput;
}>;


export type UseVoucherMutation = { readonly redeemVoucher: { readonly replayed: boolean, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly rewardCode: string, readonly rewardName: string, readonly expiresOn: string, readonly usedAt: string | null, readonly storeId: string | null, readonly redemptionId: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type GiveVoucherBackMutationVariables = Exact<{
  input: ReverseVoucherInput;
}>;


export type GiveVoucherBackMutation = { readonly reverseVoucher: { readonly replayed: boolean, readonly voucher: { readonly code: string, readonly state: VoucherState, readonly rewardCode: string, readonly rewardName: string, readonly expiresOn: string, readonly usedAt: string | null, readonly storeId: string | null, readonly redemptionId: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type OrderAtDeskQueryVariables = Exact<{
  channel: string;
  orderId: string;
}>;


export type OrderAtDeskQuery = { readonly orderBasket: { readonly basket: { readonly id: string, readonly memberId: string, readonly currency: string, readonly createdAt: string, readonly refundedMinor: number, readonly returnedPoints: number, readonly returnedCouponIds: ReadonlyArray<string>, readonly quote: { readonly shippingMinor: number, readonly coupons: ReadonlyArray<{ readonly couponId: string, readonly type: string, readonly discountMinor: number }>, readonly lines: ReadonlyArray<{ readonly lineId: string, readonly captured: boolean, readonly amountMinor: number, readonly paidMinor: number, readonly points: number, readonly pointsMinor: number, readonly tierMinor: number, readonly couponMinor: number }> } }, readonly lots: ReadonlyArray<{ readonly points: number, readonly expiresAt: string | null, readonly returned: number }>, readonly refundedLines: ReadonlyArray<{ readonly lineId: string, readonly quantity: number, readonly amountMinor: number }> } | null };

export type DeskOrderFragment = { readonly basket: { readonly id: string, readonly memberId: string, readonly currency: string, readonly createdAt: string, readonly refundedMinor: number, readonly returnedPoints: number, readonly returnedCouponIds: ReadonlyArray<string>, readonly quote: { readonly shippingMinor: number, readonly coupons: ReadonlyArray<{ readonly couponId: string, readonly type: string, readonly discountMinor: number }>, readonly lines: ReadonlyArray<{ readonly lineId: string, readonly captured: boolean, readonly amountMinor: number, readonly paidMinor: number, readonly points: number, readonly pointsMinor: number, readonly tierMinor: number, readonly couponMinor: number }> } }, readonly lots: ReadonlyArray<{ readonly points: number, readonly expiresAt: string | null, readonly returned: number }>, readonly refundedLines: ReadonlyArray<{ readonly lineId: string, readonly quantity: number, readonly amountMinor: number }> };

export type OrderToRefundQueryVariables = Exact<{
  channel: string;
  orderId: string;
}>;


export type OrderToRefundQuery = { readonly order: { readonly channel: string, readonly orderId: string, readonly memberId: string, readonly currencyCode: string, readonly totalMinor: number, readonly refundedMinor: number, readonly leftMinor: number, readonly lines: ReadonlyArray<{ readonly lineId: string, readonly sku: string | null, readonly quantity: number, readonly amountMinor: number, readonly leftQuantity: number, readonly leftMinor: number, readonly earned: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number }> }> } | null };

export type OrderToRefundFragment = { readonly channel: string, readonly orderId: string, readonly memberId: string, readonly currencyCode: string, readonly totalMinor: number, readonly refundedMinor: number, readonly leftMinor: number, readonly lines: ReadonlyArray<{ readonly lineId: string, readonly sku: string | null, readonly quantity: number, readonly amountMinor: number, readonly leftQuantity: number, readonly leftMinor: number, readonly earned: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number }> }> };

export type RefundOrderMutationVariables = Exact<{
  input: RefundOrderInput;
}>;


export type RefundOrderMutation = { readonly refundOrder: { readonly recorded: boolean, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type DeskCurrencyQueryVariables = Exact<{ [key: string]: never; }>;


export type DeskCurrencyQuery = { readonly viewer: { readonly currencyCode: string | null } | null };

export type BasketWouldEarnQueryVariables = Exact<{
  activity: ActivityInput;
}>;


export type BasketWouldEarnQuery = { readonly previewAward: { readonly explanation: string | null, readonly awards: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly amount: number, readonly base: number, readonly multiplier: number, readonly capped: number, readonly rule: { readonly code: string, readonly name: string } }> } | null };

export type RefundAtDeskQueryVariables = Exact<{
  refund: ActivityInput;
}>;


export type RefundAtDeskQuery = { readonly previewRefund: { readonly clawbacks: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly due: number, readonly taken: number, readonly fromPending: number, readonly forgiven: number, readonly availableAfter: number }>, readonly returned: { readonly points: number, readonly couponIds: ReadonlyArray<string> } | null, readonly givenCoupons: ReadonlyArray<{ readonly couponId: string, readonly type: string, readonly revoked: boolean, readonly notRecoverableMinor: number }>, readonly tiers: { readonly orderAwaited: boolean, readonly ladders: ReadonlyArray<{ readonly basis: string, readonly countedBefore: number, readonly countedAfter: number, readonly reach: number, readonly ladder: { readonly code: string, readonly name: string }, readonly before: { readonly code: string, readonly name: string }, readonly after: { readonly code: string, readonly name: string } }> } | null } | null };

export type DeskRefundFragment = { readonly clawbacks: ReadonlyArray<{ readonly asset: "POINTS" | "GROWTH" | (string & {}), readonly due: number, readonly taken: number, readonly fromPending: number, readonly forgiven: number, readonly availableAfter: number }>, readonly returned: { readonly points: number, readonly couponIds: ReadonlyArray<string> } | null, readonly givenCoupons: ReadonlyArray<{ readonly couponId: string, readonly type: string, readonly revoked: boolean, readonly notRecoverableMinor: number }>, readonly tiers: { readonly orderAwaited: boolean, readonly ladders: ReadonlyArray<{ readonly basis: string, readonly countedBefore: number, readonly countedAfter: number, readonly reach: number, readonly ladder: { readonly code: string, readonly name: string }, readonly before: { readonly code: string, readonly name: string }, readonly after: { readonly code: string, readonly name: string } }> } | null };

export type WebhookListQueryVariables = Exact<{ [key: string]: never; }>;


export type WebhookListQuery = { readonly webhookEventTypes: ReadonlyArray<string> | null, readonly webhookEndpoints: { readonly edges: ReadonlyArray<{ readonly node: { readonly waiting: number, readonly givenUp: number, readonly id: string, readonly url: string, readonly description: string, readonly types: ReadonlyArray<string>, readonly state: WebhookEndpointState, readonly failingSince: string | null, readonly replays: ReadonlyArray<{ readonly id: string, readonly state: WebhookReplayState, readonly fromTime: string, readonly toTime: string, readonly deliveries: number }>, readonly secrets: ReadonlyArray<{ readonly id: string, readonly createdAt: string, readonly expiresAt: string | null }> } }> } | null };

export type WebhookRowFragment = { readonly id: string, readonly url: string, readonly description: string, readonly types: ReadonlyArray<string>, readonly state: WebhookEndpointState, readonly failingSince: string | null, readonly secrets: ReadonlyArray<{ readonly id: string, readonly createdAt: string, readonly expiresAt: string | null }> };

export type WebhookBacklogQueryVariables = Exact<{
  endpointId: string;
  after?: string | null | undefined;
}>;


export type WebhookBacklogQuery = { readonly webhookBacklog: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly messageId: string, readonly type: string, readonly memberId: string | null, readonly memberSeq: number, readonly replayId: string | null, readonly state: WebhookDeliveryState, readonly createdAt: string, readonly tries: number, readonly attempts: ReadonlyArray<{ readonly at: string, readonly status: number | null, readonly problem: string | null, readonly durationMs: number }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type WebhookAttemptsQueryVariables = Exact<{
  endpointId: string;
  after?: string | null | undefined;
}>;


export type WebhookAttemptsQuery = { readonly webhookAttempts: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly messageId: string, readonly type: string, readonly memberId: string | null, readonly memberSeq: number, readonly replayId: string | null, readonly state: WebhookDeliveryState, readonly createdAt: string, readonly tries: number, readonly attempts: ReadonlyArray<{ readonly at: string, readonly status: number | null, readonly problem: string | null, readonly durationMs: number }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type WebhookDeliveryRowFragment = { readonly id: string, readonly messageId: string, readonly type: string, readonly memberId: string | null, readonly memberSeq: number, readonly replayId: string | null, readonly state: WebhookDeliveryState, readonly createdAt: string, readonly tries: number, readonly attempts: ReadonlyArray<{ readonly at: string, readonly status: number | null, readonly problem: string | null, readonly durationMs: number }> };

export type CreateWebhookEndpointMutationVariables = Exact<{
  input: CreateWebhookEndpointInput;
}>;


export type CreateWebhookEndpointMutation = { readonly createWebhookEndpoint: { readonly secret: string | null, readonly endpoint: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type UpdateWebhookEndpointMutationVariables = Exact<{
  input: UpdateWebhookEndpointInput;
}>;


export type UpdateWebhookEndpointMutation = { readonly updateWebhookEndpoint: { readonly endpoint: { readonly id: string, readonly state: WebhookEndpointState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type DeleteWebhookEndpointMutationVariables = Exact<{
  input: DeleteWebhookEndpointInput;
}>;


export type DeleteWebhookEndpointMutation = { readonly deleteWebhookEndpoint: { readonly endpoint: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type RotateWebhookSecretMutationVariables = Exact<{
  input: RotateWebhookSecretInput;
}>;


export type RotateWebhookSecretMutation = { readonly rotateWebhookSecret: { readonly secret: string | null, readonly endpoint: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type ResendDeliveryMutationVariables = Exact<{
  input: ResendDeliveryInput;
}>;


export type ResendDeliveryMutation = { readonly resendDelivery: { readonly delivery: { readonly id: string, readonly state: WebhookDeliveryState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type TestWebhookEndpointMutationVariables = Exact<{
  input: TestWebhookEndpointInput;
}>;


export type TestWebhookEndpointMutation = { readonly testWebhookEndpoint: { readonly delivery: { readonly id: string, readonly state: WebhookDeliveryState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

export type ReplayWebhooksMutationVariables = Exact<{
  input: ReplayWebhooksInput;
}>;


export type ReplayWebhooksMutation = { readonly replayWebhooks: { readonly replay: { readonly id: string, readonly state: WebhookReplayState } | null, readonly userErrors: ReadonlyArray<{ readonly code: UserErrorCode, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }> } | null };

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
export const RulePointsRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RulePointsRow on RuleTotal {
  rule
  campaigns
  issued
  redeemed
  expired
  clawedBack
  other
  outstanding
}
    `, {"fragmentName":"RulePointsRow"}) as unknown as TypedDocumentString<RulePointsRowFragment, unknown>;
export const BroadcastRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BroadcastRow on Broadcast {
  id
  name
  segment
  message
  spreadMinutes
  state
  draftedBy
  draftedAt
  approvals {
    operator
    at
  }
  approvalsNeeded
  endedAt
  members
}
    `, {"fragmentName":"BroadcastRow"}) as unknown as TypedDocumentString<BroadcastRowFragment, unknown>;
export const BroadcastCountsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BroadcastCounts on BroadcastFigures {
  sent
  failed
  held
  control
  opened
  refused {
    check
    text
    count
  }
}
    `, {"fragmentName":"BroadcastCounts"}) as unknown as TypedDocumentString<BroadcastCountsFragment, unknown>;
export const BroadcastDoneFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BroadcastDone on BroadcastPayload {
  broadcast {
    id
    state
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
    `, {"fragmentName":"BroadcastDone"}) as unknown as TypedDocumentString<BroadcastDoneFragment, unknown>;
export const BudgetRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BudgetRow on Budget {
  kind
  subject {
    code
    name
  }
  asset
  limit
  issued
  sharePercent
  stoppedAt
}
    `, {"fragmentName":"BudgetRow"}) as unknown as TypedDocumentString<BudgetRowFragment, unknown>;
export const CampaignRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment CampaignRow on Campaign {
  subject {
    code
    name
  }
  percent
  firstDay
  lastDay
}
    `, {"fragmentName":"CampaignRow"}) as unknown as TypedDocumentString<CampaignRowFragment, unknown>;
export const CampaignDayRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment CampaignDayRow on CampaignDay {
  day
  awards
  members
  points
  orders
  revenue {
    minorUnits
    currencyCode
  }
}
    `, {"fragmentName":"CampaignDayRow"}) as unknown as TypedDocumentString<CampaignDayRowFragment, unknown>;
export const WakeUpRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment WakeUpRow on WakeUp {
  id
  member {
    id
    name
  }
  asleepSince
  openedAt
  until
  percent
  couponType
  state
  orderId
  points
}
    `, {"fragmentName":"WakeUpRow"}) as unknown as TypedDocumentString<WakeUpRowFragment, unknown>;
export const BulkFileShownFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BulkFileShown on BulkFile {
  id
  kind
  state
  name
  reason
  encoding
  rows
  refusedWhenChecked
  shortWhenChecked
  repeated
  sums {
    asset
    added
    taken
    members
    liability {
      minorUnits
      currencyCode
    }
  }
  coupons {
    couponType
    count
  }
  sameAsId
  uploadedBy
  uploadedAt
  startedBy
  startedAt
  approvalId
  done
  refusedWhenRun
  endedAt
}
    `, {"fragmentName":"BulkFileShown"}) as unknown as TypedDocumentString<BulkFileShownFragment, unknown>;
export const FeedbackFileShownFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment FeedbackFileShown on FeedbackFile {
  id
  state
  name
  rows
  refusedWhenChecked
  firstRefusals {
    line
    eventId
    wrongColumn
    refusal
    message
    refusalText {
      zh
      en
    }
  }
  uploadedBy
  uploadedAt
  waitsUntil
  startedBy
  startedAt
  takenIn
  known
  refused
  endedAt
}
    `, {"fragmentName":"FeedbackFileShown"}) as unknown as TypedDocumentString<FeedbackFileShownFragment, unknown>;
export const MemberFileShownFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment MemberFileShown on MemberFile {
  id
  state
  name
  rows
  refusedWhenChecked
  firstRefusals {
    line
    wrongColumn
    refusal
    message
    refusalText {
      zh
      en
    }
  }
  uploadedBy
  uploadedAt
  waitsUntil
  startedBy
  startedAt
  created
  found
  refused
  endedAt
}
    `, {"fragmentName":"MemberFileShown"}) as unknown as TypedDocumentString<MemberFileShownFragment, unknown>;
export const MessageListedFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment MessageListed on ProgrammeMessage {
  code
  name
  purpose
  channels
  switchedOff {
    at
    by
    reason
    instead
  }
}
    `, {"fragmentName":"MessageListed"}) as unknown as TypedDocumentString<MessageListedFragment, unknown>;
export const OauthClientRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment OauthClientRow on OauthClient {
  id
  name
  role
  scopes
  channel
  stores
  createdAt
  revokedAt
  secrets {
    createdAt
    expiresAt
  }
}
    `, {"fragmentName":"OauthClientRow"}) as unknown as TypedDocumentString<OauthClientRowFragment, unknown>;
export const GroupRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment GroupRow on Group {
  id
  kind
  storeId
  number
  members
  openedAt
}
    `, {"fragmentName":"GroupRow"}) as unknown as TypedDocumentString<GroupRowFragment, unknown>;
export const GroupMemberRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment GroupMemberRow on GroupMembership {
  memberId
  kind
  storeId
  number
  role
  standing
  joinedAt
  lastMessageAt
  kocMonth
}
    `, {"fragmentName":"GroupMemberRow"}) as unknown as TypedDocumentString<GroupMemberRowFragment, unknown>;
export const GroupPostRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment GroupPostRow on GroupPost {
  id
  message {
    code
    name
  }
  text
  members
  allowed
  postedBy
  postedAt
  checks {
    name
    passed
    text
    until
  }
}
    `, {"fragmentName":"GroupPostRow"}) as unknown as TypedDocumentString<GroupPostRowFragment, unknown>;
export const CouponTypeRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment CouponTypeRow on CouponType {
  code
  name
  conditions
  lifeDays
  until
  perMember
  total
  granted
  used
  expired
}
    `, {"fragmentName":"CouponTypeRow"}) as unknown as TypedDocumentString<CouponTypeRowFragment, unknown>;
export const EventRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EventRow on BrandEvent {
  code
  name
  startsAt
  endsAt
  open
  seats
  seatsLeft
  seatsTaken
  waiting
  waitingPlacesLeft
  price {
    asset
    amount
  }
  noShow
}
    `, {"fragmentName":"EventRow"}) as unknown as TypedDocumentString<EventRowFragment, unknown>;
export const SignUpRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SignUpRow on SignUp {
  id
  memberId
  state
  createdAt
  changedAt
  storeId
}
    `, {"fragmentName":"SignUpRow"}) as unknown as TypedDocumentString<SignUpRowFragment, unknown>;
export const ExperimentBriefFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ExperimentBrief on Experiment {
  code
  name
  state
  draft
  unit
  stage
  askedBy
  stages {
    kind
    percent
    stores
    days
  }
}
    `, {"fragmentName":"ExperimentBrief"}) as unknown as TypedDocumentString<ExperimentBriefFragment, unknown>;
export const ExperimentResultFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ExperimentResult on ExperimentLook {
  asOf
  arms {
    arm
    exposed
    mature
    value
  }
  differences {
    arm
    metric
    primary
    estimate
    low
    high
  }
  guardrails {
    metric
    arm
    colour
    value
    max
    members
  }
  sizes
  sizesP
  crossed
  verdict
  why
}
    `, {"fragmentName":"ExperimentResult"}) as unknown as TypedDocumentString<ExperimentResultFragment, unknown>;
export const ExperimentDoneFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ExperimentDone on ExperimentPayload {
  experiment {
    code
    state
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
    `, {"fragmentName":"ExperimentDone"}) as unknown as TypedDocumentString<ExperimentDoneFragment, unknown>;
export const ReadyAnswersFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ReadyAnswers on Feedback {
  preparedAnswers {
    code
    name
    text
    movesTo
  }
}
    `, {"fragmentName":"ReadyAnswers"}) as unknown as TypedDocumentString<ReadyAnswersFragment, unknown>;
export const FixFigureFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment FixFigure on EffectFigure {
  reportedBefore
  reportedAfter
  othersBefore
  othersAfter
  difference
  low
  high
}
    `, {"fragmentName":"FixFigure"}) as unknown as TypedDocumentString<FixFigureFragment, unknown>;
export const FixFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Fix on FeedbackFix {
  id
  title
  text
  isPublic
  announcedAt
  announcedBy
  told
  completedAt
  withdrawnAt
  effect {
    asOf
    days
    complete
    matched
    compared
    repurchase {
      ...FixFigure
    }
    activity {
      ...FixFigure
    }
  }
}
    fragment FixFigure on EffectFigure {
  reportedBefore
  reportedAfter
  othersBefore
  othersAfter
  difference
  low
  high
}`, {"fragmentName":"Fix"}) as unknown as TypedDocumentString<FixFragment, unknown>;
export const WorkFigureFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment WorkFigure on FeedbackFigure {
  team {
    code
    name
  }
  person
  taken
  answered
  due
  inTime
  inTimePercent
  medianResponseSeconds
  open
  waiting
  late
}
    `, {"fragmentName":"WorkFigure"}) as unknown as TypedDocumentString<WorkFigureFragment, unknown>;
export const WeekOfWorkFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment WeekOfWork on FeedbackFigures {
  countedFrom
  total {
    taken
    due
    inTime
    inTimePercent
  }
}
    `, {"fragmentName":"WeekOfWork"}) as unknown as TypedDocumentString<WeekOfWorkFragment, unknown>;
export const IdeaRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment IdeaRow on Idea {
  id
  memberId
  title
  text
  state
  shelf
  votes
  project
  mergedIdeas
  foundWords
  proposedAt
}
    `, {"fragmentName":"IdeaRow"}) as unknown as TypedDocumentString<IdeaRowFragment, unknown>;
export const MetricNamedFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment MetricNamed on Metric {
  code
  name
  unit
  grains
  membersAbove
}
    `, {"fragmentName":"MetricNamed"}) as unknown as TypedDocumentString<MetricNamedFragment, unknown>;
export const MetricDefinedFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment MetricDefined on Metric {
  ...MetricNamed
  definition
  formula
}
    fragment MetricNamed on Metric {
  code
  name
  unit
  grains
  membersAbove
}`, {"fragmentName":"MetricDefined"}) as unknown as TypedDocumentString<MetricDefinedFragment, unknown>;
export const FigureFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Figure on MetricNumber {
  value
  numerator
  denominator
}
    `, {"fragmentName":"Figure"}) as unknown as TypedDocumentString<FigureFragment, unknown>;
export const AlarmRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment AlarmRow on MetricAlarm {
  channel
  id
  day
  value
  baseline
  low
  high
  changePercent
  answerBy
  late
  state
  metric {
    ...MetricNamed
  }
  missed
  acts {
    threshold
    journey
    message
    todoId
    outcome
    at
  }
  notes {
    state
    at
    by
    words
  }
}
    fragment MetricNamed on Metric {
  code
  name
  unit
  grains
  membersAbove
}`, {"fragmentName":"AlarmRow"}) as unknown as TypedDocumentString<AlarmRowFragment, unknown>;
export const TodoRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TodoRow on MetricTodo {
  id
  title
  day
  threshold
  dueAt
  late
  state
  owner
  metric {
    code
    name
  }
  notes {
    state
    at
    by
    words
  }
}
    `, {"fragmentName":"TodoRow"}) as unknown as TypedDocumentString<TodoRowFragment, unknown>;
export const MembersBehindFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment MembersBehind on MetricMemberConnection {
  edges {
    node {
      memberId
      member {
        id
        name
        phone
      }
      times
      minorUnits
      lastAt
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
    `, {"fragmentName":"MembersBehind"}) as unknown as TypedDocumentString<MembersBehindFragment, unknown>;
export const BoardPeriodFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BoardPeriod on LeaderboardPeriod {
  code
  name
  firstDay
  lastDay
  over
}
    `, {"fragmentName":"BoardPeriod"}) as unknown as TypedDocumentString<BoardPeriodFragment, unknown>;
export const LotteryPrizeFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment LotteryPrize on Prize {
  terms {
    code
    name
    kind
    asset
    amount
    couponType
    voucherDays
  }
  oddsPpm
  left
  oncePerMember
  instead
  given
}
    `, {"fragmentName":"LotteryPrize"}) as unknown as TypedDocumentString<LotteryPrizeFragment, unknown>;
export const ToldDrawFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ToldDraw on Draw {
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
    name
  }
  reason
  drawnAt
}
    `, {"fragmentName":"ToldDraw"}) as unknown as TypedDocumentString<ToldDrawFragment, unknown>;
export const FriendshipFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Friendship on Referral {
  inviteeId
  inviterId
  state
  acceptedAt
  settlesAt
  qualifiedAt
  capped
  order
  refusal {
    code
    message {
      zh
      en
    }
  }
}
    `, {"fragmentName":"Friendship"}) as unknown as TypedDocumentString<FriendshipFragment, unknown>;
export const FoundMemberFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment FoundMember on Member {
  id
  name
  phone
  lastSeenAt
  tier {
    code
    name
  }
  points {
    available
  }
}
    `, {"fragmentName":"FoundMember"}) as unknown as TypedDocumentString<FoundMemberFragment, unknown>;
export const EntryPageFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EntryPage on EntryConnection {
  totalCount
  edges {
    node {
      id
      amount
      balanceAfter
      kind
      postingId
      effectiveAt
      recordedAt
      expiresAt
      availableAt
      cause {
        title
        activity
        channel
        orderId
        storeId
        reason
        reward {
          name
        }
        rules {
          amount
          campaigns
          rule {
            code
            name
          }
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
export const PlayRewardWordsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PlayRewardWords on PlayReward {
  asset
  amount
  coupon {
    name
  }
  badge {
    name
  }
}
    `, {"fragmentName":"PlayRewardWords"}) as unknown as TypedDocumentString<PlayRewardWordsFragment, unknown>;
export const AssociationRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment AssociationRow on Association {
  ofSeries {
    code
    name
  }
  toSeries {
    code
    name
  }
  basis
  ofMembers
  both
  confidence
  low
  high
  base
  lift
}
    `, {"fragmentName":"AssociationRow"}) as unknown as TypedDocumentString<AssociationRowFragment, unknown>;
export const FeedbackItemFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment FeedbackItem on Feedback {
  id
  text
  channel
  state
  priority
  memberId
  anonymous
  orderId
  storeId
  team
  assignee
  stars
  saidAt
  createdAt
  responseDueAt
  resolutionDueAt
  firstResponseAt
  escalationLevel
  escalatedTo
  clocks {
    kind
    dueAt
    inBusinessHours
    calendarUnknown
    standsSince
    lateSince
    leftSeconds
    lateReason
  }
  attachments {
    url
    state
    problem
    contentType
    sizeBytes
  }
  category {
    code
    name
  }
  topics {
    code
    name
  }
  sentiment {
    label
    confidence
  }
  intent
  group
  rating
  mentions {
    topic
    word
    kind
  }
  timeline {
    at
    state
    message
    said
    actor
    note
  }
}
    `, {"fragmentName":"FeedbackItem"}) as unknown as TypedDocumentString<FeedbackItemFragment, unknown>;
export const TriedLaddersFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TriedLadders on TierBacktest {
  id
  state
  askedBy
  askedAt
  inForceVersion
  members
  failure
  ladders {
    ladder {
      code
      name
    }
    rise
    fall
    riseAtOnce
    moves {
      fromTier {
        code
        name
      }
      toTier {
        code
        name
      }
      members
    }
  }
  cost {
    spend {
      currencyCode
      minorUnits
    }
    pointsNow
    pointsDraft
    worth {
      currencyCode
      minorUnits
    }
  }
  benefits {
    benefit
    now
    draft
  }
  sample {
    memberId
    ladder
    fromTier
    toTier
    reason
    counted
    threshold
  }
}
    `, {"fragmentName":"TriedLadders"}) as unknown as TypedDocumentString<TriedLaddersFragment, unknown>;
export const TriedDraftFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TriedDraft on DryRun {
  id
  state
  askedBy
  askedAt
  since
  inForceVersion
  activities
  reachedAt
  complete
  failure
  report {
    assets {
      asset
      now
      draft
      membersGain
      membersLose
      nowWorth {
        currencyCode
        minorUnits
      }
      draftWorth {
        currencyCode
        minorUnits
      }
    }
    rules {
      rule
      asset
      now
      draft
    }
    members {
      memberId
      asset
      now
      draft
    }
    refusedNow
    refusedDraft
  }
}
    `, {"fragmentName":"TriedDraft"}) as unknown as TypedDocumentString<TriedDraftFragment, unknown>;
export const ProgrammeFaultFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ProgrammeFault on ProgrammeProblem {
  line
  column
  key
  message
}
    `, {"fragmentName":"ProgrammeFault"}) as unknown as TypedDocumentString<ProgrammeFaultFragment, unknown>;
export const ChannelDayRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ChannelDayRow on ChannelDay {
  day
  channel
  recorded
  repeated
  refused
  late
  withoutMember
  inConflict
  refusals {
    reason
    count
  }
}
    `, {"fragmentName":"ChannelDayRow"}) as unknown as TypedDocumentString<ChannelDayRowFragment, unknown>;
export const CatalogueRewardFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment CatalogueReward on Reward {
  code
  name
  description
  kind
  category {
    name
  }
  prices {
    asset
    amount
  }
  listPriceMinor
  listPriceCurrency
  minTier {
    name
  }
  immediate
  stock
  redeemedCount
  limitsForAll {
    per
    times
    remaining
  }
  images
}
    `, {"fragmentName":"CatalogueReward"}) as unknown as TypedDocumentString<CatalogueRewardFragment, unknown>;
export const SegmentRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SegmentRow on Segment {
  code
  name
  names {
    zh
    en
  }
  when
  saved
  etag
}
    `, {"fragmentName":"SegmentRow"}) as unknown as TypedDocumentString<SegmentRowFragment, unknown>;
export const WholeStoreFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment WholeStore on Store {
  code
  name
  names {
    zh
    en
  }
  city
  latitude
  longitude
  timeZone
  hours {
    weekday
    opens
    closes
  }
  closedDays
  closedFrom
  closedForGood
  openNow
  qrPayload
  labels {
    key
    value
  }
  etag
}
    `, {"fragmentName":"WholeStore"}) as unknown as TypedDocumentString<WholeStoreFragment, unknown>;
export const StoreDayRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment StoreDayRow on StoreTotal {
  rule
  reward
  issued
  clawedBack
  redeemed
  expired
  other
  postings
  vouchersUsed
  vouchersReversed
}
    `, {"fragmentName":"StoreDayRow"}) as unknown as TypedDocumentString<StoreDayRowFragment, unknown>;
export const SurveyRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SurveyRow on Survey {
  code
  name
  kind
  anonymous
  trigger
  opens
  closes
  open
  offered
  answered
}
    `, {"fragmentName":"SurveyRow"}) as unknown as TypedDocumentString<SurveyRowFragment, unknown>;
export const SurveyFigureToldFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SurveyFigureTold on SurveyFigure {
  value
  low
  high
  answers
  few
}
    `, {"fragmentName":"SurveyFigureTold"}) as unknown as TypedDocumentString<SurveyFigureToldFragment, unknown>;
export const PostRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PostRow on Post {
  id
  memberId
  topic
  text
  state
  likes
  praised
  urgent
  foundWords
  alikePostId
  submittedAt
  history {
    kind
    at
    reason
    operator
  }
}
    `, {"fragmentName":"PostRow"}) as unknown as TypedDocumentString<PostRowFragment, unknown>;
export const DeskVoucherFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment DeskVoucher on StoreVoucher {
  code
  state
  rewardCode
  rewardName
  expiresOn
  usedAt
  storeId
  redemptionId
}
    `, {"fragmentName":"DeskVoucher"}) as unknown as TypedDocumentString<DeskVoucherFragment, unknown>;
export const DeskOrderFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment DeskOrder on OrderBasket {
  basket {
    id
    memberId
    currency
    createdAt
    refundedMinor
    returnedPoints
    returnedCouponIds
    quote {
      shippingMinor
      coupons {
        couponId
        type
        discountMinor
      }
      lines {
        lineId
        captured
        amountMinor
        paidMinor
        points
        pointsMinor
        tierMinor
        couponMinor
      }
    }
  }
  lots {
    points
    expiresAt
    returned
  }
  refundedLines {
    lineId
    quantity
    amountMinor
  }
}
    `, {"fragmentName":"DeskOrder"}) as unknown as TypedDocumentString<DeskOrderFragment, unknown>;
export const OrderToRefundFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment OrderToRefund on Order {
  channel
  orderId
  memberId
  currencyCode
  totalMinor
  refundedMinor
  leftMinor
  lines {
    lineId
    sku
    quantity
    amountMinor
    leftQuantity
    leftMinor
    earned {
      asset
      amount
    }
  }
}
    `, {"fragmentName":"OrderToRefund"}) as unknown as TypedDocumentString<OrderToRefundFragment, unknown>;
export const DeskRefundFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment DeskRefund on RefundPreview {
  clawbacks {
    asset
    due
    taken
    fromPending
    forgiven
    availableAfter
  }
  returned {
    points
    couponIds
  }
  givenCoupons {
    couponId
    type
    revoked
    notRecoverableMinor
  }
  tiers {
    orderAwaited
    ladders {
      ladder {
        code
        name
      }
      before {
        code
        name
      }
      after {
        code
        name
      }
      basis
      countedBefore
      countedAfter
      reach
    }
  }
}
    `, {"fragmentName":"DeskRefund"}) as unknown as TypedDocumentString<DeskRefundFragment, unknown>;
export const WebhookRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment WebhookRow on WebhookEndpoint {
  id
  url
  description
  types
  state
  failingSince
  secrets {
    id
    createdAt
    expiresAt
  }
}
    `, {"fragmentName":"WebhookRow"}) as unknown as TypedDocumentString<WebhookRowFragment, unknown>;
export const WebhookDeliveryRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment WebhookDeliveryRow on WebhookDelivery {
  id
  messageId
  type
  memberId
  memberSeq
  replayId
  state
  createdAt
  tries
  attempts {
    at
    status
    problem
    durationMs
  }
}
    `, {"fragmentName":"WebhookDeliveryRow"}) as unknown as TypedDocumentString<WebhookDeliveryRowFragment, unknown>;
export const ApprovalsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Approvals($first: Int!, $after: String, $state: ApprovalState) {
  approvals(first: $first, after: $after, state: $state) {
    edges {
      node {
        id
        kind
        state
        askedBy
        askedAt
        expiresAt
        reason
        content
        decidedBy
        decidedAt
        note
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"f9de520b5f26cabcc11ac0d2d8483458589fd0c65328ffaf6310de119894317c"}) as unknown as TypedDocumentString<ApprovalsQuery, ApprovalsQueryVariables>;
export const ApproveDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Approve($input: DecideInput!) {
  approve(input: $input) {
    replayed
    approval {
      id
      state
    }
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
    `, {"id":"71bb76cff947aab1aeb78eeb254f0b25c6ff7d500a09669e442f9d022b199691"}) as unknown as TypedDocumentString<ApproveMutation, ApproveMutationVariables>;
export const RejectDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Reject($input: DecideInput!) {
  reject(input: $input) {
    replayed
    approval {
      id
      state
    }
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
    `, {"id":"7521b11e19b00c3b9d10f03e877965c6e9414ef33e0ef2d81f6d10791e38ade1"}) as unknown as TypedDocumentString<RejectMutation, RejectMutationVariables>;
export const AuditDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Audit($first: Int!, $after: String, $service: AuditService, $actor: String, $action: String) {
  auditEntries(
    first: $first
    after: $after
    service: $service
    actor: $actor
    action: $action
  ) {
    edges {
      node {
        service
        sequence
        at
        actor
        role
        action
        reason
        outcome
        objects {
          name
          value
        }
        before {
          name
          value
        }
        after {
          name
          value
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"e15763f4c70a6f7255f2aa736c5bc82a164e24f4a990fb5baa8dacdbea5a46a1"}) as unknown as TypedDocumentString<AuditQuery, AuditQueryVariables>;
export const BooksDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Books {
  trialBalance {
    lines {
      accountClass
      asset
      credits
      debits
      balance
    }
    sums {
      asset
      sum
    }
    asOf
  }
  liability(months: 12) {
    outstanding
    value {
      currencyCode
      minorUnits
    }
    byExpiry {
      month
      points
      value {
        currencyCode
        minorUnits
      }
    }
    breakage {
      month
      issued
      redeemed
      expired
      clawedBack
      breakage
    }
    asOf
  }
  closedPeriod {
    month
    openFrom
    closedAt
    finalAt
    closedBy
  }
}
    `, {"id":"b9073003f31cce06e2ca278bf407539f67e107fe3d9c6e8ea6d4149db5217cd0"}) as unknown as TypedDocumentString<BooksQuery, BooksQueryVariables>;
export const RulePointsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RulePoints($monthFrom: String!, $monthUntil: String, $first: Int!) {
  ruleTotals(monthFrom: $monthFrom, monthUntil: $monthUntil, first: $first) {
    edges {
      node {
        ...RulePointsRow
      }
    }
    sum {
      ...RulePointsRow
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment RulePointsRow on RuleTotal {
  rule
  campaigns
  issued
  redeemed
  expired
  clawedBack
  other
  outstanding
}`, {"id":"cafe925e49f976dcda0d71db7dfc5ca16ba730848e3a8890e1df8668d8ea6f1d"}) as unknown as TypedDocumentString<RulePointsQuery, RulePointsQueryVariables>;
export const VerifyBooksDocument = /*#__PURE__*/ new TypedDocumentString(`
    query VerifyBooks($token: String) {
  verify(token: $token) {
    colour
    counts {
      name
      count
    }
    problems {
      check
      where
      detail
    }
    backlogSeconds {
      name
      count
    }
    nextToken
  }
}
    `, {"id":"7709940246a522b9b37d856202f9f95a0cb1b276eae32403cbfae6c9891144b8"}) as unknown as TypedDocumentString<VerifyBooksQuery, VerifyBooksQueryVariables>;
export const CloseMonthDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CloseMonth($input: ClosePeriodInput!) {
  closePeriod(input: $input) {
    replayed
    closed {
      month
      finalAt
    }
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
    `, {"id":"823ba9c462338954724c9c728004983f74584fdf27617462d0eae41c1b646e52"}) as unknown as TypedDocumentString<CloseMonthMutation, CloseMonthMutationVariables>;
export const BroadcastsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Broadcasts($after: String) {
  broadcasts(first: 20, after: $after) {
    edges {
      node {
        ...BroadcastRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment BroadcastRow on Broadcast {
  id
  name
  segment
  message
  spreadMinutes
  state
  draftedBy
  draftedAt
  approvals {
    operator
    at
  }
  approvalsNeeded
  endedAt
  members
}`, {"id":"f5d83af981aded236fb1027ab1a4a0cc0e7b97ad93759ddc27e85f6b469dd0a4"}) as unknown as TypedDocumentString<BroadcastsQuery, BroadcastsQueryVariables>;
export const BroadcastSegmentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BroadcastSegments {
  segments {
    segments {
      segment {
        code
        name
      }
    }
  }
}
    `, {"id":"fab9fed64512203046d42ede9d88eb051c7bec7a46947cfe59f7958185588fcc"}) as unknown as TypedDocumentString<BroadcastSegmentsQuery, BroadcastSegmentsQueryVariables>;
export const BroadcastDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Broadcast($id: ID!) {
  broadcast(broadcastId: $id) {
    broadcast {
      ...BroadcastRow
      comparison {
        against
        heldOutPercent
        percent
        metric
        withinDays
      }
      winner {
        message
        chosenBy
        chosenAt
      }
      membersMax
      changedAt
      change
    }
    content
    figures {
      ...BroadcastCounts
    }
    variants {
      message
      figures {
        sent
        held
        control
        opened
        failed
      }
    }
  }
}
    fragment BroadcastRow on Broadcast {
  id
  name
  segment
  message
  spreadMinutes
  state
  draftedBy
  draftedAt
  approvals {
    operator
    at
  }
  approvalsNeeded
  endedAt
  members
}
fragment BroadcastCounts on BroadcastFigures {
  sent
  failed
  held
  control
  opened
  refused {
    check
    text
    count
  }
}`, {"id":"5cd5995ccc385fd98212ff62125c2b87c57e08f46d9df23b65f4ae432f695391"}) as unknown as TypedDocumentString<BroadcastQuery, BroadcastQueryVariables>;
export const BroadcastResultDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BroadcastResult($id: String!) {
  experiment(experiment: $id) {
    arms {
      code
      name
    }
    primaryMetric
    look {
      ...ExperimentResult
    }
  }
}
    fragment ExperimentResult on ExperimentLook {
  asOf
  arms {
    arm
    exposed
    mature
    value
  }
  differences {
    arm
    metric
    primary
    estimate
    low
    high
  }
  guardrails {
    metric
    arm
    colour
    value
    max
    members
  }
  sizes
  sizesP
  crossed
  verdict
  why
}`, {"id":"87f8dba9a727cfa6d5d25d503b6da84f02ab4b45e62d00c1b79df0a6773554a7"}) as unknown as TypedDocumentString<BroadcastResultQuery, BroadcastResultQueryVariables>;
export const BroadcastPreviewDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BroadcastPreview($id: ID!) {
  previewBroadcast(broadcastId: $id) {
    members
    decided
    figures {
      ...BroadcastCounts
    }
  }
}
    fragment BroadcastCounts on BroadcastFigures {
  sent
  failed
  held
  control
  opened
  refused {
    check
    text
    count
  }
}`, {"id":"71f8a9c99fcbf2db3bae29bf8f6e2f97e19df2d3ed6ec46f9d74b2478ab1d7d2"}) as unknown as TypedDocumentString<BroadcastPreviewQuery, BroadcastPreviewQueryVariables>;
export const DraftBroadcastDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DraftBroadcast($input: DraftBroadcastInput!) {
  draftBroadcast(input: $input) {
    ...BroadcastDone
  }
}
    fragment BroadcastDone on BroadcastPayload {
  broadcast {
    id
    state
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
}`, {"id":"0f805aec80a54d5738a446ed3ba74d01430ffdc8c2c4c8554332958cb5eac866"}) as unknown as TypedDocumentString<DraftBroadcastMutation, DraftBroadcastMutationVariables>;
export const ApproveBroadcastDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ApproveBroadcast($input: ApproveBroadcastInput!) {
  approveBroadcast(input: $input) {
    ...BroadcastDone
  }
}
    fragment BroadcastDone on BroadcastPayload {
  broadcast {
    id
    state
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
}`, {"id":"ff7ef8cadf9766f736cb573a88bdf9eca327e49182acf75fbfc8ace4ab98149a"}) as unknown as TypedDocumentString<ApproveBroadcastMutation, ApproveBroadcastMutationVariables>;
export const StopBroadcastDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StopBroadcast($input: StopBroadcastInput!) {
  stopBroadcast(input: $input) {
    ...BroadcastDone
  }
}
    fragment BroadcastDone on BroadcastPayload {
  broadcast {
    id
    state
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
}`, {"id":"7c0d0a4add219fbc3d4c4768b3c3513713b7a65a65b6d5f0ddf21a995e962618"}) as unknown as TypedDocumentString<StopBroadcastMutation, StopBroadcastMutationVariables>;
export const TestBroadcastDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation TestBroadcast($input: TestBroadcastInput!) {
  testBroadcast(input: $input) {
    touchId
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
    `, {"id":"cf02dff3dd51549965291220857fe45fa047cea9c50a8726f46279c981bd018a"}) as unknown as TypedDocumentString<TestBroadcastMutation, TestBroadcastMutationVariables>;
export const SendBroadcastWinnerDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SendBroadcastWinner($input: SendBroadcastWinnerInput!) {
  sendBroadcastWinner(input: $input) {
    ...BroadcastDone
  }
}
    fragment BroadcastDone on BroadcastPayload {
  broadcast {
    id
    state
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
}`, {"id":"80aa4626112cd1766721aed5024d19ecc896cbb8e65ffe1372a4bfeb595e2ac9"}) as unknown as TypedDocumentString<SendBroadcastWinnerMutation, SendBroadcastWinnerMutationVariables>;
export const BudgetsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Budgets($first: Int!) {
  budgets(first: $first) {
    edges {
      node {
        ...BudgetRow
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment BudgetRow on Budget {
  kind
  subject {
    code
    name
  }
  asset
  limit
  issued
  sharePercent
  stoppedAt
}`, {"id":"eef671861b546cfaf3e63384e0c82261f3d7322f298d547fc0b871811d02af13"}) as unknown as TypedDocumentString<BudgetsQuery, BudgetsQueryVariables>;
export const CampaignsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Campaigns($first: Int!) {
  campaigns(first: $first) {
    edges {
      node {
        ...CampaignRow
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment CampaignRow on Campaign {
  subject {
    code
    name
  }
  percent
  firstDay
  lastDay
}`, {"id":"e98e628bdf41f39973449ec16a9d81c779e4ccd711e1124f571c5b1bad9bb902"}) as unknown as TypedDocumentString<CampaignsQuery, CampaignsQueryVariables>;
export const CampaignReportDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CampaignReport($code: String!) {
  campaignReport(code: $code) {
    campaign {
      ...CampaignRow
      targetMembers
      targetOrders
      targetRevenue {
        minorUnits
        currencyCode
      }
    }
    total {
      ...CampaignDayRow
    }
    days {
      ...CampaignDayRow
    }
    issued
    redeemed
    expired
    clawedBack
    outstanding
    cost {
      minorUnits
      currencyCode
    }
    budgetLimit
    budgetUsed
    couponsGranted
    couponsUsed
    complete
    asOf
  }
}
    fragment CampaignRow on Campaign {
  subject {
    code
    name
  }
  percent
  firstDay
  lastDay
}
fragment CampaignDayRow on CampaignDay {
  day
  awards
  members
  points
  orders
  revenue {
    minorUnits
    currencyCode
  }
}`, {"id":"0807abd1f46fee2b6b4cd815e6a272e002e4b96d662a43cf3022ef659cafb301"}) as unknown as TypedDocumentString<CampaignReportQuery, CampaignReportQueryVariables>;
export const WakeUpsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query WakeUps($first: Int!) {
  wakeUpFigures {
    opened
    answered
    points
    paid {
      minorUnits
      currencyCode
    }
  }
  wakeUps(first: $first) {
    edges {
      node {
        ...WakeUpRow
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment WakeUpRow on WakeUp {
  id
  member {
    id
    name
  }
  asleepSince
  openedAt
  until
  percent
  couponType
  state
  orderId
  points
}`, {"id":"1b0ffcf6b23bc21c6565df1e798f615d4f0d2e17bf99452932056499a00971fc"}) as unknown as TypedDocumentString<WakeUpsQuery, WakeUpsQueryVariables>;
export const BulkFilesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BulkFiles($first: Int!, $after: String) {
  bulkFiles(first: $first, after: $after) {
    edges {
      node {
        id
        kind
        state
        name
        rows
        refusedWhenChecked
        done
        refusedWhenRun
        uploadedBy
        uploadedAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"60964d39fc1eb65452b98ca5c634d653aad2a3deab69fbbfaddd05a96d8f7d6a"}) as unknown as TypedDocumentString<BulkFilesQuery, BulkFilesQueryVariables>;
export const BulkFileOfDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BulkFileOf($id: ID!) {
  bulkFile(id: $id) {
    ...BulkFileShown
  }
}
    fragment BulkFileShown on BulkFile {
  id
  kind
  state
  name
  reason
  encoding
  rows
  refusedWhenChecked
  shortWhenChecked
  repeated
  sums {
    asset
    added
    taken
    members
    liability {
      minorUnits
      currencyCode
    }
  }
  coupons {
    couponType
    count
  }
  sameAsId
  uploadedBy
  uploadedAt
  startedBy
  startedAt
  approvalId
  done
  refusedWhenRun
  endedAt
}`, {"id":"76978fc23a7636ece2fb3c7492beebab3dee3127271be6d8a962aa26f1500e1c"}) as unknown as TypedDocumentString<BulkFileOfQuery, BulkFileOfQueryVariables>;
export const BulkRowsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BulkRows($id: ID!, $first: Int!, $after: String, $state: BulkRowState) {
  bulkRows(fileId: $id, first: $first, after: $after, state: $state) {
    edges {
      node {
        line
        memberId
        asset
        amount
        couponType
        reason
        state
        wrongColumn
        refusal
        message
        refusalText {
          zh
          en
        }
        shortWhenChecked
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"0824fb79628861301cc3ba865c132fddc4fb7f55704e5fe89e49df939d0aa863"}) as unknown as TypedDocumentString<BulkRowsQuery, BulkRowsQueryVariables>;
export const StartBulkFileDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StartBulkFile($input: StartBulkFileInput!) {
  startBulkFile(input: $input) {
    file {
      id
      state
    }
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
    `, {"id":"227ba35810c0a564875bc6d4d5e7187bd9cec67a2d3f67f4ba021ef663665508"}) as unknown as TypedDocumentString<StartBulkFileMutation, StartBulkFileMutationVariables>;
export const DiscardBulkFileDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DiscardBulkFile($input: DiscardBulkFileInput!) {
  discardBulkFile(input: $input) {
    file {
      id
      state
    }
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
    `, {"id":"9073ac8c58cfc1aa2b4f91ea7328d9b33213796d7ba0d503ee733c9276363437"}) as unknown as TypedDocumentString<DiscardBulkFileMutation, DiscardBulkFileMutationVariables>;
export const FeedbackFilesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackFiles($first: Int!, $after: String) {
  feedbackFiles(first: $first, after: $after) {
    edges {
      node {
        id
        state
        name
        rows
        takenIn
        known
        refused
        uploadedBy
        uploadedAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"1e7149c1de1455c06c4706bdde5e83d37936fe6870fbdae029b5c51e9c9f28af"}) as unknown as TypedDocumentString<FeedbackFilesQuery, FeedbackFilesQueryVariables>;
export const FeedbackFileOfDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackFileOf($id: ID!) {
  feedbackFile(id: $id) {
    ...FeedbackFileShown
  }
}
    fragment FeedbackFileShown on FeedbackFile {
  id
  state
  name
  rows
  refusedWhenChecked
  firstRefusals {
    line
    eventId
    wrongColumn
    refusal
    message
    refusalText {
      zh
      en
    }
  }
  uploadedBy
  uploadedAt
  waitsUntil
  startedBy
  startedAt
  takenIn
  known
  refused
  endedAt
}`, {"id":"2bbf7c426decfac2eb49e193ae0f09c7092a7da29e9399d1ce09dd7b07d0d4bb"}) as unknown as TypedDocumentString<FeedbackFileOfQuery, FeedbackFileOfQueryVariables>;
export const StartFeedbackFileDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StartFeedbackFile($input: StartFeedbackFileInput!) {
  startFeedbackFile(input: $input) {
    file {
      id
      state
    }
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
    `, {"id":"f6a3f433b947739027cb044189c157da7c931e0d2f5dd375fc13aeb7db27f808"}) as unknown as TypedDocumentString<StartFeedbackFileMutation, StartFeedbackFileMutationVariables>;
export const DiscardFeedbackFileDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DiscardFeedbackFile($input: DiscardFeedbackFileInput!) {
  discardFeedbackFile(input: $input) {
    file {
      id
      state
    }
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
    `, {"id":"243dedf9fb70aa0af146648168d2e6ab65d76b933d48f121c57df29e5af59d69"}) as unknown as TypedDocumentString<DiscardFeedbackFileMutation, DiscardFeedbackFileMutationVariables>;
export const MemberFilesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberFiles($first: Int!, $after: String) {
  memberFiles(first: $first, after: $after) {
    edges {
      node {
        id
        state
        name
        rows
        created
        found
        refused
        uploadedBy
        uploadedAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"2659e0a5027fe9fdc85a2cbe0bb19549bbc4dee3f82c1bad2740dd26736f1866"}) as unknown as TypedDocumentString<MemberFilesQuery, MemberFilesQueryVariables>;
export const MemberFileOfDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberFileOf($id: ID!) {
  memberFile(id: $id) {
    ...MemberFileShown
  }
}
    fragment MemberFileShown on MemberFile {
  id
  state
  name
  rows
  refusedWhenChecked
  firstRefusals {
    line
    wrongColumn
    refusal
    message
    refusalText {
      zh
      en
    }
  }
  uploadedBy
  uploadedAt
  waitsUntil
  startedBy
  startedAt
  created
  found
  refused
  endedAt
}`, {"id":"430d904046e1e1752b4bdbb46aab0da2562178e9e12558f18d75343eb939ca72"}) as unknown as TypedDocumentString<MemberFileOfQuery, MemberFileOfQueryVariables>;
export const StartMemberFileDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StartMemberFile($input: StartMemberFileInput!) {
  startMemberFile(input: $input) {
    file {
      id
      state
    }
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
    `, {"id":"4a4fbfddd1d249de14719416aa88cb21a1b50f17dd5d7deeca90b623d19c68a6"}) as unknown as TypedDocumentString<StartMemberFileMutation, StartMemberFileMutationVariables>;
export const DiscardMemberFileDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DiscardMemberFile($input: DiscardMemberFileInput!) {
  discardMemberFile(input: $input) {
    file {
      id
      state
    }
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
    `, {"id":"2a05aa05eade9988b82640cf4a73f8b3b6765df4599e01888aed32c2d9cf15e5"}) as unknown as TypedDocumentString<DiscardMemberFileMutation, DiscardMemberFileMutationVariables>;
export const ChannelsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Channels {
  messageChannels {
    code
    configured
    messages
    counts {
      state
      count
    }
    pausedUntil
    latestFailure {
      at
      answer
      code
      words
    }
  }
  programmeMessages {
    ...MessageListed
  }
  pressure {
    days
    percent
    recoverPercent
    loweredTimes
    loweredPer
    day
    touched
    reachable
    loweredSince
    calmDays
  }
  messageShares {
    of
    maxPercent
    days
    whole
    part
    enforcedFrom
  }
}
    fragment MessageListed on ProgrammeMessage {
  code
  name
  purpose
  channels
  switchedOff {
    at
    by
    reason
    instead
  }
}`, {"id":"df6a3a0cf38dbeb7602ce69dc0af4a3f1c9d89d5ea8e812752c7cebe12e506ca"}) as unknown as TypedDocumentString<ChannelsQuery, ChannelsQueryVariables>;
export const SwitchMessageDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SwitchMessage($input: SwitchMessageInput!) {
  switchMessage(input: $input) {
    message {
      ...MessageListed
    }
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
    fragment MessageListed on ProgrammeMessage {
  code
  name
  purpose
  channels
  switchedOff {
    at
    by
    reason
    instead
  }
}`, {"id":"b724153c09e1675f0799bb5efd75370be045a5a3106aa884df2b73f7d573af89"}) as unknown as TypedDocumentString<SwitchMessageMutation, SwitchMessageMutationVariables>;
export const OauthClientsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OauthClients($first: Int!, $after: String) {
  oauthClients(first: $first, after: $after) {
    edges {
      node {
        ...OauthClientRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment OauthClientRow on OauthClient {
  id
  name
  role
  scopes
  channel
  stores
  createdAt
  revokedAt
  secrets {
    createdAt
    expiresAt
  }
}`, {"id":"b9e2e9fc942a2e84c269db71976fe6d01a4f962e4df67eede33c93f0b60fee67"}) as unknown as TypedDocumentString<OauthClientsQuery, OauthClientsQueryVariables>;
export const CreateOauthClientDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateOauthClient($input: CreateOauthClientInput!) {
  createOauthClient(input: $input) {
    secret
    client {
      id
    }
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
    `, {"id":"bd05718384beffb93756d4424e09e7bfa788a4b14e8c64bae1667bd0fde7b75b"}) as unknown as TypedDocumentString<CreateOauthClientMutation, CreateOauthClientMutationVariables>;
export const RotateOauthClientSecretDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RotateOauthClientSecret($input: RotateOauthClientSecretInput!) {
  rotateOauthClientSecret(input: $input) {
    secret
    client {
      id
    }
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
    `, {"id":"94f2c9f51c59623c4a4ffa8addee13ce744d7b6f44987ed96b1867f3d8d4d4c7"}) as unknown as TypedDocumentString<RotateOauthClientSecretMutation, RotateOauthClientSecretMutationVariables>;
export const RevokeOauthClientDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevokeOauthClient($input: RevokeOauthClientInput!) {
  revokeOauthClient(input: $input) {
    client {
      id
      revokedAt
    }
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
    `, {"id":"d4bd711865b621dfd6c5e78bda30c038a2f612a05e9f4e3f40beeafba4c5cd6e"}) as unknown as TypedDocumentString<RevokeOauthClientMutation, RevokeOauthClientMutationVariables>;
export const ClubBoardsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ClubBoards {
  leaderboards(first: 50) {
    edges {
      node {
        code
        name
        byStore
        current {
          code
        }
      }
    }
  }
}
    `, {"id":"6d36a8d21b093e5db5bfb87cfaf6787941b25a3a7825cb5a90bb3163828c6550"}) as unknown as TypedDocumentString<ClubBoardsQuery, ClubBoardsQueryVariables>;
export const ClubBoardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ClubBoard($code: String!, $groupId: ID!, $storeId: String, $first: Int!) {
  groupLeaderboard(
    code: $code
    groupId: $groupId
    storeId: $storeId
    first: $first
  ) {
    entries {
      rank
      score
      memberId
      member {
        maskedName
      }
    }
    complete
  }
}
    `, {"id":"954ff8e6495713cd407fcf48d95578fb828c80f6de38cfbeeeb706035633bee2"}) as unknown as TypedDocumentString<ClubBoardQuery, ClubBoardQueryVariables>;
export const GroupListDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GroupList($first: Int!, $after: String, $kind: String, $store: String) {
  groups(first: $first, after: $after, ofKind: $kind, ofStore: $store) {
    edges {
      node {
        ...GroupRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment GroupRow on Group {
  id
  kind
  storeId
  number
  members
  openedAt
}`, {"id":"86be7dd0b2bb9e17e5c944105b76a865ceb3d919030c18f51598f0d6b969f19f"}) as unknown as TypedDocumentString<GroupListQuery, GroupListQueryVariables>;
export const GroupKindsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GroupKinds {
  programmeVersion {
    document
  }
}
    `, {"id":"6c2722a2269f1231fc9925917ab1965d93c53b2a855dc894a6987ed03d3703e7"}) as unknown as TypedDocumentString<GroupKindsQuery, GroupKindsQueryVariables>;
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
export const GroupPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GroupPage($id: ID!, $first: Int!, $after: String) {
  group(groupId: $id) {
    ...GroupRow
  }
  groupMembers(groupId: $id, first: $first, after: $after) {
    edges {
      node {
        ...GroupMemberRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment GroupRow on Group {
  id
  kind
  storeId
  number
  members
  openedAt
}
fragment GroupMemberRow on GroupMembership {
  memberId
  kind
  storeId
  number
  role
  standing
  joinedAt
  lastMessageAt
  kocMonth
}`, {"id":"c9f4489dd3bfba4e440d2644280f6579ed7fdbb99713dd0f3df01bca7ba07ac4"}) as unknown as TypedDocumentString<GroupPageQuery, GroupPageQueryVariables>;
export const GroupPeopleDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GroupPeople($ids: [ID!]!) {
  members(ids: $ids) {
    id
    name
    phone
  }
}
    `, {"id":"31375adeb592c2bd8b0585a59de0f0064a155d20fcf3bc342dc10feed05c4f55"}) as unknown as TypedDocumentString<GroupPeopleQuery, GroupPeopleQueryVariables>;
export const SetGroupRoleDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SetGroupRole($input: SetGroupRoleInput!) {
  setGroupRole(input: $input) {
    replayed
    membership {
      memberId
      role
    }
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
    `, {"id":"423670da1f0bbfa414d8a10f1a7f4df0e300efbe4bc63266317dc8577ae58218"}) as unknown as TypedDocumentString<SetGroupRoleMutation, SetGroupRoleMutationVariables>;
export const TakeOutOfGroupDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation TakeOutOfGroup($input: LeaveGroupInput!) {
  leaveGroup(input: $input) {
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
    `, {"id":"69598d254d4c086f2e17a54999a41c189348de4988d913cafb184ea9bd35f537"}) as unknown as TypedDocumentString<TakeOutOfGroupMutation, TakeOutOfGroupMutationVariables>;
export const GroupPostsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GroupPosts($id: ID!) {
  groupPosts(first: 5, ofGroup: $id) {
    edges {
      node {
        ...GroupPostRow
      }
    }
  }
}
    fragment GroupPostRow on GroupPost {
  id
  message {
    code
    name
  }
  text
  members
  allowed
  postedBy
  postedAt
  checks {
    name
    passed
    text
    until
  }
}`, {"id":"6510e33c0edf53913239f027168ac467dd2efe2026731ef6e553ccbb5863dfa6"}) as unknown as TypedDocumentString<GroupPostsQuery, GroupPostsQueryVariables>;
export const GroupPostPreviewDocument = /*#__PURE__*/ new TypedDocumentString(`
    query GroupPostPreview($id: ID!, $message: String!) {
  previewGroupPost(groupId: $id, messageCode: $message) {
    ...GroupPostRow
  }
}
    fragment GroupPostRow on GroupPost {
  id
  message {
    code
    name
  }
  text
  members
  allowed
  postedBy
  postedAt
  checks {
    name
    passed
    text
    until
  }
}`, {"id":"b5a95b07442483c7e3eac0ded8063711fc4184637ad54fb1867cae554f88cc5d"}) as unknown as TypedDocumentString<GroupPostPreviewQuery, GroupPostPreviewQueryVariables>;
export const PostToGroupDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PostToGroup($input: PostToGroupInput!) {
  postToGroup(input: $input) {
    replayed
    post {
      ...GroupPostRow
    }
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
    fragment GroupPostRow on GroupPost {
  id
  message {
    code
    name
  }
  text
  members
  allowed
  postedBy
  postedAt
  checks {
    name
    passed
    text
    until
  }
}`, {"id":"e9f36b92a72add556c76ccd174e4f1c52ae63f109ca9ba28ca0dea6d38d815d7"}) as unknown as TypedDocumentString<PostToGroupMutation, PostToGroupMutationVariables>;
export const CouponTypesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CouponTypes($first: Int!) {
  couponTypes(first: $first) {
    edges {
      node {
        ...CouponTypeRow
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment CouponTypeRow on CouponType {
  code
  name
  conditions
  lifeDays
  until
  perMember
  total
  granted
  used
  expired
}`, {"id":"b1c88fd9640c50a6af715f84d9451d379fb7bf04c92615dddb1b4e122f60fc95"}) as unknown as TypedDocumentString<CouponTypesQuery, CouponTypesQueryVariables>;
export const BrandEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BrandEvents($first: Int!) {
  events(first: $first) {
    edges {
      node {
        ...EventRow
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment EventRow on BrandEvent {
  code
  name
  startsAt
  endsAt
  open
  seats
  seatsLeft
  seatsTaken
  waiting
  waitingPlacesLeft
  price {
    asset
    amount
  }
  noShow
}`, {"id":"cc20b67073300b882c0bd30caaa6e5fc0ff8d78e9dd15b734639cb65b0053eac"}) as unknown as TypedDocumentString<BrandEventsQuery, BrandEventsQueryVariables>;
export const EventSignUpsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query EventSignUps($event: String!, $state: SignUpState, $first: Int!) {
  signUps(ofEvent: $event, inState: $state, first: $first) {
    edges {
      node {
        ...SignUpRow
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment SignUpRow on SignUp {
  id
  memberId
  state
  createdAt
  changedAt
  storeId
}`, {"id":"e5629971f661ecf98936988d79ab1b31805fa6998ffcfbdf610802c6fe37805e"}) as unknown as TypedDocumentString<EventSignUpsQuery, EventSignUpsQueryVariables>;
export const TakeAttendanceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation TakeAttendance($input: RecordAttendanceInput!) {
  recordAttendance(input: $input) {
    replayed
    signUp {
      ...SignUpRow
    }
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
    fragment SignUpRow on SignUp {
  id
  memberId
  state
  createdAt
  changedAt
  storeId
}`, {"id":"e0a6d0640c73e0cf293408331b7292c1d1eb6ab26d770b9cd712f534f2967321"}) as unknown as TypedDocumentString<TakeAttendanceMutation, TakeAttendanceMutationVariables>;
export const EndSignUpDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EndSignUp($input: CancelSignUpInput!) {
  cancelSignUp(input: $input) {
    replayed
    signUp {
      ...SignUpRow
    }
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
    fragment SignUpRow on SignUp {
  id
  memberId
  state
  createdAt
  changedAt
  storeId
}`, {"id":"92db0bf544054f2267153305e804c255d6d348d0e8eb22f1790d98ed75af095c"}) as unknown as TypedDocumentString<EndSignUpMutation, EndSignUpMutationVariables>;
export const ExperimentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Experiments($after: String) {
  experiments(first: 20, after: $after) {
    edges {
      node {
        ...ExperimentBrief
        look {
          verdict
          arms {
            arm
            exposed
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ExperimentBrief on Experiment {
  code
  name
  state
  draft
  unit
  stage
  askedBy
  stages {
    kind
    percent
    stores
    days
  }
}`, {"id":"a25c59ba5289095b3f070251ce2ee3a78d6f58050a7ee51b498bb5d850f91d66"}) as unknown as TypedDocumentString<ExperimentsQuery, ExperimentsQueryVariables>;
export const ExperimentDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Experiment($code: String!) {
  experiment(experiment: $code) {
    ...ExperimentBrief
    arms {
      code
      name
      weight
      message
    }
    stageSince
    primaryMetric
    withinDays
    sequential
    plannedSize
    alpha
    startedAt
    startedBy
    horizonAt
    secondPerson
    stoppedAt
    stoppedByGuardrail
    stoppedBy
    stopWords
    keptArm
    rule
    look {
      ...ExperimentResult
    }
  }
}
    fragment ExperimentBrief on Experiment {
  code
  name
  state
  draft
  unit
  stage
  askedBy
  stages {
    kind
    percent
    stores
    days
  }
}
fragment ExperimentResult on ExperimentLook {
  asOf
  arms {
    arm
    exposed
    mature
    value
  }
  differences {
    arm
    metric
    primary
    estimate
    low
    high
  }
  guardrails {
    metric
    arm
    colour
    value
    max
    members
  }
  sizes
  sizesP
  crossed
  verdict
  why
}`, {"id":"6cd86590a9dff8265957cc25523297647ccc6e0c109361f4c2730ce70eaa4e72"}) as unknown as TypedDocumentString<ExperimentQuery, ExperimentQueryVariables>;
export const StartExperimentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StartExperiment($input: StartExperimentInput!) {
  startExperiment(input: $input) {
    ...ExperimentDone
  }
}
    fragment ExperimentDone on ExperimentPayload {
  experiment {
    code
    state
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
}`, {"id":"9b95eafc81c2b482ad95d04c288b1cb72c3c925cb9c4154c107b27359886f643"}) as unknown as TypedDocumentString<StartExperimentMutation, StartExperimentMutationVariables>;
export const AdvanceExperimentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AdvanceExperiment($input: AdvanceExperimentInput!) {
  advanceExperiment(input: $input) {
    ...ExperimentDone
  }
}
    fragment ExperimentDone on ExperimentPayload {
  experiment {
    code
    state
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
}`, {"id":"cf3a840e900d3c9c68eca6c59e0f115c8eb6a5a040e3648890ecc9063795ae9f"}) as unknown as TypedDocumentString<AdvanceExperimentMutation, AdvanceExperimentMutationVariables>;
export const StopExperimentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StopExperiment($input: StopExperimentInput!) {
  stopExperiment(input: $input) {
    ...ExperimentDone
  }
}
    fragment ExperimentDone on ExperimentPayload {
  experiment {
    code
    state
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
}`, {"id":"4208a53fa39cfcaf7a5bbf66e49ec3c925c11579bee63d75c3daf1a70b5d99d7"}) as unknown as TypedDocumentString<StopExperimentMutation, StopExperimentMutationVariables>;
export const FeedbackQueueDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackQueue($first: Int!, $after: String, $states: [FeedbackState!], $mine: Boolean!) {
  feedbackQueue(first: $first, after: $after, states: $states, mine: $mine) {
    edges {
      node {
        id
        text
        state
        priority
        team
        createdAt
        responseDueAt
        resolutionDueAt
        firstResponseAt
        category {
          code
          name
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"272c195e9117b21e13eca045c7026e7183b849d8250b4f4639ed8a97aeccabfa"}) as unknown as TypedDocumentString<FeedbackQueueQuery, FeedbackQueueQueryVariables>;
export const BusinessHoursDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BusinessHours {
  businessHours {
    isOpen
    nextChangeAt
    unknownYears
  }
}
    `, {"id":"a32c05ee3fae51b869743e1dd792f4a9d8a7ff29c3123857070d12a36e8f5eff"}) as unknown as TypedDocumentString<BusinessHoursQuery, BusinessHoursQueryVariables>;
export const FeedbackOneDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackOne($id: ID!) {
  node(id: $id) {
    ... on Feedback {
      ...FeedbackItem
      ...ReadyAnswers
    }
  }
}
    fragment ReadyAnswers on Feedback {
  preparedAnswers {
    code
    name
    text
    movesTo
  }
}
fragment FeedbackItem on Feedback {
  id
  text
  channel
  state
  priority
  memberId
  anonymous
  orderId
  storeId
  team
  assignee
  stars
  saidAt
  createdAt
  responseDueAt
  resolutionDueAt
  firstResponseAt
  escalationLevel
  escalatedTo
  clocks {
    kind
    dueAt
    inBusinessHours
    calendarUnknown
    standsSince
    lateSince
    leftSeconds
    lateReason
  }
  attachments {
    url
    state
    problem
    contentType
    sizeBytes
  }
  category {
    code
    name
  }
  topics {
    code
    name
  }
  sentiment {
    label
    confidence
  }
  intent
  group
  rating
  mentions {
    topic
    word
    kind
  }
  timeline {
    at
    state
    message
    said
    actor
    note
  }
}`, {"id":"f52e6bfa1d1209a7e91eeea5865a066e261cd4263c1c68f4627053ab81c485fe"}) as unknown as TypedDocumentString<FeedbackOneQuery, FeedbackOneQueryVariables>;
export const AlikeFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AlikeFeedback($group: String!) {
  feedbackQueue(first: 20, group: $group) {
    edges {
      node {
        id
        text
        channel
        state
        createdAt
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"id":"8b49e97ea33b0e698385ce97f1e6b09e5b418df1539b9acc588de76e1db7b2da"}) as unknown as TypedDocumentString<AlikeFeedbackQuery, AlikeFeedbackQueryVariables>;
export const FeedbackTrendsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackTrends {
  feedbackTrends {
    weeksBefore
    specialDays
    trends {
      topic {
        code
        name
      }
      count
      expected
      changePercent
      direction
    }
  }
}
    `, {"id":"17d6d6d8bc530c219e40569333c82de091128c6f242384a8d84c7303ca827dbf"}) as unknown as TypedDocumentString<FeedbackTrendsQuery, FeedbackTrendsQueryVariables>;
export const FeedbackSegmentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackSegments {
  segments {
    segments {
      segment {
        code
        name
      }
    }
  }
}
    `, {"id":"d7f00e4e8e89e1fb3f9e23aac3763fc71adcc0b51fbd6d72e4be673c3868ef18"}) as unknown as TypedDocumentString<FeedbackSegmentsQuery, FeedbackSegmentsQueryVariables>;
export const FeedbackDifferencesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackDifferences($segment: String!, $against: String, $from: DateTime!, $until: DateTime!) {
  feedbackDifferences(
    segment: $segment
    against: $against
    from: $from
    until: $until
  ) {
    segmentMembers
    againstMembers
    bothMembers
    differences {
      kind
      subject {
        code
        name
      }
      segment {
        spoke
        share
      }
      against {
        spoke
        share
      }
      difference
      low
      high
      reading
    }
  }
}
    `, {"id":"ab44b5a3284c529fd6ec77097cdce55c099595eb756e88fa6220b1473ef11bce"}) as unknown as TypedDocumentString<FeedbackDifferencesQuery, FeedbackDifferencesQueryVariables>;
export const FixOfGroupDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FixOfGroup($group: String!) {
  feedbackFixPreview(alike: $group) {
    reporters
    anonymous
    fix {
      ...Fix
    }
  }
}
    fragment Fix on FeedbackFix {
  id
  title
  text
  isPublic
  announcedAt
  announcedBy
  told
  completedAt
  withdrawnAt
  effect {
    asOf
    days
    complete
    matched
    compared
    repurchase {
      ...FixFigure
    }
    activity {
      ...FixFigure
    }
  }
}
fragment FixFigure on EffectFigure {
  reportedBefore
  reportedAfter
  othersBefore
  othersAfter
  difference
  low
  high
}`, {"id":"9f29097db963fcd86281e396ce8bc55bc6d5d28bc2052d55c473f978b258abb2"}) as unknown as TypedDocumentString<FixOfGroupQuery, FixOfGroupQueryVariables>;
export const AnnounceFixDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AnnounceFix($input: AnnounceFixInput!) {
  announceFix(input: $input) {
    fix {
      id
    }
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
    `, {"id":"4885577c01a8056a5c6fbe557a90397bb47eb5a0c8d7d01a69ab97e841c64997"}) as unknown as TypedDocumentString<AnnounceFixMutation, AnnounceFixMutationVariables>;
export const WithdrawNoticeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation WithdrawNotice($input: WithdrawNoticeInput!) {
  withdrawNotice(input: $input) {
    fix {
      id
      withdrawnAt
    }
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
    `, {"id":"dbaf10fb2178784107b8a43ba391d45005374341f819a5b1f909cd021d842dbc"}) as unknown as TypedDocumentString<WithdrawNoticeMutation, WithdrawNoticeMutationVariables>;
export const FeedbackTeamsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackTeams($from: DateTime!, $until: DateTime!) {
  feedbackFigures(from: $from, until: $until) {
    total {
      ...WorkFigure
    }
    teams {
      ...WorkFigure
    }
    people {
      ...WorkFigure
    }
  }
}
    fragment WorkFigure on FeedbackFigure {
  team {
    code
    name
  }
  person
  taken
  answered
  due
  inTime
  inTimePercent
  medianResponseSeconds
  open
  waiting
  late
}`, {"id":"187abfd1d4765ceae3c3f9c9a46ca15b5791762901671a30a83c25900d6f5511"}) as unknown as TypedDocumentString<FeedbackTeamsQuery, FeedbackTeamsQueryVariables>;
export const FeedbackWeeksDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackWeeks($w0: DateTime!, $w1: DateTime!, $w2: DateTime!, $w3: DateTime!, $w4: DateTime!, $w5: DateTime!, $w6: DateTime!) {
  a: feedbackFigures(from: $w0, until: $w1) {
    ...WeekOfWork
  }
  b: feedbackFigures(from: $w1, until: $w2) {
    ...WeekOfWork
  }
  c: feedbackFigures(from: $w2, until: $w3) {
    ...WeekOfWork
  }
  d: feedbackFigures(from: $w3, until: $w4) {
    ...WeekOfWork
  }
  e: feedbackFigures(from: $w4, until: $w5) {
    ...WeekOfWork
  }
  f: feedbackFigures(from: $w5, until: $w6) {
    ...WeekOfWork
  }
}
    fragment WeekOfWork on FeedbackFigures {
  countedFrom
  total {
    taken
    due
    inTime
    inTimePercent
  }
}`, {"id":"1d646996ea51480a0de19b8d77b1c7059077833e2e03d731e82ec5dbec62ca69"}) as unknown as TypedDocumentString<FeedbackWeeksQuery, FeedbackWeeksQueryVariables>;
export const IdeasDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Ideas($first: Int!, $after: String, $order: IdeaOrder!, $state: IdeaState, $shelf: IdeaShelf) {
  ideas(
    first: $first
    after: $after
    ideaOrder: $order
    ideaState: $state
    ideaShelf: $shelf
  ) {
    edges {
      node {
        ...IdeaRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment IdeaRow on Idea {
  id
  memberId
  title
  text
  state
  shelf
  votes
  project
  mergedIdeas
  foundWords
  proposedAt
}`, {"id":"38c25b2f26966416952246d8d2d7edb630022fdb7934ece402b3c312e72028a7"}) as unknown as TypedDocumentString<IdeasQuery, IdeasQueryVariables>;
export const IdeaPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query IdeaPage($id: ID!) {
  idea(ideaId: $id) {
    ...IdeaRow
    answer
    intoIdeaId
    history {
      kind
      at
      shelf
      reason
      operator
      otherIdeaId
    }
  }
  trials(first: 20, ofIdea: $id) {
    edges {
      node {
        id
        name
        places
        taken
        invited
        closes
        open
        memberIds
      }
    }
  }
}
    fragment IdeaRow on Idea {
  id
  memberId
  title
  text
  state
  shelf
  votes
  project
  mergedIdeas
  foundWords
  proposedAt
}`, {"id":"91ad57bf755cdd5fb3fcbaeb2fd2136d08ba20c98ef41ba956b177cc45fe0a87"}) as unknown as TypedDocumentString<IdeaPageQuery, IdeaPageQueryVariables>;
export const ModerateIdeaDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ModerateIdea($input: ModerateIdeaInput!) {
  moderateIdea(input: $input) {
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    idea {
      id
      state
    }
  }
}
    `, {"id":"563c067c35576a27761ca63d23e8395779217aa168e897b86be787198b13d982"}) as unknown as TypedDocumentString<ModerateIdeaMutation, ModerateIdeaMutationVariables>;
export const MoveIdeaDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MoveIdea($input: MoveIdeaInput!) {
  moveIdea(input: $input) {
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    idea {
      id
      shelf
    }
  }
}
    `, {"id":"6dc475ed22edb57d141aae943704d9a0c208b1864c45c70e727fbaec74831ab4"}) as unknown as TypedDocumentString<MoveIdeaMutation, MoveIdeaMutationVariables>;
export const MergeIdeasDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MergeIdeas($input: MergeIdeasInput!) {
  mergeIdeas(input: $input) {
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    idea {
      id
    }
  }
}
    `, {"id":"4b65ca62efccb36e07f250a7401764a0c7040250422fd466c9332e7044794374"}) as unknown as TypedDocumentString<MergeIdeasMutation, MergeIdeasMutationVariables>;
export const AnswerIdeaDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AnswerIdea($input: AnswerIdeaInput!) {
  answerIdea(input: $input) {
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    idea {
      id
    }
  }
}
    `, {"id":"9b3b9645cde0b02e7c4acad1d6166832cf9413a9f7668684884f0e01169b0e33"}) as unknown as TypedDocumentString<AnswerIdeaMutation, AnswerIdeaMutationVariables>;
export const OpenTrialDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation OpenTrial($input: OpenTrialInput!) {
  openTrial(input: $input) {
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    trial {
      id
    }
  }
}
    `, {"id":"d0224fda9aae48b728bf2917bd37d1359ec1a990b5c39558c3fb61560c08649b"}) as unknown as TypedDocumentString<OpenTrialMutation, OpenTrialMutationVariables>;
export const InsightBoardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InsightBoard($code: String) {
  board(code: $code) {
    code
    boards {
      code
      name
    }
    asOf
    currencyCode
    tiles {
      day
      standing
      target {
        value
        tolerancePercent
      }
      number {
        ...Figure
      }
      weekBefore {
        value
      }
      metric {
        ...MetricDefined
        version
        level
        moreIsBetter
      }
    }
  }
  metricCatalogue {
    metrics {
      ...MetricDefined
    }
    funnels {
      code
      name
    }
  }
}
    fragment MetricNamed on Metric {
  code
  name
  unit
  grains
  membersAbove
}
fragment MetricDefined on Metric {
  ...MetricNamed
  definition
  formula
}
fragment Figure on MetricNumber {
  value
  numerator
  denominator
}`, {"id":"3ec6b9c9effebc9877fda9549256408ba6b19132dc289c9ed1e5b1d44c098b44"}) as unknown as TypedDocumentString<InsightBoardQuery, InsightBoardQueryVariables>;
export const InsightSeriesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InsightSeries($code: String!, $fromDay: Date!, $untilDay: Date!, $grain: MetricGrain!) {
  metric(code: $code, fromDay: $fromDay, untilDay: $untilDay, grain: $grain) {
    asOf
    currencyCode
    metric {
      ...MetricNamed
    }
    points {
      day
      complete
      restated
      number {
        ...Figure
      }
    }
  }
}
    fragment MetricNamed on Metric {
  code
  name
  unit
  grains
  membersAbove
}
fragment Figure on MetricNumber {
  value
  numerator
  denominator
}`, {"id":"fc21934203635811a858d02dedb3bfbb816fcd51df5c4878132b3d824765b2fe"}) as unknown as TypedDocumentString<InsightSeriesQuery, InsightSeriesQueryVariables>;
export const InsightCohortsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InsightCohorts($fromDay: Date!, $untilDay: Date!) {
  cohorts(fromDay: $fromDay, untilDay: $untilDay) {
    cohorts {
      day
      size
      days {
        after
        active
      }
    }
  }
}
    `, {"id":"f8b550ee0f2afdd8a0c95c7b12b2bbfaa0bceaa950041744cae3dcbb777a34b5"}) as unknown as TypedDocumentString<InsightCohortsQuery, InsightCohortsQueryVariables>;
export const InsightFunnelDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InsightFunnel($code: String!, $fromDay: Date!, $untilDay: Date!) {
  funnel(code: $code, fromDay: $fromDay, untilDay: $untilDay) {
    rule {
      code
      name
      steps
      windowDays
    }
    reached
    open
    lost
    rate {
      ...Figure
    }
  }
}
    fragment Figure on MetricNumber {
  value
  numerator
  denominator
}`, {"id":"ee312263046f21b1432ecfed11b3b0f721fe9ec09a9838c513ee808f32510f7f"}) as unknown as TypedDocumentString<InsightFunnelQuery, InsightFunnelQueryVariables>;
export const InsightAlarmsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InsightAlarms($first: Int!) {
  metricAlarms(first: $first) {
    edges {
      node {
        ...AlarmRow
      }
    }
  }
}
    fragment MetricNamed on Metric {
  code
  name
  unit
  grains
  membersAbove
}
fragment AlarmRow on MetricAlarm {
  channel
  id
  day
  value
  baseline
  low
  high
  changePercent
  answerBy
  late
  state
  metric {
    ...MetricNamed
  }
  missed
  acts {
    threshold
    journey
    message
    todoId
    outcome
    at
  }
  notes {
    state
    at
    by
    words
  }
}`, {"id":"b06dd65333a514050694a7f2af3070542daa2cf8ded974c13a04d8d73a425db4"}) as unknown as TypedDocumentString<InsightAlarmsQuery, InsightAlarmsQueryVariables>;
export const InsightReportsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InsightReports($grain: MetricGrain!) {
  insightReports(grain: $grain, first: 3) {
    edges {
      node {
        day
        madeAt
        lines {
          metric {
            code
            name
            unit
          }
          number {
            value
          }
          restatements {
            at
            number {
              value
            }
          }
        }
        messages {
          channel
          language
          state
          attempts
          at
          nextAt
          problem
        }
      }
    }
  }
}
    `, {"id":"b4caf9bd00902a09b2383b3ff8fe00cd46914b3bf3be8683ad4dab5b1d170915"}) as unknown as TypedDocumentString<InsightReportsQuery, InsightReportsQueryVariables>;
export const MoveMetricAlarmDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MoveMetricAlarm($input: MoveMetricAlarmInput!) {
  moveMetricAlarm(input: $input) {
    replayed
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    alarm {
      ...AlarmRow
    }
  }
}
    fragment MetricNamed on Metric {
  code
  name
  unit
  grains
  membersAbove
}
fragment AlarmRow on MetricAlarm {
  channel
  id
  day
  value
  baseline
  low
  high
  changePercent
  answerBy
  late
  state
  metric {
    ...MetricNamed
  }
  missed
  acts {
    threshold
    journey
    message
    todoId
    outcome
    at
  }
  notes {
    state
    at
    by
    words
  }
}`, {"id":"baed51f3f13649904d67454202dad30a0b7c50a45023c84d276bc02b5bab4c04"}) as unknown as TypedDocumentString<MoveMetricAlarmMutation, MoveMetricAlarmMutationVariables>;
export const InsightAttributionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InsightAttribution($model: AttributionModel!, $fromDay: Date!, $untilDay: Date!) {
  attribution(model: $model, fromDay: $fromDay, untilDay: $untilDay) {
    currencyCode
    credits {
      message
      channel
      minorUnits
    }
    lift {
      difference
      low
      high
      shown
      reached {
        ...Figure
      }
      heldOut {
        ...Figure
      }
    }
  }
}
    fragment Figure on MetricNumber {
  value
  numerator
  denominator
}`, {"id":"ff08dd05481ddb9a889b2ec71a9132c2689239831ff0762f67760cf8e04aaf6e"}) as unknown as TypedDocumentString<InsightAttributionQuery, InsightAttributionQueryVariables>;
export const InsightAcquisitionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InsightAcquisition {
  acquisition {
    currencyCode
    channels {
      code
      name
      floor
    }
    metrics {
      code
      name
      definition
    }
    returns {
      month
      members
      revenueMinor
      costMinor
      complete
      short
      channel {
        code
        name
        floor
      }
      cac {
        value
      }
      roi {
        value
      }
    }
  }
}
    `, {"id":"18b514659705ecd93c5c5ef2d7731d5968c75c9fb6d08740a4775b5e0bb278a1"}) as unknown as TypedDocumentString<InsightAcquisitionQuery, InsightAcquisitionQueryVariables>;
export const PutChannelCostsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PutChannelCosts($input: PutChannelCostsInput!) {
  putChannelCosts(input: $input) {
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    taken
  }
}
    `, {"id":"eea52082f87c4844c134835b3bdad9aa34f6d230a03a943a56089b5cfc506c2d"}) as unknown as TypedDocumentString<PutChannelCostsMutation, PutChannelCostsMutationVariables>;
export const InsightContentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InsightContents($about: ContentSubject!, $code: String, $fromDay: Date!, $untilDay: Date!) {
  contentFigures(
    about: $about
    code: $code
    fromDay: $fromDay
    untilDay: $untilDay
  ) {
    members
    figures {
      code
      weekDay
      viewers
      liked
      collected
      shared
      inCart
      ordered
      readPart {
        value
      }
      readThrough {
        value
      }
      interactionRate {
        value
      }
    }
  }
}
    `, {"id":"a8e90fac5f1c987447f8db40aeaefb2d3931500e74952ce60a6fdf88c9612447"}) as unknown as TypedDocumentString<InsightContentsQuery, InsightContentsQueryVariables>;
export const InsightTodosDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InsightTodos($first: Int!, $openOnly: Boolean!) {
  metricTodos(first: $first, openOnly: $openOnly) {
    edges {
      node {
        ...TodoRow
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment TodoRow on MetricTodo {
  id
  title
  day
  threshold
  dueAt
  late
  state
  owner
  metric {
    code
    name
  }
  notes {
    state
    at
    by
    words
  }
}`, {"id":"4ca96c03d3e93b27c14966adfd125b1fbfeeec4928474adbbac04d710bfc0dbf"}) as unknown as TypedDocumentString<InsightTodosQuery, InsightTodosQueryVariables>;
export const MoveMetricTodoDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MoveMetricTodo($input: MoveMetricTodoInput!) {
  moveMetricTodo(input: $input) {
    replayed
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    todo {
      ...TodoRow
    }
  }
}
    fragment TodoRow on MetricTodo {
  id
  title
  day
  threshold
  dueAt
  late
  state
  owner
  metric {
    code
    name
  }
  notes {
    state
    at
    by
    words
  }
}`, {"id":"e8d97b6e30b837de8688138f940f7135ab2c52f19e1902d8991a2db0758d5133"}) as unknown as TypedDocumentString<MoveMetricTodoMutation, MoveMetricTodoMutationVariables>;
export const MetricMembersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MetricMembers($code: String!, $day: Date!, $grain: MetricGrain!, $part: MetricPart!, $after: String) {
  metricMembers(
    code: $code
    day: $day
    grain: $grain
    part: $part
    first: 20
    after: $after
  ) {
    ...MembersBehind
  }
  metric(code: $code, fromDay: $day, untilDay: $day, grain: $grain) {
    currencyCode
    metric {
      ...MetricNamed
      membersBelow
    }
    points {
      number {
        ...Figure
      }
    }
  }
}
    fragment MetricNamed on Metric {
  code
  name
  unit
  grains
  membersAbove
}
fragment Figure on MetricNumber {
  value
  numerator
  denominator
}
fragment MembersBehind on MetricMemberConnection {
  edges {
    node {
      memberId
      member {
        id
        name
        phone
      }
      times
      minorUnits
      lastAt
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"dc246980cf1e6fe98289783ddf997472705e854c753bab2f6bb06a1093e3f60a"}) as unknown as TypedDocumentString<MetricMembersQuery, MetricMembersQueryVariables>;
export const CohortMembersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CohortMembers($day: Date!, $daysAfter: Int!, $after: String) {
  cohortMembers(day: $day, daysAfter: $daysAfter, first: 20, after: $after) {
    ...MembersBehind
  }
}
    fragment MembersBehind on MetricMemberConnection {
  edges {
    node {
      memberId
      member {
        id
        name
        phone
      }
      times
      minorUnits
      lastAt
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"3981d4f9835f744bbba4678e1091baca154271b28d4e26649b3253478ac1c183"}) as unknown as TypedDocumentString<CohortMembersQuery, CohortMembersQueryVariables>;
export const FunnelMembersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FunnelMembers($code: String!, $step: Int!, $fromDay: Date!, $untilDay: Date!, $after: String) {
  funnelMembers(
    code: $code
    step: $step
    fromDay: $fromDay
    untilDay: $untilDay
    first: 20
    after: $after
  ) {
    ...MembersBehind
  }
  metricCatalogue {
    funnels {
      code
      name
    }
  }
}
    fragment MembersBehind on MetricMemberConnection {
  edges {
    node {
      memberId
      member {
        id
        name
        phone
      }
      times
      minorUnits
      lastAt
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"cc7eb8e2c4ef4cedff11e493801d5bd890e991ffba399d8c520d36ee61be8b13"}) as unknown as TypedDocumentString<FunnelMembersQuery, FunnelMembersQueryVariables>;
export const JourneysDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Journeys {
  journeys(first: 50) {
    edges {
      node {
        code
        name
        enterOn
        untilOn
        paused
        members
        ended {
          reason
          count
        }
      }
    }
  }
}
    `, {"id":"a43d50c5974394ea11048332b6f556f377e46218d95bea9257005474cf71ed7d"}) as unknown as TypedDocumentString<JourneysQuery, JourneysQueryVariables>;
export const JourneyDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Journey($code: String!) {
  journey(journey: $code) {
    code
    name
    enterOn
    untilOn
    paused
    pausedAt
    members
    steps {
      code
      kind
      messages
      waiting
      waitsFor
      otherwise
      gift {
        couponType
        asset
        amount
        budget
      }
      tagging {
        add
        remove
      }
      deeds {
        state
        count
      }
      touches {
        state
        count
      }
    }
    ended {
      reason
      count
    }
  }
}
    `, {"id":"d4b055891359015821e346c9017f10ab1f618a9a16ff3ac47500629c869efb48"}) as unknown as TypedDocumentString<JourneyQuery, JourneyQueryVariables>;
export const JourneyMembersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query JourneyMembers($code: String!, $after: String) {
  journeyEntries(ofJourney: $code, first: 20, after: $after) {
    edges {
      node {
        id
        memberId
        member {
          id
          name
          phone
        }
        state
        step
        dueAt
        end
        enteredAt
        endedAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"e94e9e53a5b15f3903c2eab6d8263cd99e2194c8672e95cb254a4b95622afd76"}) as unknown as TypedDocumentString<JourneyMembersQuery, JourneyMembersQueryVariables>;
export const PauseJourneyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PauseJourney($input: PauseJourneyInput!) {
  pauseJourney(input: $input) {
    journey {
      code
      paused
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
    `, {"id":"8b4d8551039eb1d841d1638e7fe040992d8a33996f776db16311941ecebab4ac"}) as unknown as TypedDocumentString<PauseJourneyMutation, PauseJourneyMutationVariables>;
export const ResumeJourneyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ResumeJourney($input: ResumeJourneyInput!) {
  resumeJourney(input: $input) {
    journey {
      code
      paused
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
    `, {"id":"dee977f1414b8c36c547488d42b6ceb298b390740832a04b32997286e167702c"}) as unknown as TypedDocumentString<ResumeJourneyMutation, ResumeJourneyMutationVariables>;
export const BoardsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Boards {
  leaderboards(first: 50) {
    edges {
      node {
        code
        name
        asset
        rules
        per
        byStore
        top
        current {
          ...BoardPeriod
        }
      }
    }
  }
}
    fragment BoardPeriod on LeaderboardPeriod {
  code
  name
  firstDay
  lastDay
  over
}`, {"id":"dfe8b1ea7fe55ae6312bbfeea912d96c299b67f97f1f20542d54352ae5784c6d"}) as unknown as TypedDocumentString<BoardsQuery, BoardsQueryVariables>;
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
export const BoardDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Board($code: String!, $period: String, $storeId: String, $first: Int!) {
  leaderboard(code: $code, period: $period, storeId: $storeId, first: $first) {
    leaderboard {
      code
      name
      asset
    }
    period {
      ...BoardPeriod
    }
    entries {
      rank
      score
      memberId
      member {
        maskedName
      }
    }
    members
    asOf
    complete
  }
}
    fragment BoardPeriod on LeaderboardPeriod {
  code
  name
  firstDay
  lastDay
  over
}`, {"id":"ac736d03b7150165d6f67dae832d6ef748b84ef792843ab45136e9a20a95cead"}) as unknown as TypedDocumentString<BoardQuery, BoardQueryVariables>;
export const ViewerDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Viewer {
  viewer {
    subject
    scopes
    stores
    timeZone
    brand {
      code
      name
      hue
      chroma
    }
  }
}
    `, {"id":"efc86acb6aac8233aef8bc14309c9860f302f5733ff47fcf6ddb619dc9225e4e"}) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const LotteriesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Lotteries($first: Int!) {
  lotteries(first: $first) {
    edges {
      node {
        code
        name
        firstDay
        lastDay
        open
        draws
        ticketsPerDraw
        ticketAsset
        prizes {
          oddsPpm
          given
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"id":"69c987eb3c445f16de78d2d7c1832ddc2945d3201b073d850685727de53e8f60"}) as unknown as TypedDocumentString<LotteriesQuery, LotteriesQueryVariables>;
export const LotteryPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query LotteryPage($code: String!) {
  lottery(code: $code) {
    code
    name
    firstDay
    lastDay
    open
    draws
    perDay
    ticketsPerDraw
    ticketAsset
    pity {
      after
      prize
    }
    prizes {
      ...LotteryPrize
    }
  }
}
    fragment LotteryPrize on Prize {
  terms {
    code
    name
    kind
    asset
    amount
    couponType
    voucherDays
  }
  oddsPpm
  left
  oncePerMember
  instead
  given
}`, {"id":"830d2b5fcbcda753c6f7f2d982692c7e81354a2d0cf0bbb4f48ec8e27a80bfe8"}) as unknown as TypedDocumentString<LotteryPageQuery, LotteryPageQueryVariables>;
export const LotterySeedsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query LotterySeeds($code: String!, $first: Int!) {
  lotterySeeds(code: $code, first: $first) {
    edges {
      node {
        day
        commitment
        seed
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"id":"dd7a268ac02aeb106d94de62da2babc789495ebc7b3c0b2fbb5d7c50e3cb87c4"}) as unknown as TypedDocumentString<LotterySeedsQuery, LotterySeedsQueryVariables>;
export const LotteryDrawsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query LotteryDraws($code: String!, $memberId: ID!, $first: Int!) {
  draws(ofLottery: $code, memberId: $memberId, first: $first) {
    edges {
      node {
        ...ToldDraw
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment ToldDraw on Draw {
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
    name
  }
  reason
  drawnAt
}`, {"id":"dc2cd3d5d34ed1de3bdc69b87c081eac99d3227e1a81e261322eb106fc989bb3"}) as unknown as TypedDocumentString<LotteryDrawsQuery, LotteryDrawsQueryVariables>;
export const MemberAdviserDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberAdviser($id: ID!) {
  member(id: $id) {
    id
    adviser {
      name
      person
      since
      reason
      past {
        person
        name
        since
        until
        reason
      }
    }
  }
}
    `, {"id":"3ce7cf9fd8c670f2ffd76616f92a411c8deff2bbacf379aef5f152a9630e4dc9"}) as unknown as TypedDocumentString<MemberAdviserQuery, MemberAdviserQueryVariables>;
export const AdviserChoicesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AdviserChoices {
  advisers {
    person
    name
    members
  }
}
    `, {"id":"551fa2126bfe097099bbf3c29610a1fff17ccde61e794ddc29e5f0ba0d4101da"}) as unknown as TypedDocumentString<AdviserChoicesQuery, AdviserChoicesQueryVariables>;
export const SetAdviserDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SetAdviser($input: SetAdviserInput!) {
  setAdviser(input: $input) {
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
    `, {"id":"d7fdacf0518907440780907d75c6e1debd77a431c6398d2444fc86fc172c849a"}) as unknown as TypedDocumentString<SetAdviserMutation, SetAdviserMutationVariables>;
export const MemberFriendsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberFriends($id: ID!, $after: String) {
  invite(memberId: $id) {
    code
    link
    qualified
    qualifiedThisMonth
    monthlyCap
    invitedBy {
      ...Friendship
    }
  }
  referrals(memberId: $id, first: 20, after: $after) {
    edges {
      cursor
      node {
        ...Friendship
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Friendship on Referral {
  inviteeId
  inviterId
  state
  acceptedAt
  settlesAt
  qualifiedAt
  capped
  order
  refusal {
    code
    message {
      zh
      en
    }
  }
}`, {"id":"e21b4c2d86dce0c9724dd692e5ec9d0b5f5e37c0a87c10883acc1093dd58e41a"}) as unknown as TypedDocumentString<MemberFriendsQuery, MemberFriendsQueryVariables>;
export const MemberJourneysDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberJourneys($id: ID!) {
  journeyEntries(memberId: $id, first: 6) {
    edges {
      node {
        id
        journey {
          code
          name
        }
        state
        step
        dueAt
        end
        enteredAt
        endedAt
        lines {
          step
          outcome
          message
          deed {
            state
            reason
            gift {
              couponType
              asset
              amount
            }
          }
        }
      }
    }
  }
}
    `, {"id":"ddf9e4e83d3a7bddccb14f245fd750a21abd075285073ce7ca74e3679df6b757"}) as unknown as TypedDocumentString<MemberJourneysQuery, MemberJourneysQueryVariables>;
export const MemberLoginsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberLogins($id: ID!) {
  logins(memberId: $id) {
    beganAt
    lastAt
  }
}
    `, {"id":"b042c37d090197384d32c7438882a109360b1b79349270f64bc60bb4e28677cf"}) as unknown as TypedDocumentString<MemberLoginsQuery, MemberLoginsQueryVariables>;
export const EndMemberLoginsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EndMemberLogins($input: EndAllLoginsInput!) {
  endAllLogins(input: $input) {
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
    `, {"id":"20abd5be2330e18201e2eb1007ef1df3b328c1530dbdf8bd405b7b94ef87c6d4"}) as unknown as TypedDocumentString<EndMemberLoginsMutation, EndMemberLoginsMutationVariables>;
export const LadderChoicesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query LadderChoices {
  programme {
    ladders {
      code
      name
      tiers {
        code
        name
        rank
      }
    }
  }
}
    `, {"id":"ef18e0b074e23cfb9e0c683319373e3bdc3a4a338aabca36804e44d99f5b5ab7"}) as unknown as TypedDocumentString<LadderChoicesQuery, LadderChoicesQueryVariables>;
export const GrantTierDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GrantTier($input: GrantTierInput!) {
  grantTier(input: $input) {
    replayed
    approval {
      id
    }
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
    `, {"id":"80fdf027f85dae5d0ede6ca07e77049fa4feae10cd2586b19342d7ecce2c844f"}) as unknown as TypedDocumentString<GrantTierMutation, GrantTierMutationVariables>;
export const EndTierDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EndTier($input: EndTierInput!) {
  endTier(input: $input) {
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
    `, {"id":"218f7cf996a7ed5fd2ea0ee310f46706d80c747f8cb036d3f04534f427bd0348"}) as unknown as TypedDocumentString<EndTierMutation, EndTierMutationVariables>;
export const SearchMembersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SearchMembers($text: String!, $tag: String!, $segment: String!, $first: Int!, $after: String) {
  searchMembers(
    text: $text
    tag: $tag
    segment: $segment
    first: $first
    after: $after
  ) {
    names
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        hits {
          kind
          identityKind
        }
        member {
          ...FoundMember
        }
      }
    }
  }
}
    fragment FoundMember on Member {
  id
  name
  phone
  lastSeenAt
  tier {
    code
    name
  }
  points {
    available
  }
}`, {"id":"0b0286e9f1facc6caacc6430f6ab266e0e054dadc468c0076672bf02f9b66e10"}) as unknown as TypedDocumentString<SearchMembersQuery, SearchMembersQueryVariables>;
export const SearchChoicesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SearchChoices {
  tags {
    code
    name
  }
  segments {
    segments {
      segment {
        code
        name
      }
    }
  }
}
    `, {"id":"8f835d2f722fc5e6a15fcf0cd4eecce381764ea545dbdc0ae68db6310425059b"}) as unknown as TypedDocumentString<SearchChoicesQuery, SearchChoicesQueryVariables>;
export const RecentMembersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RecentMembers($ids: [ID!]!) {
  members(ids: $ids) {
    ...FoundMember
  }
}
    fragment FoundMember on Member {
  id
  name
  phone
  lastSeenAt
  tier {
    code
    name
  }
  points {
    available
  }
}`, {"id":"b74ad6b0458c75f13d8f82e490088e29de54cf811c7ef0b916c6f6cc0f91517a"}) as unknown as TypedDocumentString<RecentMembersQuery, RecentMembersQueryVariables>;
export const EnrolMemberDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EnrolMember($input: EnrolMemberInput!) {
  enrolMember(input: $input) {
    created
    inviteRefusal
    member {
      id
    }
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
    `, {"id":"3816c7abb0b7a8e1af1f57ac84c7ab381cafff6de5ca12d74fc49fb1ed4b99a9"}) as unknown as TypedDocumentString<EnrolMemberMutation, EnrolMemberMutationVariables>;
export const MemberPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberPage($id: ID!) {
  member(id: $id) {
    id
    name
    phone
    language
    growth
    enrolledAt
    lastSeenAt
    tiers {
      code
      name
      multiplier
      rank
      reachedAt
      manualUntil
      ladder {
        code
        name
      }
    }
    forecast {
      growthToNext
      growthToKeep
      basis
      currencyCode
      judgedOn
      expectedTier {
        name
      }
      nextTier {
        name
      }
    }
    points {
      posted
      held
      available
      pending
      expiring(days: 90) {
        points
        on
      }
    }
    entries(first: 10) {
      ...EntryPage
    }
    history: entries(first: 60) {
      edges {
        node {
          amount
          effectiveAt
          balanceAfter
        }
      }
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
    feedback(first: 3) {
      edges {
        node {
          ...FeedbackItem
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
  redemptions(memberId: $id, first: 5) {
    edges {
      node {
        id
        rewardName
        price
        state
        createdAt
        voucher {
          code
          state
          expiresOn
          usedAt
          storeId
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment EntryPage on EntryConnection {
  totalCount
  edges {
    node {
      id
      amount
      balanceAfter
      kind
      postingId
      effectiveAt
      recordedAt
      expiresAt
      availableAt
      cause {
        title
        activity
        channel
        orderId
        storeId
        reason
        reward {
          name
        }
        rules {
          amount
          campaigns
          rule {
            code
            name
          }
        }
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}
fragment FeedbackItem on Feedback {
  id
  text
  channel
  state
  priority
  memberId
  anonymous
  orderId
  storeId
  team
  assignee
  stars
  saidAt
  createdAt
  responseDueAt
  resolutionDueAt
  firstResponseAt
  escalationLevel
  escalatedTo
  clocks {
    kind
    dueAt
    inBusinessHours
    calendarUnknown
    standsSince
    lateSince
    leftSeconds
    lateReason
  }
  attachments {
    url
    state
    problem
    contentType
    sizeBytes
  }
  category {
    code
    name
  }
  topics {
    code
    name
  }
  sentiment {
    label
    confidence
  }
  intent
  group
  rating
  mentions {
    topic
    word
    kind
  }
  timeline {
    at
    state
    message
    said
    actor
    note
  }
}`, {"id":"97db6076fdff1888c266662755929408d856709904062dd7c67042b263861955"}) as unknown as TypedDocumentString<MemberPageQuery, MemberPageQueryVariables>;
export const MoreEntriesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MoreEntries($id: ID!, $after: String!) {
  member(id: $id) {
    entries(first: 10, after: $after) {
      ...EntryPage
    }
  }
}
    fragment EntryPage on EntryConnection {
  totalCount
  edges {
    node {
      id
      amount
      balanceAfter
      kind
      postingId
      effectiveAt
      recordedAt
      expiresAt
      availableAt
      cause {
        title
        activity
        channel
        orderId
        storeId
        reason
        reward {
          name
        }
        rules {
          amount
          campaigns
          rule {
            code
            name
          }
        }
      }
    }
  }
  pageInfo {
    hasNextPage
    endCursor
  }
}`, {"id":"f02d78024aa08291e044a3c9331fe80e26151c7d8b1fef2a286e793054981d9f"}) as unknown as TypedDocumentString<MoreEntriesQuery, MoreEntriesQueryVariables>;
export const AdjustPointsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AdjustPoints($input: AdjustPointsInput!) {
  adjustPoints(input: $input) {
    postingId
    replayed
    approval {
      id
      expiresAt
    }
    points {
      available
    }
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
    `, {"id":"23410a04b600b755a1395835854facedb6c0cc0a792654d992453675ff277867"}) as unknown as TypedDocumentString<AdjustPointsMutation, AdjustPointsMutationVariables>;
export const CheckInMemberDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CheckInMember($input: CheckInInput!) {
  checkIn(input: $input) {
    replayed
    streak
    alreadyCheckedIn
    checkIn {
      awards {
        asset
        amount
      }
    }
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
    `, {"id":"f3a985de84e2723fc94025d2a1196d0831204ecdc63b31dd1ccf58fe11096368"}) as unknown as TypedDocumentString<CheckInMemberMutation, CheckInMemberMutationVariables>;
export const MemberPointsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription MemberPoints($memberId: ID!, $resumeAfter: String) {
  pointsChanged(memberId: $memberId, resumeAfter: $resumeAfter) {
    id
    live
    entry {
      id
      amount
    }
    points {
      available
    }
  }
}
    `, {"id":"19d62c3fa7c7754502b7c99d9b396309c5983324fcebfa290d8155079ca428af"}) as unknown as TypedDocumentString<MemberPointsSubscription, MemberPointsSubscriptionVariables>;
export const MemberTierDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription MemberTier($memberId: ID!, $resumeAfter: String) {
  tierChanged(memberId: $memberId, resumeAfter: $resumeAfter) {
    id
    live
    change {
      toTier {
        code
      }
    }
  }
}
    `, {"id":"2c60a610700e8a86e709ae898a114f1727c4614bd8bed8fc4fdd2f6694bce81a"}) as unknown as TypedDocumentString<MemberTierSubscription, MemberTierSubscriptionVariables>;
export const MemberFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription MemberFeedback($memberId: ID!, $resumeAfter: String) {
  feedbackChanged(memberId: $memberId, resumeAfter: $resumeAfter) {
    id
    live
    feedback {
      id
    }
  }
}
    `, {"id":"2dfda56bfed9c85f9b01eedf4c61dfd45e6f5413be0e02609fd466b6ecfd31af"}) as unknown as TypedDocumentString<MemberFeedbackSubscription, MemberFeedbackSubscriptionVariables>;
export const MergeRequestsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MergeRequests($first: Int!, $state: MergeRequestState) {
  mergeRequests(first: $first, requestState: $state) {
    edges {
      node {
        id
        state
        askedAt
        expiresAt
        endedAt
        endedBy
        reason
        memberId
        otherMemberId
        member {
          name
          phone
          enrolledAt
        }
        otherMember {
          name
          phone
          enrolledAt
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"id":"ab597373a9feb0fd6dc7b8c271166cda33a978e36189204bb6f970770459fd46"}) as unknown as TypedDocumentString<MergeRequestsQuery, MergeRequestsQueryVariables>;
export const AcceptMergeRequestDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AcceptMergeRequest($input: AcceptMergeRequestInput!) {
  acceptMergeRequest(input: $input) {
    replayed
    mergeRequest {
      id
    }
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
    `, {"id":"3c0937a9369bf08b3ae414ac63a3cc760ca5da06c785e11e039b3ad40bd772fd"}) as unknown as TypedDocumentString<AcceptMergeRequestMutation, AcceptMergeRequestMutationVariables>;
export const RefuseMergeRequestDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RefuseMergeRequest($input: RefuseMergeRequestInput!) {
  refuseMergeRequest(input: $input) {
    replayed
    mergeRequest {
      id
    }
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
    `, {"id":"ceee0564677dfa1eca62cde4fdcb3883c2aef0507658c51fa300b93adba34730"}) as unknown as TypedDocumentString<RefuseMergeRequestMutation, RefuseMergeRequestMutationVariables>;
export const MemberMergesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberMerges($id: ID!) {
  merges(memberId: $id, first: 10) {
    edges {
      node {
        id
        fromMemberId
        intoMemberId
        reason
        mergedBy
        mergedAt
        state
        undoUntil
      }
    }
  }
}
    `, {"id":"ba778cce101fe906121add61a1761baa5b23acc10a9b52d4f455dc02795a9828"}) as unknown as TypedDocumentString<MemberMergesQuery, MemberMergesQueryVariables>;
export const MergePreviewDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MergePreview($from: ID!, $into: ID!) {
  previewMerge(fromMemberId: $from, intoMemberId: $into) {
    what
    moved
    kept
  }
}
    `, {"id":"445bd059d71ffee8af8b0b0664e44e0378ddf95802ac54be91d6dfcc51f44ec6"}) as unknown as TypedDocumentString<MergePreviewQuery, MergePreviewQueryVariables>;
export const MergeProgressDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MergeProgress($id: ID!) {
  merge(id: $id) {
    merge {
      parts {
        what
        moved
        kept
      }
      returned {
        what
        moved
        kept
      }
    }
    points {
      state
      parts {
        what
        moved
        kept
      }
      returned {
        what
        moved
        kept
      }
    }
    feedback {
      state
      parts {
        what
        moved
        kept
      }
      returned {
        what
        moved
        kept
      }
    }
  }
}
    `, {"id":"07dcf8de562b14f8d9e3ec3ce84bd18b2046eeb2b969801029c2f10bc139de9a"}) as unknown as TypedDocumentString<MergeProgressQuery, MergeProgressQueryVariables>;
export const UndoMergeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UndoMerge($input: UndoMergeInput!) {
  undoMerge(input: $input) {
    replayed
    merge {
      id
    }
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
    `, {"id":"577f248f745219a177a8e4a5bdf1dd9e492a3e18ee4705cfcb28f22f29d5617f"}) as unknown as TypedDocumentString<UndoMergeMutation, UndoMergeMutationVariables>;
export const MergeMembersDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MergeMembers($input: MergeMembersInput!) {
  mergeMembers(input: $input) {
    replayed
    merge {
      id
    }
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
    `, {"id":"9eda7952e59b8278d3c081968d82f1838b0b87e5273c99b22f73e750d3bde3a2"}) as unknown as TypedDocumentString<MergeMembersMutation, MergeMembersMutationVariables>;
export const MemberNextOffersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberNextOffers($id: ID!) {
  explainNextOffers(whom: $id) {
    byProfile
    offers {
      hindrance
      chance
      priority
      offer {
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
}
    `, {"id":"0af683de9406b9eeedb062c35f207b019bf934cef643ec4dfb5abe1375b430f1"}) as unknown as TypedDocumentString<MemberNextOffersQuery, MemberNextOffersQueryVariables>;
export const MemberPermissionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberPermissions($id: ID!) {
  subscriptions(memberId: $id) {
    grantsFrom
    templates {
      code
      granted
      messages
    }
  }
}
    `, {"id":"bbddcf710a4940fed5a70427f4388f0ce7d83b8570149f40b522dccc04e9da0f"}) as unknown as TypedDocumentString<MemberPermissionsQuery, MemberPermissionsQueryVariables>;
export const MemberPlayDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberPlay($id: ID!) {
  member(id: $id) {
    id
    name
    benefits {
      code
      name
      left
      of
      per
      until
    }
    tasks {
      code
      name
      description
      ordered
      done
      open
      endsAt
      steps {
        code
        name
        done
        of
      }
      reward {
        ...PlayRewardWords
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
        ...PlayRewardWords
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
  benefitUses(memberId: $id, first: 5) {
    edges {
      node {
        id
        benefit {
          name
        }
        storeId
        usedAt
        reversedAt
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment PlayRewardWords on PlayReward {
  asset
  amount
  coupon {
    name
  }
  badge {
    name
  }
}`, {"id":"1c4b410a63fbcf684a3a08a5da9610a1287cbfd3d5b09144efd7754b58ac97b7"}) as unknown as TypedDocumentString<MemberPlayQuery, MemberPlayQueryVariables>;
export const UseBenefitDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UseBenefit($input: UseBenefitInput!) {
  useBenefit(input: $input) {
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
    `, {"id":"3a2874d0e9a0556e8730f07c243158802dbefc232423a14970e4bd744e7bd3e1"}) as unknown as TypedDocumentString<UseBenefitMutation, UseBenefitMutationVariables>;
export const GiveBenefitBackDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GiveBenefitBack($input: ReverseBenefitUseInput!) {
  reverseBenefitUse(input: $input) {
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
    `, {"id":"16118cc96389c4dd3e9a966e07e5501937ab5f2876563ea09350ac3fd67156bd"}) as unknown as TypedDocumentString<GiveBenefitBackMutation, GiveBenefitBackMutationVariables>;
export const MemberErasureDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberErasure($id: ID!) {
  erasure(memberId: $id) {
    state
    byMember
    dueAt
  }
}
    `, {"id":"46701a28b0b2b699dd0666a6d4ba37012920bd6bbbca198b937f6b784555b2ae"}) as unknown as TypedDocumentString<MemberErasureQuery, MemberErasureQueryVariables>;
export const MemberDisclosuresDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberDisclosures($id: ID!) {
  disclosures(memberId: $id, first: 20) {
    kind
    reason
    at
  }
}
    `, {"id":"825a7067f09d6a3b39ea0afa6cc73d220cd5e3bbec6fd2c249be88fa1eb00bc3"}) as unknown as TypedDocumentString<MemberDisclosuresQuery, MemberDisclosuresQueryVariables>;
export const RequestErasureDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RequestErasure($input: RequestErasureInput!) {
  requestErasure(input: $input) {
    replayed
    approval {
      id
    }
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
    `, {"id":"754b1ccf4343d5db2c00950096fac41f42596cd9cfe728f1137b33be5d0aa9a9"}) as unknown as TypedDocumentString<RequestErasureMutation, RequestErasureMutationVariables>;
export const CancelErasureDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelErasure($input: CancelErasureInput!) {
  cancelErasure(input: $input) {
    replayed
    erasure {
      state
    }
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
    `, {"id":"84a8623af511c5d3b229b08b06b09328565756c99e88ea9f488757ee48466bff"}) as unknown as TypedDocumentString<CancelErasureMutation, CancelErasureMutationVariables>;
export const MemberRecordDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberRecord($id: ID!) {
  member(id: $id) {
    id
    tags {
      tag {
        code
        name
        tagClass
        when
      }
      source
      setBy
      setAt
      confidencePercent
      expiresAt
      programmeVersion
      reasons {
        fact
        value
      }
    }
    facts {
      asOf
      orders
      spentMinor
      orders30d
      spent30dMinor
      orders365d
      spent365dMinor
      activeDays30d
      firstOrderOn
      lastOrderAt
      favouriteSeries
      nearestStore {
        code
        metres
      }
    }
    lifecycle {
      stage
      stageSince
      level
      levelSince
      activation {
        step
        takenOn
        dueOn
      }
    }
    origin {
      source
      storeCode
    }
    profile {
      birthday {
        text
        calendar
      }
      gender
      language
      preferences {
        code
        value
      }
    }
    identities {
      kind
      value
      since
    }
    pastIdentities {
      kind
      value
      until
    }
    consents {
      purpose
      channel
      granted
      version
      at
    }
    contactPreferences {
      channels
      quietHours {
        fromTime
        untilTime
      }
    }
    tierDecisions(first: 10) {
      edges {
        node {
          ladder {
            code
            name
          }
          fromTier {
            name
          }
          toTier {
            name
          }
          reason
          counted
          threshold
          windowFrom
          windowUntil
          manualUntil
          note
          heldTier {
            name
          }
          programmeVersion
          decidedAt
        }
      }
    }
  }
  memberSegments(id: $id) {
    segment {
      code
      name
    }
    since
    reasons {
      fact
      value
    }
  }
  coupons(first: 10, memberId: $id) {
    edges {
      node {
        id
        name
        conditions
        state
        expiresOn
        usedAt
      }
    }
    pageInfo {
      hasNextPage
    }
  }
  viewer {
    currencyCode
  }
}
    `, {"id":"6d631318b66d74f7f9e0984f46c9a19b003182ebb8b182ea0fbc498de3859ed0"}) as unknown as TypedDocumentString<MemberRecordQuery, MemberRecordQueryVariables>;
export const MemberMonthDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberMonth($id: ID!, $month: String!) {
  member(id: $id) {
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
    `, {"id":"9460aae398afd714d18d1111d8bcc7dbb87f3d6cc72221350f579067255bb947"}) as unknown as TypedDocumentString<MemberMonthQuery, MemberMonthQueryVariables>;
export const CouponsToGrantDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CouponsToGrant {
  couponTypes(first: 50) {
    edges {
      node {
        code
        name
        conditions
      }
    }
  }
}
    `, {"id":"8764a76d25d821ebd939055c61e2fa4465063cb92895770a5ebc329ceee0928e"}) as unknown as TypedDocumentString<CouponsToGrantQuery, CouponsToGrantQueryVariables>;
export const GrantCouponDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GrantCoupon($input: GrantCouponInput!) {
  grantCoupon(input: $input) {
    replayed
    coupon {
      id
      name
    }
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
    `, {"id":"e624c1dbbe3b9c70ecabb4340df6ab99277b585dbad4f18d8b1450bb9d04c7ca"}) as unknown as TypedDocumentString<GrantCouponMutation, GrantCouponMutationVariables>;
export const RevealMemberDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevealMember($input: RevealMemberInput!) {
  revealMember(input: $input) {
    member {
      name
      phone
      identities {
        kind
        value
      }
      birthday {
        text
        calendar
      }
      gender
      address {
        country
        province
        city
        district
        street
        postalCode
      }
    }
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
    `, {"id":"7deefc639a33636dd058b02229c14b489b2a7eddcd5e550fb251ad91b57eef15"}) as unknown as TypedDocumentString<RevealMemberMutation, RevealMemberMutationVariables>;
export const RevokeCouponDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevokeCoupon($input: RevokeCouponInput!) {
  revokeCoupon(input: $input) {
    replayed
    coupon {
      id
      state
    }
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
    `, {"id":"3e805ad5f1c0419119088caa8865b83c3dab66962304f29ba7926c89ad78d449"}) as unknown as TypedDocumentString<RevokeCouponMutation, RevokeCouponMutationVariables>;
export const MemberTimelineDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberTimeline($id: ID!, $types: [TimelineType!], $after: String) {
  member(id: $id) {
    id
    timeline(first: 20, after: $after, types: $types) {
      edges {
        cursor
        node {
          type
          at
          activity {
            type
            channel
            orderId
            total {
              minorUnits
              currencyCode
            }
            storeId
          }
          tierDecision {
            ladder {
              name
            }
            fromTier {
              name
            }
            toTier {
              name
            }
            reason
            note
          }
          entry {
            amount
            balanceAfter
            cause {
              title
              reason
            }
          }
          redemption {
            rewardName
            price
            state
            voucher {
              state
            }
          }
          feedback {
            text
            state
          }
          touch {
            message {
              name
            }
            occasion
            state
            channel
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
    `, {"id":"db70a85de92e362ed6a2aea4c484c111ec2e7facc1f6d6173e29b21ff9802ff7"}) as unknown as TypedDocumentString<MemberTimelineQuery, MemberTimelineQueryVariables>;
export const MemberTouchesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MemberTouches($id: ID!, $after: String) {
  touches(memberId: $id, first: 8, after: $after) {
    edges {
      node {
        id
        state
        occasion
        message {
          code
          name
        }
        text
        journey
        wishedAt
        wakesAt
        endedAt
        channel
        attempts {
          number
          channel
          at
          answer
          code
          words
        }
        checks {
          name
          passed
          text
          limit
          until
          inputs {
            name
            value
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"493bb78f5fdc6f68141ff08a2357e3a7b737b682c8dd37513d96fb2465d00d81"}) as unknown as TypedDocumentString<MemberTouchesQuery, MemberTouchesQueryVariables>;
export const OfferFiguresDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OfferFigures {
  offerFigures {
    code
    name
    series
    shown
    declined
    taken
    explored
    exploredTaken
  }
}
    `, {"id":"63df6cd295f0345ba44ef5253cadde1f048812cde655b0b0766b08de20d7aab7"}) as unknown as TypedDocumentString<OfferFiguresQuery, OfferFiguresQueryVariables>;
export const AssociationsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Associations($after: String) {
  associations(first: 20, after: $after) {
    buyers
    learntAt
    edges {
      node {
        ...AssociationRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment AssociationRow on Association {
  ofSeries {
    code
    name
  }
  toSeries {
    code
    name
  }
  basis
  ofMembers
  both
  confidence
  low
  high
  base
  lift
}`, {"id":"61a4efdde18e0a07a0862cebbc25ca83bef9ee70caacf93ae272ead4f7508c52"}) as unknown as TypedDocumentString<AssociationsQuery, AssociationsQueryVariables>;
export const FeedbackReadersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FeedbackReaders($id: ID!, $claim: FeedbackClaim) {
  feedbackReaders(feedbackId: $id, claim: $claim) {
    readers
    answerer
  }
}
    `, {"id":"615e45c27ecef1c1f8a9fe1ad2c9616a4008b9be2eb3b2ae86f38ed2ecc8b31a"}) as unknown as TypedDocumentString<FeedbackReadersQuery, FeedbackReadersQueryVariables>;
export const ClaimFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ClaimFeedback($id: ID!, $claim: FeedbackClaim!) {
  feedbackReaders(feedbackId: $id, claim: $claim) {
    answerer
  }
  node(id: $id) {
    ... on Feedback {
      timeline {
        at
      }
    }
  }
}
    `, {"id":"39b3f658ecb1068974ebf63e6c1b17964948d7266aecbb3a658d0d65dad8a014"}) as unknown as TypedDocumentString<ClaimFeedbackQuery, ClaimFeedbackQueryVariables>;
export const ReplyFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ReplyFeedback($input: ReplyFeedbackInput!) {
  replyFeedback(input: $input) {
    replayed
    feedback {
      ...FeedbackItem
    }
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
    fragment FeedbackItem on Feedback {
  id
  text
  channel
  state
  priority
  memberId
  anonymous
  orderId
  storeId
  team
  assignee
  stars
  saidAt
  createdAt
  responseDueAt
  resolutionDueAt
  firstResponseAt
  escalationLevel
  escalatedTo
  clocks {
    kind
    dueAt
    inBusinessHours
    calendarUnknown
    standsSince
    lateSince
    leftSeconds
    lateReason
  }
  attachments {
    url
    state
    problem
    contentType
    sizeBytes
  }
  category {
    code
    name
  }
  topics {
    code
    name
  }
  sentiment {
    label
    confidence
  }
  intent
  group
  rating
  mentions {
    topic
    word
    kind
  }
  timeline {
    at
    state
    message
    said
    actor
    note
  }
}`, {"id":"dc357206a33d5f09abf385c2af5d5677387797e37908c003f0e7c76bab0ec89d"}) as unknown as TypedDocumentString<ReplyFeedbackMutation, ReplyFeedbackMutationVariables>;
export const NoteFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation NoteFeedback($input: NoteFeedbackInput!) {
  noteFeedback(input: $input) {
    replayed
    feedback {
      ...FeedbackItem
    }
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
    fragment FeedbackItem on Feedback {
  id
  text
  channel
  state
  priority
  memberId
  anonymous
  orderId
  storeId
  team
  assignee
  stars
  saidAt
  createdAt
  responseDueAt
  resolutionDueAt
  firstResponseAt
  escalationLevel
  escalatedTo
  clocks {
    kind
    dueAt
    inBusinessHours
    calendarUnknown
    standsSince
    lateSince
    leftSeconds
    lateReason
  }
  attachments {
    url
    state
    problem
    contentType
    sizeBytes
  }
  category {
    code
    name
  }
  topics {
    code
    name
  }
  sentiment {
    label
    confidence
  }
  intent
  group
  rating
  mentions {
    topic
    word
    kind
  }
  timeline {
    at
    state
    message
    said
    actor
    note
  }
}`, {"id":"c1b914a0f3bdb40f57872957e6bec83a48805ee9518230dd25502eef007cffa9"}) as unknown as TypedDocumentString<NoteFeedbackMutation, NoteFeedbackMutationVariables>;
export const MoveFeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MoveFeedback($input: MoveFeedbackInput!) {
  moveFeedback(input: $input) {
    replayed
    feedback {
      ...FeedbackItem
    }
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
    fragment FeedbackItem on Feedback {
  id
  text
  channel
  state
  priority
  memberId
  anonymous
  orderId
  storeId
  team
  assignee
  stars
  saidAt
  createdAt
  responseDueAt
  resolutionDueAt
  firstResponseAt
  escalationLevel
  escalatedTo
  clocks {
    kind
    dueAt
    inBusinessHours
    calendarUnknown
    standsSince
    lateSince
    leftSeconds
    lateReason
  }
  attachments {
    url
    state
    problem
    contentType
    sizeBytes
  }
  category {
    code
    name
  }
  topics {
    code
    name
  }
  sentiment {
    label
    confidence
  }
  intent
  group
  rating
  mentions {
    topic
    word
    kind
  }
  timeline {
    at
    state
    message
    said
    actor
    note
  }
}`, {"id":"d9b62a4eb28fe7edace4d4c16faa750a21752ffe240e1c8f8fb9a48a56415c68"}) as unknown as TypedDocumentString<MoveFeedbackMutation, MoveFeedbackMutationVariables>;
export const TierBacktestDocument = /*#__PURE__*/ new TypedDocumentString(`
    query TierBacktest {
  tierBacktest {
    ...TriedLadders
  }
}
    fragment TriedLadders on TierBacktest {
  id
  state
  askedBy
  askedAt
  inForceVersion
  members
  failure
  ladders {
    ladder {
      code
      name
    }
    rise
    fall
    riseAtOnce
    moves {
      fromTier {
        code
        name
      }
      toTier {
        code
        name
      }
      members
    }
  }
  cost {
    spend {
      currencyCode
      minorUnits
    }
    pointsNow
    pointsDraft
    worth {
      currencyCode
      minorUnits
    }
  }
  benefits {
    benefit
    now
    draft
  }
  sample {
    memberId
    ladder
    fromTier
    toTier
    reason
    counted
    threshold
  }
}`, {"id":"69acf23c935a4395392e799ec20ac8003eb30de6c28a9235659c9f0133209011"}) as unknown as TypedDocumentString<TierBacktestQuery, TierBacktestQueryVariables>;
export const StartTierBacktestDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StartTierBacktest($input: StartTierBacktestInput!) {
  startTierBacktest(input: $input) {
    replayed
    backtest {
      id
    }
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
    `, {"id":"0cf4d9c8dc9edf8097b94c535738ecf78a5f8a691c1cf78481757b2599e0f4ab"}) as unknown as TypedDocumentString<StartTierBacktestMutation, StartTierBacktestMutationVariables>;
export const DryRunDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DryRun {
  dryRun {
    ...TriedDraft
  }
}
    fragment TriedDraft on DryRun {
  id
  state
  askedBy
  askedAt
  since
  inForceVersion
  activities
  reachedAt
  complete
  failure
  report {
    assets {
      asset
      now
      draft
      membersGain
      membersLose
      nowWorth {
        currencyCode
        minorUnits
      }
      draftWorth {
        currencyCode
        minorUnits
      }
    }
    rules {
      rule
      asset
      now
      draft
    }
    members {
      memberId
      asset
      now
      draft
    }
    refusedNow
    refusedDraft
  }
}`, {"id":"8f59b9f0bbb0d542583f0c8e1f34d0a3ad58ab3888880aac90fdc8fba14296a3"}) as unknown as TypedDocumentString<DryRunQuery, DryRunQueryVariables>;
export const StartDryRunDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StartDryRun($input: StartDryRunInput!) {
  startDryRun(input: $input) {
    replayed
    dryRun {
      id
    }
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
    `, {"id":"5c54bc41b0410962f4510d8fa0835d971a2b0918f2dd94c0e91fb2de5441a35c"}) as unknown as TypedDocumentString<StartDryRunMutation, StartDryRunMutationVariables>;
export const ProgrammeDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Programme($first: Int!) {
  programmeVersion {
    version
    sourceYaml
    note
    publishedBy
    publishedAt
  }
  programmeVersions(first: $first) {
    edges {
      node {
        version
        note
        publishedBy
        publishedAt
        rollbackOf
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"id":"e508adadfa526977626b1603e8899283920b62cf9e788b978818f36f3ed6a191"}) as unknown as TypedDocumentString<ProgrammeQuery, ProgrammeQueryVariables>;
export const ProgrammeFileDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ProgrammeFile($version: Long!) {
  programmeVersion(version: $version) {
    version
    sourceYaml
  }
}
    `, {"id":"c785c1436be68392a3b2354f40fbf2faf712712c625bef3ddf9cdaa1bc77e6a4"}) as unknown as TypedDocumentString<ProgrammeFileQuery, ProgrammeFileQueryVariables>;
export const JudgeProgrammeDocument = /*#__PURE__*/ new TypedDocumentString(`
    query JudgeProgramme($sourceYaml: String!) {
  validateProgramme(sourceYaml: $sourceYaml) {
    problems {
      ...ProgrammeFault
    }
    warnings {
      ...ProgrammeFault
    }
    counts {
      name
      count
    }
  }
}
    fragment ProgrammeFault on ProgrammeProblem {
  line
  column
  key
  message
}`, {"id":"d31304f277abc16aed1e832e634dcb78ad226eb468eb0ed2e184bff77988d9ea"}) as unknown as TypedDocumentString<JudgeProgrammeQuery, JudgeProgrammeQueryVariables>;
export const PublishProgrammeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PublishProgramme($input: PublishProgrammeInput!) {
  publishProgramme(input: $input) {
    replayed
    programme {
      version
    }
    approval {
      id
    }
    overtaken {
      version
    }
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
    `, {"id":"00c055c3e0368da024048fa81ecb2e5b69519ff2aa755e6958e8b6b2b1ac24da"}) as unknown as TypedDocumentString<PublishProgrammeMutation, PublishProgrammeMutationVariables>;
export const RollBackProgrammeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RollBackProgramme($input: RollbackProgrammeInput!) {
  rollbackProgramme(input: $input) {
    replayed
    programme {
      version
    }
    approval {
      id
    }
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
    `, {"id":"7c3260513058599c00edba7090e5d4ac1c7d1e4586f40e3321d54573c0d8a214"}) as unknown as TypedDocumentString<RollBackProgrammeMutation, RollBackProgrammeMutationVariables>;
export const DataQualityDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DataQuality($fromDay: Date!, $untilDay: Date!, $first: Int!) {
  dataQuality(fromDay: $fromDay, untilDay: $untilDay, first: $first) {
    edges {
      node {
        ...ChannelDayRow
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment ChannelDayRow on ChannelDay {
  day
  channel
  recorded
  repeated
  refused
  late
  withoutMember
  inConflict
  refusals {
    reason
    count
  }
}`, {"id":"2f9cdcca15b201f81a49596345230d81c146096595b6ee7736bf5d21f66794fd"}) as unknown as TypedDocumentString<DataQualityQuery, DataQualityQueryVariables>;
export const RevealsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Reveals {
  reveals(first: 20) {
    id
    state
    members
    segment
    reason
    askedAt
    readableUntil
  }
}
    `, {"id":"ad15415b6ead3535bc1207bb8dfb75cb74cbe3c6b6d19c7f9f83e2bfab4afa54"}) as unknown as TypedDocumentString<RevealsQuery, RevealsQueryVariables>;
export const RequestRevealDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RequestReveal($input: RequestRevealInput!) {
  requestReveal(input: $input) {
    replayed
    reveal {
      id
      state
    }
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
    `, {"id":"51655a37f3d1a3a42ae2b3b5153414458748f0f40017b22641d27c826ff7301c"}) as unknown as TypedDocumentString<RequestRevealMutation, RequestRevealMutationVariables>;
export const ReadRevealDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ReadReveal($input: ReadRevealInput!) {
  readReveal(input: $input) {
    phones {
      memberId
      phone
    }
    gone
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
    `, {"id":"d8417932daf657c797ab161a5eff33ac278a98c14995fb1af6a397eb27ca5e12"}) as unknown as TypedDocumentString<ReadRevealMutation, ReadRevealMutationVariables>;
export const RewardsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Rewards($first: Int!, $category: String) {
  rewards(first: $first, category: $category) {
    totalCount
    categories {
      code
      name
    }
    edges {
      node {
        ...CatalogueReward
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment CatalogueReward on Reward {
  code
  name
  description
  kind
  category {
    name
  }
  prices {
    asset
    amount
  }
  listPriceMinor
  listPriceCurrency
  minTier {
    name
  }
  immediate
  stock
  redeemedCount
  limitsForAll {
    per
    times
    remaining
  }
  images
}`, {"id":"ed11d89fb35243fb34458519d0cbb512cdfe28d643ca639ede12ced8ac2b1e00"}) as unknown as TypedDocumentString<RewardsQuery, RewardsQueryVariables>;
export const RewardStockDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RewardStock {
  programmeVersion {
    version
    sourceYaml
  }
}
    `, {"id":"7e53994940bbc14ec78646b43049fc8a3ea0e1d785ad3afa28c6ca23aee70519"}) as unknown as TypedDocumentString<RewardStockQuery, RewardStockQueryVariables>;
export const RestocksDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Restocks($code: String!, $first: Int!) {
  restocks(rewardCode: $code, first: $first) {
    edges {
      node {
        pieces
        at
        programmeVersion
      }
    }
  }
  programmeVersions(first: 100) {
    edges {
      node {
        version
        publishedBy
        note
      }
    }
  }
}
    `, {"id":"616eef1d3e434a140bab73473003469984223ebd724494a94a923aca927b6b58"}) as unknown as TypedDocumentString<RestocksQuery, RestocksQueryVariables>;
export const SegmentListDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SegmentList {
  segments {
    asOf
    lagMs
    segments {
      members
      segment {
        ...SegmentRow
      }
    }
  }
}
    fragment SegmentRow on Segment {
  code
  name
  names {
    zh
    en
  }
  when
  saved
  etag
}`, {"id":"1a0d882985fefcf509f9e8eca2f23987a0f5a904632fe04b0fb4a8c8be7fbdbb"}) as unknown as TypedDocumentString<SegmentListQuery, SegmentListQueryVariables>;
export const SegmentPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SegmentPage($code: String!, $first: Int!, $after: String) {
  segmentMembers(code: $code, first: $first, after: $after) {
    edges {
      node {
        memberId
        since
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"46bc85cb1fd5332206c6370f3d5e827e5e252b47eb4b18adf27e5672f3c1cd5c"}) as unknown as TypedDocumentString<SegmentPageQuery, SegmentPageQueryVariables>;
export const SegmentPeopleDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SegmentPeople($ids: [ID!]!) {
  members(ids: $ids) {
    id
    name
    phone
    tier {
      name
    }
    cluster {
      name
    }
  }
}
    `, {"id":"6b533d86cc40296f241fd678c8eb61b96f814a32d9e3561a0f790eaaed18d6ec"}) as unknown as TypedDocumentString<SegmentPeopleQuery, SegmentPeopleQueryVariables>;
export const SegmentFactsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SegmentFacts {
  conditionFacts(kind: "segments.member") {
    name
    type
  }
  programmeVersion {
    document
  }
}
    `, {"id":"78cea237651dc957a0d6e42dc169ac978ce5a4c0352ebd5196697df78cb69940"}) as unknown as TypedDocumentString<SegmentFactsQuery, SegmentFactsQueryVariables>;
export const SegmentTrialDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SegmentTrial($when: String!, $parts: [String!]!) {
  previewSegment(when: $when, parts: $parts) {
    parts
    members
    membersLow
    membersHigh
    judged
    total
    exact
    sample {
      memberId
      reasons {
        fact
        value
      }
    }
    asOf
  }
}
    `, {"id":"f12eeaf14872a81941e7b13170e81d019352a9256311c93f5beef72e62a449ab"}) as unknown as TypedDocumentString<SegmentTrialQuery, SegmentTrialQueryVariables>;
export const SaveSegmentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SaveSegment($input: SaveSegmentInput!) {
  saveSegment(input: $input) {
    replayed
    segment {
      code
    }
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
    `, {"id":"bdabe0ceb2b2ac100bc9f01e230809bae2af6b54db4b3ead83526cdeec402b46"}) as unknown as TypedDocumentString<SaveSegmentMutation, SaveSegmentMutationVariables>;
export const DeleteSegmentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeleteSegment($input: DeleteSegmentInput!) {
  deleteSegment(input: $input) {
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
    `, {"id":"f82c5d6caf2298c4cd6264de07454cd81128ddea4e4e984044af8868a1eac626"}) as unknown as TypedDocumentString<DeleteSegmentMutation, DeleteSegmentMutationVariables>;
export const SegmentLtvDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SegmentLtv($code: String!) {
  segmentLtv(code: $code) {
    members
    counted
    on
    ltv {
      currencyCode
      minorUnits
    }
    stages {
      stage
      members
      conversionPermille
      averageOrderMinor
      frequencyThousandths
      retentionPermille
      valueMinor
    }
  }
}
    `, {"id":"55bf7d2c2eacf1e0bdf83434eaaeb63cf2d861eddda512d70f20591a4ce28abf"}) as unknown as TypedDocumentString<SegmentLtvQuery, SegmentLtvQueryVariables>;
export const ClustersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Clusters {
  clusters {
    on
    members
    sampled
    currency
    clusters {
      cluster {
        code
        name
      }
      members
      orders90dThousandths
      spent90dMinor
      activeDaysThousandths
      contentThousandths
      visitsThousandths
    }
  }
}
    `, {"id":"c04a8cbd0ec646d2084eee866f8c0f65c1239f7feb16223a46c543e54b2f6e53"}) as unknown as TypedDocumentString<ClustersQuery, ClustersQueryVariables>;
export const RfmPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RfmPage {
  rfm {
    declared
    running
    runs {
      on
      cause
      members
      cuts {
        recencyDays
        orders
        spent {
          currencyCode
          minorUnits
        }
        terciles
      }
      cells {
        recency
        monetary
        members
        valueClass
      }
      classes {
        code
        members
        valueMinor
      }
      valueActivity {
        highValue
        active
        members
      }
    }
  }
}
    `, {"id":"c05e570384b9a3b3288b139be684499b670855738f23ff32f11e21d84d88b01e"}) as unknown as TypedDocumentString<RfmPageQuery, RfmPageQueryVariables>;
export const RunRfmDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RunRfm($input: RunRfmInput!) {
  runRfm(input: $input) {
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
    `, {"id":"a00ba70b155af507d105e22aeea60c15e56de523e20a15f1b63675ccd2911cd0"}) as unknown as TypedDocumentString<RunRfmMutation, RunRfmMutationVariables>;
export const ActivationCountsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ActivationCounts($enrolledFrom: Date) {
  activationCounts(enrolledFrom: $enrolledFrom) {
    enrolled
    steps {
      step
      members
      inTime
      withinDays
    }
  }
}
    `, {"id":"02d92ecf737f1ea6d6a39a77f5b50c136fb1274ae4936345a945ab12fe29257f"}) as unknown as TypedDocumentString<ActivationCountsQuery, ActivationCountsQueryVariables>;
export const StoresDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Stores($city: String, $first: Int!, $after: String) {
  stores(city: $city, first: $first, after: $after) {
    edges {
      node {
        code
        name
        city
        timeZone
        openNow
        closedFrom
        hours {
          weekday
          opens
          closes
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"id":"9a4608e2b9eee09847272a3e78eca2f250f68cac784507e14334dc3f0f527411"}) as unknown as TypedDocumentString<StoresQuery, StoresQueryVariables>;
export const StorePageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StorePage($code: String!, $day: Date!) {
  store(code: $code) {
    ...WholeStore
  }
  storeTotals(day: $day, storeId: $code, first: 50) {
    edges {
      node {
        ...StoreDayRow
      }
    }
    sum {
      ...StoreDayRow
    }
    asOf
    final
    pageInfo {
      hasNextPage
    }
  }
}
    fragment WholeStore on Store {
  code
  name
  names {
    zh
    en
  }
  city
  latitude
  longitude
  timeZone
  hours {
    weekday
    opens
    closes
  }
  closedDays
  closedFrom
  closedForGood
  openNow
  qrPayload
  labels {
    key
    value
  }
  etag
}
fragment StoreDayRow on StoreTotal {
  rule
  reward
  issued
  clawedBack
  redeemed
  expired
  other
  postings
  vouchersUsed
  vouchersReversed
}`, {"id":"3054292c33cdf5f6f88fbc7ca20e11f59c2d4a949c717ffd6d71e3853b0b12b9"}) as unknown as TypedDocumentString<StorePageQuery, StorePageQueryVariables>;
export const SaveStoreDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SaveStore($input: UpsertStoreInput!) {
  upsertStore(input: $input) {
    replayed
    store {
      code
    }
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
    `, {"id":"87c67d24e5369197c1b64486f2142474d133cd72d4e284be4ce6640b8277773c"}) as unknown as TypedDocumentString<SaveStoreMutation, SaveStoreMutationVariables>;
export const SurveysDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Surveys {
  surveys {
    ...SurveyRow
  }
}
    fragment SurveyRow on Survey {
  code
  name
  kind
  anonymous
  trigger
  opens
  closes
  open
  offered
  answered
}`, {"id":"e275e3d5f970339c35681a235e4b2bf41e3eaa3fe543eb58198ae97fa20b2ab0"}) as unknown as TypedDocumentString<SurveysQuery, SurveysQueryVariables>;
export const SurveyPageDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SurveyPage($code: String!, $fromDay: Date, $untilDay: Date) {
  survey(code: $code) {
    ...SurveyRow
    results(fromDay: $fromDay, untilDay: $untilDay) {
      answers
      hidden
      hiddenGroups
      figure {
        ...SurveyFigureTold
      }
      questions {
        question {
          code
          kind
          text
          options {
            code
            name
          }
        }
        replies
        counts {
          value
          count
        }
      }
      groups {
        grouping
        code
        answers
        figure {
          ...SurveyFigureTold
        }
      }
    }
  }
}
    fragment SurveyRow on Survey {
  code
  name
  kind
  anonymous
  trigger
  opens
  closes
  open
  offered
  answered
}
fragment SurveyFigureTold on SurveyFigure {
  value
  low
  high
  answers
  few
}`, {"id":"ddcec90f0ca7aea4516d279d619717b2fe318f7fabfe3fc50bd423527dd39e55"}) as unknown as TypedDocumentString<SurveyPageQuery, SurveyPageQueryVariables>;
export const SurveyCommentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SurveyComments($code: String!, $first: Int!) {
  surveyComments(code: $code, first: $first) {
    edges {
      node {
        question
        text
        score
        memberId
        day
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"id":"d7475b4c425012e3e289362d25c138d8a3111480d95f3b9607274804c661e450"}) as unknown as TypedDocumentString<SurveyCommentsQuery, SurveyCommentsQueryVariables>;
export const TodayDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Today($brand: Boolean!) {
  approvals(first: 5, state: PENDING) @include(if: $brand) {
    edges {
      node {
        id
        kind
        state
        askedBy
        askedAt
        expiresAt
        reason
      }
    }
    pageInfo {
      hasNextPage
    }
  }
  feedbackQueue(first: 6, states: [NEW, TRIAGED, ASSIGNED, WAITING, REOPENED]) {
    edges {
      node {
        id
        text
        state
        priority
        team
        createdAt
        responseDueAt
        resolutionDueAt
        firstResponseAt
        category {
          code
          name
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
  metricTodos(first: 5, openOnly: true) @include(if: $brand) {
    edges {
      node {
        id
        title
        day
        dueAt
        late
        owner
        metric {
          name
        }
      }
    }
  }
  failingConditions @include(if: $brand) {
    rule
    text
    failures
    lastAt
    reason
  }
  waitingRefunds(first: 5) @include(if: $brand) {
    edges {
      node {
        orderChannel
        orderId
        waitingSince
        refunds {
          eventId
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
  programme {
    version
    ladders {
      code
      name
    }
  }
  catalogue(first: 6) {
    edges {
      node {
        code
        name
        price
        soldOut
      }
    }
  }
}
    `, {"id":"4c1c902a39b9e2d3b0b795193c0f16e67718ef7e33a463fb7fe06328f2d22b90"}) as unknown as TypedDocumentString<TodayQuery, TodayQueryVariables>;
export const TopicPostsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query TopicPosts($first: Int!, $after: String, $order: PostOrder!, $state: PostState, $topic: String) {
  topicPosts(
    first: $first
    after: $after
    postOrder: $order
    postState: $state
    underTopic: $topic
  ) {
    edges {
      node {
        ...PostRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment PostRow on Post {
  id
  memberId
  topic
  text
  state
  likes
  praised
  urgent
  foundWords
  alikePostId
  submittedAt
  history {
    kind
    at
    reason
    operator
  }
}`, {"id":"c7354c2aaddbd87f0adb39699a8595099d1af6074bb9249de37e8484ff33b293"}) as unknown as TypedDocumentString<TopicPostsQuery, TopicPostsQueryVariables>;
export const TopicNamesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query TopicNames {
  topics {
    name
    topics {
      code
      name
      open
      closesAt
      posts
    }
  }
}
    `, {"id":"e723bdf11035dadff1d4c4f5fd860718adcce65f52044af41e88c35d00a8da5a"}) as unknown as TypedDocumentString<TopicNamesQuery, TopicNamesQueryVariables>;
export const ContentCalendarDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ContentCalendar {
  contentCalendar {
    slots {
      code
      topic
      topicName
      alternative
      replacement {
        fromTopic
        interactions
        at
      }
      coming {
        planned
        kind
        opensAt
        calendarUnknown
      }
      latest {
        planned
        topic
        openedAt
        closesAt
        interactions
      }
    }
  }
}
    `, {"id":"bf0a70c012f5e04884f9aed1178449538497033a44a581c3d28aa34284f3a617"}) as unknown as TypedDocumentString<ContentCalendarQuery, ContentCalendarQueryVariables>;
export const ModeratePostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ModeratePost($input: ModeratePostInput!) {
  moderatePost(input: $input) {
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    post {
      id
      state
    }
  }
}
    `, {"id":"e99c18db4e801bda79e62c5c153505bfc9a8a38474aad3ca0749d3920ef2e9bb"}) as unknown as TypedDocumentString<ModeratePostMutation, ModeratePostMutationVariables>;
export const PraisePostDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation PraisePost($input: PraisePostInput!) {
  praisePost(input: $input) {
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    post {
      id
      praised
    }
  }
}
    `, {"id":"974d76eef9706bebb3a4cb8324c0712e92ed6d32fad5dca27277c58876098349"}) as unknown as TypedDocumentString<PraisePostMutation, PraisePostMutationVariables>;
export const RestoreSlotDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RestoreSlot($input: RestoreSlotInput!) {
  restoreSlot(input: $input) {
    userErrors {
      code
      field
      message {
        zh
        en
      }
    }
    slot {
      code
      topic
    }
  }
}
    `, {"id":"e6e554a1bbf0c738ffc8c6f9a030c5307bb87c00450dc5b68a859a12c27877bc"}) as unknown as TypedDocumentString<RestoreSlotMutation, RestoreSlotMutationVariables>;
export const SavedViewsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SavedViews {
  savedViews {
    id
    name
    address
    team
    savedBy
  }
}
    `, {"id":"73c0655f0a1e195c06a726a858f2330d56c490398f80669877de17df8a33050d"}) as unknown as TypedDocumentString<SavedViewsQuery, SavedViewsQueryVariables>;
export const SaveViewDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SaveView($input: SaveViewInput!) {
  saveView(input: $input) {
    view {
      id
    }
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
    `, {"id":"461a8c563e6e12d5a77f0bbabaea32cb6181971154a62193b09aaf99a183845a"}) as unknown as TypedDocumentString<SaveViewMutation, SaveViewMutationVariables>;
export const DeleteViewDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeleteView($input: DeleteViewInput!) {
  deleteView(input: $input) {
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
    `, {"id":"d66efde0978215d24b9da7b785163146e5501d4a4c421be9f2bb101843356d4e"}) as unknown as TypedDocumentString<DeleteViewMutation, DeleteViewMutationVariables>;
export const VoucherAtDeskDocument = /*#__PURE__*/ new TypedDocumentString(`
    query VoucherAtDesk($code: String!) {
  voucher(code: $code) {
    ...DeskVoucher
  }
}
    fragment DeskVoucher on StoreVoucher {
  code
  state
  rewardCode
  rewardName
  expiresOn
  usedAt
  storeId
  redemptionId
}`, {"id":"bb39dd88dbfe563239353569efd0a5334122d55c87075aee727c2a6f3d1d0459"}) as unknown as TypedDocumentString<VoucherAtDeskQuery, VoucherAtDeskQueryVariables>;
export const StoreDayDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StoreDay($storeId: String!, $usedFrom: DateTime) {
  storeVouchers(storeId: $storeId, usedFrom: $usedFrom, first: 20) {
    edges {
      node {
        ...DeskVoucher
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment DeskVoucher on StoreVoucher {
  code
  state
  rewardCode
  rewardName
  expiresOn
  usedAt
  storeId
  redemptionId
}`, {"id":"22ee164ca940206313ceb97174ad39c94abcc02b4d3d2d487f3c68045b15fb5b"}) as unknown as TypedDocumentString<StoreDayQuery, StoreDayQueryVariables>;
export const UseVoucherDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UseVoucher($input: RedeemVoucherInput!) {
  redeemVoucher(input: $input) {
    replayed
    voucher {
      ...DeskVoucher
    }
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
    fragment DeskVoucher on StoreVoucher {
  code
  state
  rewardCode
  rewardName
  expiresOn
  usedAt
  storeId
  redemptionId
}`, {"id":"7aaea543796f1116f03b0085ecaba38f1212a9d72bda744f559863a39894bc83"}) as unknown as TypedDocumentString<UseVoucherMutation, UseVoucherMutationVariables>;
export const GiveVoucherBackDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GiveVoucherBack($input: ReverseVoucherInput!) {
  reverseVoucher(input: $input) {
    replayed
    voucher {
      ...DeskVoucher
    }
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
    fragment DeskVoucher on StoreVoucher {
  code
  state
  rewardCode
  rewardName
  expiresOn
  usedAt
  storeId
  redemptionId
}`, {"id":"cfcb806fcad07a25c486a023b246d7c6a1927c6e00e1c9865a5d480ab8ec893c"}) as unknown as TypedDocumentString<GiveVoucherBackMutation, GiveVoucherBackMutationVariables>;
export const OrderAtDeskDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OrderAtDesk($channel: String!, $orderId: String!) {
  orderBasket(channel: $channel, orderId: $orderId) {
    ...DeskOrder
  }
}
    fragment DeskOrder on OrderBasket {
  basket {
    id
    memberId
    currency
    createdAt
    refundedMinor
    returnedPoints
    returnedCouponIds
    quote {
      shippingMinor
      coupons {
        couponId
        type
        discountMinor
      }
      lines {
        lineId
        captured
        amountMinor
        paidMinor
        points
        pointsMinor
        tierMinor
        couponMinor
      }
    }
  }
  lots {
    points
    expiresAt
    returned
  }
  refundedLines {
    lineId
    quantity
    amountMinor
  }
}`, {"id":"0b0cbc0fbb983f550d74442d3a8b7a3cf3de81725b1e91ca243f19ac472c1b0f"}) as unknown as TypedDocumentString<OrderAtDeskQuery, OrderAtDeskQueryVariables>;
export const OrderToRefundDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OrderToRefund($channel: String!, $orderId: String!) {
  order(channel: $channel, orderId: $orderId) {
    ...OrderToRefund
  }
}
    fragment OrderToRefund on Order {
  channel
  orderId
  memberId
  currencyCode
  totalMinor
  refundedMinor
  leftMinor
  lines {
    lineId
    sku
    quantity
    amountMinor
    leftQuantity
    leftMinor
    earned {
      asset
      amount
    }
  }
}`, {"id":"93b5636330b12d01d39dc5fa5e3a8f5c0ddac616fe8950041d71d61f093e1ae7"}) as unknown as TypedDocumentString<OrderToRefundQuery, OrderToRefundQueryVariables>;
export const RefundOrderDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RefundOrder($input: RefundOrderInput!) {
  refundOrder(input: $input) {
    recorded
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
    `, {"id":"08c6a0cc82bd648d76ebd188c73d7fafc267227c657dd8575ac4ff7afb5a5198"}) as unknown as TypedDocumentString<RefundOrderMutation, RefundOrderMutationVariables>;
export const DeskCurrencyDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DeskCurrency {
  viewer {
    currencyCode
  }
}
    `, {"id":"7f47f8698b7d443d60a607f6e55993d29668924268056995929f1f8edad9013c"}) as unknown as TypedDocumentString<DeskCurrencyQuery, DeskCurrencyQueryVariables>;
export const BasketWouldEarnDocument = /*#__PURE__*/ new TypedDocumentString(`
    query BasketWouldEarn($activity: ActivityInput!) {
  previewAward(activity: $activity) {
    explanation
    awards {
      rule {
        code
        name
      }
      asset
      amount
      base
      multiplier
      capped
    }
  }
}
    `, {"id":"c07c846e6955b91b18ec64bd174778691a5911653265c8662d0542c3c21f1894"}) as unknown as TypedDocumentString<BasketWouldEarnQuery, BasketWouldEarnQueryVariables>;
export const RefundAtDeskDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RefundAtDesk($refund: ActivityInput!) {
  previewRefund(refund: $refund) {
    ...DeskRefund
  }
}
    fragment DeskRefund on RefundPreview {
  clawbacks {
    asset
    due
    taken
    fromPending
    forgiven
    availableAfter
  }
  returned {
    points
    couponIds
  }
  givenCoupons {
    couponId
    type
    revoked
    notRecoverableMinor
  }
  tiers {
    orderAwaited
    ladders {
      ladder {
        code
        name
      }
      before {
        code
        name
      }
      after {
        code
        name
      }
      basis
      countedBefore
      countedAfter
      reach
    }
  }
}`, {"id":"e9f0552bf5a79ed8455f27f72cf42468f0210fdf340f7ec795b339f31f6b66ca"}) as unknown as TypedDocumentString<RefundAtDeskQuery, RefundAtDeskQueryVariables>;
export const WebhookListDocument = /*#__PURE__*/ new TypedDocumentString(`
    query WebhookList {
  webhookEventTypes
  webhookEndpoints(first: 20) {
    edges {
      node {
        ...WebhookRow
        waiting
        givenUp
        replays {
          id
          state
          fromTime
          toTime
          deliveries
        }
      }
    }
  }
}
    fragment WebhookRow on WebhookEndpoint {
  id
  url
  description
  types
  state
  failingSince
  secrets {
    id
    createdAt
    expiresAt
  }
}`, {"id":"8d4b27a75ce21eedad822107ac56a36e06b65b0985fcd7a8f98680c344d63155"}) as unknown as TypedDocumentString<WebhookListQuery, WebhookListQueryVariables>;
export const WebhookBacklogDocument = /*#__PURE__*/ new TypedDocumentString(`
    query WebhookBacklog($endpointId: ID!, $after: String) {
  webhookBacklog(endpointId: $endpointId, first: 10, after: $after) {
    edges {
      node {
        ...WebhookDeliveryRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment WebhookDeliveryRow on WebhookDelivery {
  id
  messageId
  type
  memberId
  memberSeq
  replayId
  state
  createdAt
  tries
  attempts {
    at
    status
    problem
    durationMs
  }
}`, {"id":"0078f753bc7e77852a4a9d8750ef0ce3b99607117275d15fa4ccc3961540dddd"}) as unknown as TypedDocumentString<WebhookBacklogQuery, WebhookBacklogQueryVariables>;
export const WebhookAttemptsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query WebhookAttempts($endpointId: ID!, $after: String) {
  webhookAttempts(endpointId: $endpointId, first: 10, after: $after) {
    edges {
      node {
        ...WebhookDeliveryRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment WebhookDeliveryRow on WebhookDelivery {
  id
  messageId
  type
  memberId
  memberSeq
  replayId
  state
  createdAt
  tries
  attempts {
    at
    status
    problem
    durationMs
  }
}`, {"id":"2132c91938060ac1b3a3a01b8b9f4719888741bb6507b7f1e92babac3b09cf10"}) as unknown as TypedDocumentString<WebhookAttemptsQuery, WebhookAttemptsQueryVariables>;
export const CreateWebhookEndpointDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    secret
    endpoint {
      id
    }
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
    `, {"id":"2cafde56047313b1d46adc68860959f34289e64867503f7ae325e76a5600cba4"}) as unknown as TypedDocumentString<CreateWebhookEndpointMutation, CreateWebhookEndpointMutationVariables>;
export const UpdateWebhookEndpointDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateWebhookEndpoint($input: UpdateWebhookEndpointInput!) {
  updateWebhookEndpoint(input: $input) {
    endpoint {
      id
      state
    }
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
    `, {"id":"475681745f04e88ac5ce26945987d5ebf3f2da7f67c5322deeeb61611a898926"}) as unknown as TypedDocumentString<UpdateWebhookEndpointMutation, UpdateWebhookEndpointMutationVariables>;
export const DeleteWebhookEndpointDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeleteWebhookEndpoint($input: DeleteWebhookEndpointInput!) {
  deleteWebhookEndpoint(input: $input) {
    endpoint {
      id
    }
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
    `, {"id":"287ef5f06dbcf0248b0f626213bc98def9800ae194563ec53ac44cbe42bf2af8"}) as unknown as TypedDocumentString<DeleteWebhookEndpointMutation, DeleteWebhookEndpointMutationVariables>;
export const RotateWebhookSecretDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RotateWebhookSecret($input: RotateWebhookSecretInput!) {
  rotateWebhookSecret(input: $input) {
    secret
    endpoint {
      id
    }
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
    `, {"id":"d3f57f9853339f027a4c9db6eaec34a214cd2fc79c382645185ca5db8dda3073"}) as unknown as TypedDocumentString<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;
export const ResendDeliveryDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ResendDelivery($input: ResendDeliveryInput!) {
  resendDelivery(input: $input) {
    delivery {
      id
      state
    }
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
    `, {"id":"7aca5aeb77ac0267d1ca0f2add63869bc066c10cd110c9ffec859b03a5f52ee7"}) as unknown as TypedDocumentString<ResendDeliveryMutation, ResendDeliveryMutationVariables>;
export const TestWebhookEndpointDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation TestWebhookEndpoint($input: TestWebhookEndpointInput!) {
  testWebhookEndpoint(input: $input) {
    delivery {
      id
      state
    }
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
    `, {"id":"2d6443855988db76016642a47c6de9826105736c0224455fd6dbf2d98dd67afb"}) as unknown as TypedDocumentString<TestWebhookEndpointMutation, TestWebhookEndpointMutationVariables>;
export const ReplayWebhooksDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ReplayWebhooks($input: ReplayWebhooksInput!) {
  replayWebhooks(input: $input) {
    replay {
      id
      state
    }
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
    `, {"id":"91282b980df35ae08f5f7c7ddd3558628f171ec9a4f15e2a4ed8f19218356525"}) as unknown as TypedDocumentString<ReplayWebhooksMutation, ReplayWebhooksMutationVariables>;