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
  /** Too many in one call. */
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
  /** No such feedback. */
  | "FEEDBACK_NOT_FOUND"
  /** Not possible in this state. */
  | "MOVE_NOT_ALLOWED"
  /** The attachment is not valid any more: send it again. */
  | "ATTACHMENT_INVALID"
  /** By the gateway itself. */
  | "BODY_TOO_LARGE"
  /** By the gateway itself. */
  | "BODY_INVALID"
  /** By the gateway itself. */
  | "CONTENT_TYPE_INVALID"
  /** By the gateway itself. */
  | "BATCH_NOT_SUPPORTED"
  /** By the gateway itself. */
  | "DOCUMENT_NOT_TRUSTED"
  /** By the gateway itself. */
  | "PERSISTED_QUERY_NOT_FOUND"
  /** By the gateway itself. */
  | "PERSISTED_QUERY_NOT_SUPPORTED"
  /** By the gateway itself. */
  | "PERSISTED_QUERY_MISMATCH"
  /** By the gateway itself. */
  | "GET_NOT_PERSISTED"
  /** By the gateway itself. */
  | "GET_MUTATION"
  /** By the gateway itself. */
  | "RATE_LIMITED"
  /** By the gateway itself. */
  | "LOGIN_CODE_INVALID"
  /** By the gateway itself. */
  | "QUERY_TOO_LONG"
  /** By the gateway itself. */
  | "QUERY_TOO_MANY_TOKENS"
  /** By the gateway itself. */
  | "QUERY_TOO_DEEP"
  /** By the gateway itself. */
  | "QUERY_TOO_MANY_ALIASES"
  /** By the gateway itself. */
  | "QUERY_TOO_MANY_ROOT_FIELDS"
  /** By the gateway itself. */
  | "QUERY_TOO_MANY_DIRECTIVES"
  /** By the gateway itself. */
  | "QUERY_TOO_COSTLY"
  /** By the gateway itself. */
  | "PAGE_SIZE_INVALID"
  /** By the gateway itself. */
  | "GRAPHQL_PARSE_FAILED"
  /** By the gateway itself. */
  | "GRAPHQL_VALIDATION_FAILED"
  /** By the gateway itself. */
  | "SUBSCRIBER_TOO_SLOW"
  /** By the gateway itself. */
  | "SUBSCRIPTION_INTERRUPTED"
  /** By the gateway itself. */
  | "RESUME_TOO_FAR"
  /** By the gateway itself. */
  | "TOO_MANY_CONNECTIONS"
  /** By the gateway itself. */
  | "UPLOADS_NOT_CONFIGURED"
  /** By the gateway itself. */
  | "UNAVAILABLE";
