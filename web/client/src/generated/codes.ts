/** Codes known when this was generated; a newer gateway may know more. */
export type KnownCode =
  /** A field is invalid: correct it and send again. */
  | "INVALID_ARGUMENT"
  /** Sign in again. */
  | "UNAUTHENTICATED"
  /** You are not allowed to do this. */
  | "PERMISSION_DENIED"
  /** Not found. */
  | "NOT_FOUND"
  /** This request id was already used for something else: use a new one. */
  | "REQUEST_ID_REUSED"
  /** The page token is invalid: start from the first page. */
  | "PAGE_TOKEN_INVALID"
  /** Busy: try again shortly. */
  | "OVERLOADED"
  /** Timed out: send the same request id again. */
  | "DEADLINE_EXCEEDED"
  /** Temporarily unavailable: send the same request id again. */
  | "STORAGE_UNAVAILABLE"
  /** Something went wrong on our side. Quote the error id. */
  | "INTERNAL"
  /** The watch token is invalid: watch from the beginning. */
  | "WATCH_TOKEN_INVALID"
  /** Changed meanwhile: read it again. */
  | "ETAG_MISMATCH"
  /** The request is too large: send it in several. */
  | "MESSAGE_TOO_LARGE"
  /** Too many streams are open: end one first. */
  | "TOO_MANY_STREAMS"
  /** The stream stood still for too long: begin it again where it ended. */
  | "STREAM_IDLE"
  /** Temporarily unavailable: send the same request id again. */
  | "CLOCK_DISAGREES"
  /** No such approval. */
  | "APPROVAL_NOT_FOUND"
  /** This approval was decided before, or its time is over. */
  | "APPROVAL_ENDED"
  /** A second operator must decide on this. */
  | "APPROVAL_OWN"
  /** Temporarily unavailable: send the same request id again. */
  | "SERVICE_UNAVAILABLE"
  /** This brand has no published programme, or not this version: publish one first. */
  | "PROGRAMME_MISSING"
  /** The programme is invalid at the line and key named. */
  | "PROGRAMME_INVALID"
  /** This identity belongs to another member. */
  | "IDENTITY_TAKEN"
  /** The phone number is invalid: use the international form. */
  | "PHONE_INVALID"
  /** No such member. */
  | "MEMBER_NOT_FOUND"
  /** This event id was recorded with other content. */
  | "ACTIVITY_CONFLICT"
  /** The activity's time is out of range. */
  | "ACTIVITY_TIME_INVALID"
  /** The session has ended: log in again. */
  | "SESSION_ENDED"
  /** The client's id or secret is not valid: ask the brand's operator for another. */
  | "CLIENT_INVALID"
  /** The client has not got this scope: ask for fewer, or ask the brand's operator. */
  | "SCOPE_NOT_GRANTED"
  /** No such client: choose one of the list. */
  | "CLIENT_NOT_FOUND"
  /** This client was revoked for ever: make another one. */
  | "CLIENT_REVOKED"
  /** You have not got the scope named: ask an operator who has all scopes of this client. */
  | "CLIENT_SCOPE_NOT_YOURS"
  /** Your account is for certain stores, and this is for the whole brand: ask somebody at the head office. */
  | "STORES_ONLY"
  /** Your account is not for this store: choose one of your stores. */
  | "STORE_NOT_YOURS"
  /** The token is for another channel: send the channel of the token. */
  | "CHANNEL_NOT_OURS"
  /** No such store: check its code. */
  | "STORE_NOT_FOUND"
  /** The programme has no such version of this text: show the current one and ask again. */
  | "CONSENT_VERSION_UNKNOWN"
  /** The brand asks for no consent for this purpose: add its text to the programme first. */
  | "CONSENT_NOT_ASKED"
  /** The brand does not ask for this preference or value: use those of its programme. */
  | "PREFERENCE_UNKNOWN"
  /** The birthday was changed as often as it may be this year: change it from the day named. */
  | "BIRTHDAY_CHANGE_LIMIT"
  /** The member does not have this identity: read the member again. */
  | "IDENTITY_NOT_HELD"
  /** This is the member's only identity: link another one first. */
  | "LAST_IDENTITY"
  /** The activity is over the programme's limits: correct it, or raise earning.limits. */
  | "ACTIVITY_OVER_LIMIT"
  /** Another version came in force meanwhile: compare your file with it, and publish again. */
  | "PROGRAMME_OVERTAKEN"
  /** These are the same member: choose another one. */
  | "MERGE_INTO_SELF"
  /** This member was merged already: use the survivor that is named. */
  | "MEMBER_MERGED"
  /** No such merge: choose one of the list. */
  | "MERGE_NOT_FOUND"
  /** One member would have too many of what is named: remove some of them first. */
  | "MERGE_TOO_LARGE"
  /** This merge was undone already: read it again. */
  | "MERGE_UNDONE"
  /** This merge can be undone no more: correct by adjustments what is wrong. */
  | "MERGE_UNDO_OVER"
  /** There is too much for one archive: ask the brand, who reads it out in pages. */
  | "EXPORT_TOO_LARGE"
  /** The programme declares no such tag: use one of its list, or add it there. */
  | "TAG_UNKNOWN"
  /** The member has as many tags as one may have: remove some first. */
  | "TAGS_FULL"
  /** No such segment: choose one of the list. */
  | "SEGMENT_NOT_FOUND"
  /** The brand has as many saved segments as it may have: delete one first. */
  | "SEGMENTS_FULL"
  /** The programme declares this segment: change it there, or choose another code. */
  | "SEGMENT_IN_PROGRAMME"
  /** The condition cannot be used: correct it at the character named. */
  | "SEGMENT_CONDITION_REFUSED"
  /** The erasure was asked for already: wait for the day named, or cancel it. */
  | "ERASURE_WAITING"
  /** No erasure of this member waits: there is nothing to cancel. */
  | "ERASURE_NOT_WAITING"
  /** This member was erased: leave the member out, or enrol them anew. */
  | "MEMBER_ERASED"
  /** No such group: choose one of the list. */
  | "GROUP_NOT_FOUND"
  /** The programme has no such kind of groups: use one of its section groups. */
  | "GROUP_KIND_UNKNOWN"
  /** The member is not in this group: read the groups again. */
  | "GROUP_NOT_JOINED"
  /** A group has one owner and two assistants: take the role from another member first. */
  | "GROUP_ROLE_TAKEN"
  /** The member is in as many groups as one may be: leave one first. */
  | "MEMBER_GROUPS_FULL"
  /** No such invite code: check it, or ask your friend for the link. */
  | "INVITE_CODE_UNKNOWN"
  /** This is your own invite code: use a friend's. */
  | "INVITE_OWN_CODE"
  /** Only new members can be invited: this person was a member before. */
  | "INVITEE_NOT_NEW"
  /** A friend invited this member already: one invite is all that counts. */
  | "INVITE_TAKEN"
  /** Members cannot invite each other in a ring: use another friend's code. */
  | "INVITE_RING"
  /** The time for entering an invite code is over: it was until the time named. */
  | "INVITE_TOO_LATE"
  /** This brand has no referrals: add the section referral to its programme first. */
  | "REFERRALS_NOT_OFFERED"
  /** No such ladder: choose one of the programme. */
  | "LADDER_NOT_FOUND"
  /** No such tier on this ladder: choose one of the programme. */
  | "TIER_NOT_FOUND"
  /** The member has earned this tier or a higher one: choose a higher one. */
  | "TIER_NOT_ABOVE"
  /** No manual tier of this member on the ladder: there is nothing to end. */
  | "MANUAL_TIER_NOT_FOUND"
  /** No such back-test, or it is older than 30 days: start one. */
  | "BACKTEST_NOT_FOUND"
  /** The file cannot be read as members: see the problem, the line and the column named. */
  | "IMPORT_FILE_INVALID"
  /** A spreadsheet shortened this number, and its last digits are lost: give the column the format text and export it again. */
  | "IMPORT_NUMBER_SHORTENED"
  /** No such file of members, or it is older than 180 days: upload it. */
  | "MEMBER_FILE_NOT_FOUND"
  /** This file was started or ended already: read it again, or upload it anew. */
  | "MEMBER_FILE_ENDED"
  /** This person was erased after the file was uploaded, so nobody was enrolled: leave the row out. */
  | "MEMBER_FILE_PERSON_ERASED"
  /** Too many files of members wait: let them end, or discard some. */
  | "MEMBER_FILES_FULL"
  /** You asked for no such reveal: only who asked may read it. Ask for one of your own. */
  | "REVEAL_NOT_FOUND"
  /** A colleague has not approved this reveal: wait for the decision, or ask again. */
  | "REVEAL_NOT_APPROVED"
  /** This reveal was read, or its time is over: ask again. */
  | "REVEAL_ENDED"
  /** The brand allows no more members today: ask for fewer, or tomorrow. */
  | "REVEAL_LIMIT_REACHED"
  /** This brand sends no codes to phones: add the section phone_codes to its programme first. */
  | "PHONE_CODES_NOT_OFFERED"
  /** A code was just sent to this number: wait a moment before the next one. */
  | "PHONE_CODE_TOO_SOON"
  /** No more codes today: try again tomorrow. */
  | "PHONE_CODE_LIMIT_REACHED"
  /** This is not the code: read the newest SMS again. */
  | "PHONE_CODE_WRONG"
  /** The code is not good any more: ask for a new one. */
  | "PHONE_CODE_EXPIRED"
  /** This number belongs to another membership: log in with it, or ask the brand to merge the two. */
  | "PHONE_OF_ANOTHER_MEMBER"
  /** This brand does not score by RFM: add the section rfm to its programme first. */
  | "RFM_UNAVAILABLE"
  /** There is no room for another saved view: delete one first. */
  | "VIEWS_FULL"
  /** Another person saved this view: save yours under another name. */
  | "VIEW_NOT_YOURS"
  /** You asked for this already: the brand decides on it. */
  | "MERGE_REQUEST_WAITING"
  /** This number belongs to no other membership: bind it to yours. */
  | "PHONE_NOT_TAKEN"
  /** There is no such request to merge: look at the list again. */
  | "MERGE_REQUEST_NOT_FOUND"
  /** This request to merge is over: look at the list again. */
  | "MERGE_REQUEST_ENDED"
  /** No such adviser: choose one of the programme's section advisers. */
  | "ADVISER_NOT_FOUND"
  /** The member has this adviser already, or none: choose another one. */
  | "ADVISER_UNCHANGED"
  /** Too many members would have to be looked through: type more of the name, or leave out the tag or the segment. */
  | "SEARCH_TOO_BROAD"
  /** Not enough points. */
  | "INSUFFICIENT_POINTS"
  /** The legs do not sum to zero. */
  | "POSTING_UNBALANCED"
  /** The amount is zero or out of range. */
  | "AMOUNT_INVALID"
  /** Unknown asset. */
  | "ASSET_UNKNOWN"
  /** Unknown account. */
  | "ACCOUNT_UNKNOWN"
  /** No such hold: it may have ended. */
  | "HOLD_NOT_FOUND"
  /** More than the hold has. */
  | "HOLD_EXCEEDED"
  /** Already reversed. */
  | "ALREADY_REVERSED"
  /** A reversal cannot be reversed. */
  | "REVERSAL_OF_REVERSAL"
  /** No such posting. */
  | "POSTING_NOT_FOUND"
  /** The effective time is out of range. */
  | "EFFECTIVE_TIME_INVALID"
  /** More than the limit allows. */
  | "TOO_MANY"
  /** The account carries too many lots or holds. */
  | "ACCOUNT_FULL"
  /** No such reward. */
  | "REWARD_NOT_FOUND"
  /** Out of stock. */
  | "OUT_OF_STOCK"
  /** The limit for this member is reached. */
  | "LIMIT_REACHED"
  /** A higher tier is needed. */
  | "TIER_TOO_LOW"
  /** Not offered at this time. */
  | "REWARD_UNAVAILABLE"
  /** No such redemption. */
  | "REDEMPTION_NOT_FOUND"
  /** This redemption is already ended. */
  | "REDEMPTION_ENDED"
  /** No such order. */
  | "ORDER_NOT_FOUND"
  /** More than what is left of the order. */
  | "REFUND_EXCEEDS_ORDER"
  /** Already refunded. */
  | "ALREADY_REFUNDED"
  /** A sum is beyond 64 bits: ask as of an earlier time. */
  | "SUM_TOO_LARGE"
  /** The brand's programme does not offer this. */
  | "CHECK_IN_UNAVAILABLE"
  /** Only a past day can be made up: check in for today. */
  | "MAKE_UP_DAY_NOT_PAST"
  /** This day is too long ago: choose a later one. */
  | "MAKE_UP_DAY_TOO_OLD"
  /** This day is checked in already: choose another. */
  | "ALREADY_CHECKED_IN"
  /** No make-up card is left: get one first. */
  | "NO_MAKE_UP_CARD"
  /** This day is before the member's enrolment: choose a later one. */
  | "MAKE_UP_BEFORE_ENROLMENT"
  /** This asset is not spendable: it is neither spent, held nor given away. */
  | "ASSET_NOT_SPENDABLE"
  /** No voucher has this code: read it again. */
  | "VOUCHER_NOT_FOUND"
  /** This voucher was used before, at the store and time named. */
  | "VOUCHER_USED"
  /** This voucher was good until the day named. */
  | "VOUCHER_EXPIRED"
  /** This voucher was cancelled. */
  | "VOUCHER_CANCELLED"
  /** This voucher is not used: there is nothing to reverse. */
  | "VOUCHER_NOT_USED"
  /** Only the store that took the voucher can reverse it, and only that day. */
  | "VOUCHER_NOT_REVERSIBLE"
  /** Too many unknown voucher codes: wait before the next one. */
  | "VOUCHER_GUESSES"
  /** Operators change a member's points by an adjustment: give a reason, and above the limit a second person approves. */
  | "ADJUSTMENT_NEEDED"
  /** The programme has no such coupon: choose one of its coupon types. */
  | "COUPON_TYPE_NOT_FOUND"
  /** No such coupon: read its code again. */
  | "COUPON_NOT_FOUND"
  /** This member has had as many of these coupons as one member may. */
  | "COUPON_LIMIT_REACHED"
  /** All of these coupons are given out: raise their total in the programme, or give another. */
  | "COUPONS_EXHAUSTED"
  /** The budget of this gift is used up: raise it in the programme. */
  | "GRANT_BUDGET_EXHAUSTED"
  /** These coupons ended on the day named: give another. */
  | "COUPON_TYPE_ENDED"
  /** This coupon was used before, at the time named: leave it out. */
  | "COUPON_USED"
  /** This coupon was good until the day named: leave it out. */
  | "COUPON_EXPIRED"
  /** Another basket holds this coupon: cancel that one, or wait until its hold ends. */
  | "COUPON_HELD"
  /** This coupon was taken back: leave it out. */
  | "COUPON_REVOKED"
  /** This coupon is not good for this basket: leave it out, or change the basket. */
  | "COUPON_NOT_APPLICABLE"
  /** These coupons do not go together: leave one of them out. */
  | "COUPON_NOT_COMBINABLE"
  /** This brand takes no points as payment: send the basket without points. */
  | "CHECKOUT_POINTS_UNAVAILABLE"
  /** No such basket: hold it first. */
  | "CHECKOUT_NOT_FOUND"
  /** This basket is captured, cancelled or timed out: hold it again. */
  | "CHECKOUT_ENDED"
  /** Points pay in steps and up to a limit, both named: change the number of points. */
  | "CHECKOUT_POINTS_INVALID"
  /** Another basket was captured for this order: send the order's own number. */
  | "CHECKOUT_ORDER_TAKEN"
  /** The till's basket is not the one that was held: hold the till's basket. */
  | "CHECKOUT_BASKET_DIFFERS"
  /** A till holds this basket: ask there, or wait until its hold ends. */
  | "CHECKOUT_HELD_BY_TILL"
  /** You hold as many baskets as you may: cancel one, or wait until its hold ends. */
  | "CHECKOUT_TOO_MANY_HELD"
  /** This redemption cannot be cancelled any more: what it gave is used. */
  | "REDEMPTION_SPENT"
  /** The programme has no benefit of this code: choose one of the member's card. */
  | "BENEFIT_UNKNOWN"
  /** None of this benefit is left in this term: wait for the next one. */
  | "BENEFIT_USED_UP"
  /** No such use of a benefit: read its id again. */
  | "BENEFIT_USE_NOT_FOUND"
  /** Only the store that handed the benefit over can reverse it, once and only that day. */
  | "BENEFIT_USE_NOT_REVERSIBLE"
  /** This cannot be given to another member. */
  | "GIFTS_UNAVAILABLE"
  /** A gift has at least the amount named: give more. */
  | "GIFT_TOO_SMALL"
  /** New members cannot give yet: wait until the day named. */
  | "GIFT_TOO_EARLY"
  /** This is more than can be given in a day or a month: give less, or wait. */
  | "GIFT_LIMIT_REACHED"
  /** Giver and receiver are the same: choose another member. */
  | "GIFT_TO_SELF"
  /** No such dry run: it is kept for 30 days. */
  | "DRY_RUN_NOT_FOUND"
  /** No such lottery: choose one of the brand's. */
  | "LOTTERY_NOT_FOUND"
  /** This lottery is open on the days named: draw then. */
  | "LOTTERY_CLOSED"
  /** No draw is left for today: draw again tomorrow. */
  | "LOTTERY_DAY_LIMIT"
  /** Too few tickets for a draw: earn some first. */
  | "NO_LOTTERY_TICKET"
  /** No draw is possible now: an operator must restore the key of the lotteries. */
  | "LOTTERY_SEED_UNAVAILABLE"
  /** No such leaderboard: choose one of the brand's. */
  | "LEADERBOARD_NOT_FOUND"
  /** This leaderboard has no such period, or keeps it no longer: choose a later one, or leave it out. */
  | "LEADERBOARD_PERIOD_INVALID"
  /** Name a store for a leaderboard of stores, and none for one of the brand. */
  | "LEADERBOARD_STORE_INVALID"
  /** All of this day, week or month are taken: try again when the next one begins. */
  | "REWARD_ALL_TAKEN"
  /** Not enough of the asset named: earn more of it first. */
  | "INSUFFICIENT_ASSET"
  /** No such event: choose one of the brand's. */
  | "EVENT_NOT_FOUND"
  /** Sign-up is closed now: sign up between the times named. */
  | "EVENT_SIGN_UP_CLOSED"
  /** All seats and places of the waiting list are taken: try again later, for some members cancel. */
  | "EVENT_FULL"
  /** This event is for other members: choose another one. */
  | "EVENT_NOT_FOR_MEMBER"
  /** Signed up already: see the sign-up named. */
  | "EVENT_ALREADY_SIGNED_UP"
  /** No such sign-up. */
  | "SIGN_UP_NOT_FOUND"
  /** Not possible in the state of this sign-up. */
  | "SIGN_UP_ENDED"
  /** It is too late to cancel: ask the brand. */
  | "SIGN_UP_CANCEL_TOO_LATE"
  /** Attendance is taken between the times named only. */
  | "EVENT_ATTENDANCE_CLOSED"
  /** No such file: choose one of the list. */
  | "BULK_FILE_NOT_FOUND"
  /** The file cannot be read: mend the line named, or save it as CSV in UTF-8, and upload it again. */
  | "BULK_FILE_INVALID"
  /** Not possible in the state of this file: to carry it out once more, upload it again. */
  | "BULK_FILE_ENDED"
  /** No such campaign: choose one of the list. */
  | "CAMPAIGN_NOT_FOUND"
  /** You granted as many coupons today as one operator may alone: upload the rest as a file, which a second operator approves. */
  | "OPERATOR_LIMIT_REACHED"
  /** No such feedback. */
  | "FEEDBACK_NOT_FOUND"
  /** Not possible in this state. */
  | "MOVE_NOT_ALLOWED"
  /** The attachment is not valid any more: send it again. */
  | "ATTACHMENT_INVALID"
  /** This event id brought other content: send the new words under an event id of their own. */
  | "FEEDBACK_CONFLICT"
  /** No such message: choose one of the programme's. */
  | "MESSAGE_NOT_FOUND"
  /** No such touch: look for it in the member's list. */
  | "TOUCH_NOT_FOUND"
  /** No such message: look at the inbox again. */
  | "INBOX_MESSAGE_NOT_FOUND"
  /** This link is not complete, or its message is gone: open it from the message again. */
  | "OPT_OUT_LINK_INVALID"
  /** This brand takes no ideas: send your words as feedback. */
  | "IDEAS_NOT_OFFERED"
  /** No such idea: choose one of the list. */
  | "IDEA_NOT_FOUND"
  /** This is open to certain members only: see the rules of the co-creation. */
  | "IDEA_NOT_ALLOWED"
  /** You have reached the limit: come back tomorrow for votes, next month for ideas. */
  | "IDEA_LIMIT_REACHED"
  /** Not possible for this idea as it stands: load it again. */
  | "IDEA_MOVE_NOT_ALLOWED"
  /** No such webhook endpoint: choose one of the brand's. */
  | "ENDPOINT_NOT_FOUND"
  /** Webhooks need an https address of a public host on port 443 or 8443, without a user. */
  | "ENDPOINT_URL_INVALID"
  /** No event has this type: choose one of the types that are listed. */
  | "EVENT_TYPE_UNKNOWN"
  /** This brand has no room for another webhook endpoint: delete one first. */
  | "TOO_MANY_ENDPOINTS"
  /** No such delivery: those that ended are kept for 30 days, and a replay sends older ones. */
  | "DELIVERY_NOT_FOUND"
  /** A replay begins before it ends, and ends not later than now: change the span. */
  | "REPLAY_SPAN_INVALID"
  /** Other replays of this endpoint are unfinished: wait until one has ended. */
  | "TOO_MANY_REPLAYS"
  /** This webhook endpoint is off: switch it on first. */
  | "ENDPOINT_OFF"
  /** No webhook secret can be made now: an operator must restore the key of webhooks. */
  | "WEBHOOK_KEY_UNAVAILABLE"
  /** No such survey: choose one of the programme in force. */
  | "SURVEY_NOT_FOUND"
  /** No such survey for you: choose one that is offered. */
  | "SURVEY_OFFER_NOT_FOUND"
  /** This survey is closed: answer another one that is offered. */
  | "SURVEY_EXPIRED"
  /** You have answered this survey already: thank you. */
  | "SURVEY_ANSWERED"
  /** A reply does not fit its question: correct the one named. */
  | "SURVEY_ANSWER_INVALID"
  /** A reply is missing: answer the question named. */
  | "SURVEY_INCOMPLETE"
  /** An anonymous survey keeps no part of an answer: send all replies at once. */
  | "SURVEY_ANONYMOUS"
  /** No such trial for you: choose one that you are invited to. */
  | "TRIAL_NOT_FOUND"
  /** All places are taken, or the time is over: wait for the next trial. */
  | "TRIAL_OVER"
  /** Not resolved yet: rate it once the team says that it is. */
  | "FEEDBACK_NOT_RESOLVED"
  /** You rated this already: the first rating stands. */
  | "FEEDBACK_RATED"
  /** Resolved already: say that it is not, or send your words as new feedback. */
  | "FEEDBACK_ENDED"
  /** This fix is announced already, and is told once: see the fix named. */
  | "FIX_ANNOUNCED"
  /** No such group of feedback: take the group of an item. */
  | "FEEDBACK_GROUP_NOT_FOUND"
  /** No such fix, or it has no public notice: choose one of the list. */
  | "FIX_NOT_FOUND"
  /** No such journey: choose one of the programme in force. */
  | "JOURNEY_NOT_FOUND"
  /** No such broadcast: choose one of the list. */
  | "BROADCAST_NOT_FOUND"
  /** Not possible in the state of this broadcast: draft another one. */
  | "BROADCAST_STATE"
  /** You drafted this broadcast: another operator must approve it. */
  | "BROADCAST_OWN"
  /** You approved this broadcast before: another operator must approve it too. */
  | "BROADCAST_APPROVED_BEFORE"
  /** It changed since you read it: read it again, and approve that; or draft another one. */
  | "BROADCAST_CHANGED"
  /** Permissions for messages cannot be counted now: send the same request again in a while. */
  | "SUBSCRIPTIONS_UNAVAILABLE"
  /** No such experiment: choose one of the list. */
  | "EXPERIMENT_NOT_FOUND"
  /** A published experiment stays as it is: write a new one with another code. */
  | "EXPERIMENT_FROZEN"
  /** Not possible in the state of this experiment: look at it again. */
  | "EXPERIMENT_STATE"
  /** You asked for this step: another operator must give their word. */
  | "EXPERIMENT_OWN"
  /** The stage is not over: wait until the time told. */
  | "EXPERIMENT_STAGE_TOO_EARLY"
  /** The experiment has no such arm: choose one of its arms. */
  | "EXPERIMENT_ARM_NOT_FOUND"
  /** No members are left for a message of this broadcast: draft another one. */
  | "BROADCAST_WITHOUT_REST"
  /** No such figure: take a code from the list of metrics. */
  | "METRIC_NOT_FOUND"
  /** No such board: choose one of those that the board names, or leave it out. */
  | "BOARD_NOT_FOUND"
  /** This number counts nobody in particular: search for members instead, or choose another figure. */
  | "METRIC_WITHOUT_MEMBERS"
  /** No such funnel: take a code from the programme in force. */
  | "FUNNEL_NOT_FOUND"
  /** No such alarm: take an id from the list of alarms. */
  | "METRIC_ALARM_NOT_FOUND"
  /** The alarm is in another state by now: look at it again. */
  | "METRIC_ALARM_MOVED"
  /** No such to-do: take an id from the list of to-dos. */
  | "METRIC_TODO_NOT_FOUND"
  /** The to-do is in another state by now: look at it again. */
  | "METRIC_TODO_MOVED"
  /** Anonymous feedback has no writer: leave out what would lead to one, and answer by a public notice. */
  | "FEEDBACK_ANONYMOUS"
  /** Sign the body with the secret of this brand and channel, at the present time. */
  | "HOOK_NOT_SIGNED"
  /** These receipts cannot be read: correct the field named, and send them again. */
  | "RECEIPTS_INVALID"
  /** Only a touch that failed, or whose arrival nobody knows, can be sent again: see its state. */
  | "TOUCH_NOT_RESENDABLE"
  /** This offer is not proposed to the member today: read the list again. */
  | "NEXT_OFFER_NOT_FOUND"
  /** This brand has no topics: send your words as feedback. */
  | "TOPICS_NOT_OFFERED"
  /** No such topic: choose one of the list. */
  | "TOPIC_NOT_FOUND"
  /** This topic is closed now: choose one that is open. */
  | "TOPIC_NOT_OPEN"
  /** This topic is open to certain members only: choose another one. */
  | "TOPIC_NOT_ALLOWED"
  /** You have reached today's limit of posts: come back tomorrow. */
  | "TOPIC_LIMIT_REACHED"
  /** No such post: choose one of the list. */
  | "POST_NOT_FOUND"
  /** Not possible for this post as it stands: load it again. */
  | "POST_MOVE_NOT_ALLOWED"
  /** No such slot: choose one of the calendar. */
  | "SLOT_NOT_FOUND"
  /** This slot has its own topic already: load the calendar again. */
  | "SLOT_NOT_REPLACED"
  /** The programme names no such channel: take a code of insight.acquisition. */
  | "ACQUISITION_CHANNEL_NOT_FOUND"
  /** The file cannot be read as feedback: see the problem, the line and the column named. */
  | "FEEDBACK_FILE_INVALID"
  /** No such file of feedback, or it is older than 180 days: upload it. */
  | "FEEDBACK_FILE_NOT_FOUND"
  /** This file was started or ended already: read it again, or upload it anew. */
  | "FEEDBACK_FILE_ENDED"
  /** Too many files of feedback wait: let them end, or discard some. */
  | "FEEDBACK_FILES_FULL"
  /** The request is too large. */
  | "BODY_TOO_LARGE"
  /** The headers of the request are too large: clear the cookies and try again. */
  | "HEAD_TOO_LARGE"
  /** The address is too long: send this by POST. */
  | "ADDRESS_TOO_LONG"
  /** The request has two tokens: update the app. */
  | "AUTHORIZATION_REPEATED"
  /** The request is malformed: update the app. */
  | "BODY_INVALID"
  /** The request has the wrong content type: send JSON. */
  | "CONTENT_TYPE_INVALID"
  /** One operation at a time. */
  | "BATCH_NOT_SUPPORTED"
  /** This document is not in the manifest: update the app. */
  | "DOCUMENT_NOT_TRUSTED"
  /** This document is not known yet: send its text too. */
  | "PERSISTED_QUERY_NOT_FOUND"
  /** Documents are not registered here: send the text. */
  | "PERSISTED_QUERY_NOT_SUPPORTED"
  /** The hash belongs to another text. */
  | "PERSISTED_QUERY_MISMATCH"
  /** GET is for persisted queries: send this by POST. */
  | "GET_NOT_PERSISTED"
  /** GET is for queries: send this by POST. */
  | "GET_MUTATION"
  /** Too much at once: try again shortly. */
  | "RATE_LIMITED"
  /** The login code is not valid any more: log in again. */
  | "LOGIN_CODE_INVALID"
  /** The document is too long. */
  | "QUERY_TOO_LONG"
  /** The document has too many tokens. */
  | "QUERY_TOO_MANY_TOKENS"
  /** The document is nested too deeply. */
  | "QUERY_TOO_DEEP"
  /** The document has too many aliases. */
  | "QUERY_TOO_MANY_ALIASES"
  /** The document has too many root fields. */
  | "QUERY_TOO_MANY_ROOT_FIELDS"
  /** The document has too many directives. */
  | "QUERY_TOO_MANY_DIRECTIVES"
  /** This asks for too much at once: ask for less. */
  | "QUERY_TOO_COSTLY"
  /** A page has 1 to 100 items. */
  | "PAGE_SIZE_INVALID"
  /** The document is not GraphQL: update the app. */
  | "GRAPHQL_PARSE_FAILED"
  /** The document does not fit the schema: update the app. */
  | "GRAPHQL_VALIDATION_FAILED"
  /** A number is too large to be told exactly. */
  | "LONG_OUT_OF_RANGE"
  /** What happened was not taken in time: subscribe again, after the last id. */
  | "SUBSCRIBER_TOO_SLOW"
  /** Something may have been missed: subscribe again, after the last id. */
  | "SUBSCRIPTION_INTERRUPTED"
  /** Too much was missed: read anew, and subscribe without a place. */
  | "RESUME_TOO_FAR"
  /** Too many connections are open: close one, or try again later. */
  | "TOO_MANY_CONNECTIONS"
  /** Attachments are not taken here. */
  | "UPLOADS_NOT_CONFIGURED"
  /** No mini-program is known here: bind the phone by a code. */
  | "WECHAT_NOT_CONFIGURED"
  /** Temporarily unavailable: try again; for a change, with the same request id. */
  | "UNAVAILABLE";
