import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A day in the brand's zone, YYYY-MM-DD. */
  Date: { input: string; output: string; }
  /** An instant of RFC 3339 in UTC, such as 2026-11-21T18:42:00Z. */
  DateTime: { input: string; output: string; }
  /** An integer up to 2^53 either way, as a JSON number. */
  Long: { input: number; output: number; }
};

/** Which redemption to let go. */
export type CancelRedemptionInput = {
  readonly redemptionId: Scalars['ID']['input'];
  readonly requestId: Scalars['ID']['input'];
};

/** A check-in for today. */
export type CheckInInput = {
  readonly memberId?: InputMaybe<Scalars['ID']['input']>;
  readonly requestId: Scalars['ID']['input'];
  readonly storeId?: InputMaybe<Scalars['String']['input']>;
};

/** Which redemption to confirm. */
export type ConfirmRedemptionInput = {
  readonly redemptionId: Scalars['ID']['input'];
  readonly requestId: Scalars['ID']['input'];
};

/** What an entry is about. */
export type EntryKind =
  | 'ADJUST'
  | 'CLAWBACK'
  | 'EARN'
  | 'EXPIRE'
  | 'HOLD'
  | 'OPEN'
  | 'REVERSAL'
  | 'SPEND'
  | 'STOCK'
  | 'TRANSFER'
  | '%future added value';

/** Where an item stands. */
export type FeedbackState =
  | 'ASSIGNED'
  | 'CLOSED'
  | 'CONFIRMED'
  | 'NEW'
  | 'REOPENED'
  | 'RESOLVED'
  | 'TRIAGED'
  | 'WAITING'
  | '%future added value';

/** What an identity is in. */
export type IdentityKind =
  | 'APP_ID'
  | 'EMAIL'
  | 'IN_CAR'
  | 'PHONE'
  | 'POS_CARD'
  | 'WECHAT_OPENID'
  | 'WECHAT_UNIONID'
  | '%future added value';

/** A language of the suite. */
export type Language =
  | 'EN'
  | 'ZH'
  | '%future added value';

/** A move along the states. */
export type MoveFeedbackInput = {
  readonly assignee?: InputMaybe<Scalars['String']['input']>;
  readonly feedbackId: Scalars['ID']['input'];
  readonly message?: InputMaybe<Scalars['String']['input']>;
  readonly note?: InputMaybe<Scalars['String']['input']>;
  readonly requestId: Scalars['ID']['input'];
  readonly state: FeedbackState;
};

/** Which of the member's own items. */
export type OwnFeedbackInput = {
  readonly feedbackId: Scalars['ID']['input'];
  readonly requestId: Scalars['ID']['input'];
};

/** How much an item hurries. */
export type Priority =
  | 'COMPLEX'
  | 'GENERAL'
  | 'PUBLIC_COMPLAINT'
  | 'URGENT'
  | '%future added value';

/** A wish to have a reward. */
export type RedeemInput = {
  readonly memberId?: InputMaybe<Scalars['ID']['input']>;
  readonly requestId: Scalars['ID']['input'];
  readonly rewardCode: Scalars['String']['input'];
};

/** Where a redemption stands. */
export type RedemptionState =
  | 'CANCELLED'
  | 'CONFIRMED'
  | 'EXPIRED'
  | 'HELD'
  | '%future added value';

/** Words to the member. */
export type ReplyFeedbackInput = {
  readonly feedbackId: Scalars['ID']['input'];
  readonly message: Scalars['String']['input'];
  readonly requestId: Scalars['ID']['input'];
};

/** An object to be sent. */
export type RequestUploadInput = {
  readonly contentType: Scalars['String']['input'];
  readonly purpose?: UploadPurpose;
  readonly requestId: Scalars['ID']['input'];
  readonly sizeBytes: Scalars['Int']['input'];
};

/** What a reward is. */
export type RewardKind =
  | 'PRODUCT'
  | 'SERVICE'
  | 'STATUS'
  | '%future added value';

/** Something to tell us. */
export type SubmitFeedbackInput = {
  readonly attachmentUrls?: ReadonlyArray<Scalars['String']['input']>;
  /** References that `requestUpload` gave, at most 9. */
  readonly attachments?: ReadonlyArray<Scalars['String']['input']>;
  readonly channel?: Scalars['String']['input'];
  readonly memberId?: InputMaybe<Scalars['ID']['input']>;
  readonly orderId?: InputMaybe<Scalars['String']['input']>;
  readonly requestId: Scalars['ID']['input'];
  readonly storeId?: InputMaybe<Scalars['String']['input']>;
  readonly text: Scalars['String']['input'];
};

/** What an upload is for. */
export type UploadPurpose =
  | 'FEEDBACK'
  | '%future added value';

export type CardQueryVariables = Exact<{
  entries?: Scalars['Int']['input'];
  entriesAfter?: InputMaybe<Scalars['String']['input']>;
  expiringDays?: Scalars['Int']['input'];
}>;


export type CardQuery = { readonly me: { readonly id: string, readonly name: string, readonly phone: string | null, readonly enrolledAt: string | null, readonly growth: number, readonly tier: { readonly code: string, readonly name: string, readonly multiplier: number, readonly rank: number } | null, readonly forecast: { readonly growthToNext: number | null, readonly growthToKeep: number, readonly judgedOn: string | null, readonly nextTier: string | null, readonly expectedTier: string | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number, readonly expiring: ReadonlyArray<{ readonly points: number, readonly on: string }> } | null, readonly entries: { readonly edges: ReadonlyArray<{ readonly node: { readonly sequence: number, readonly kind: EntryKind, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string | null, readonly expiresAt: string | null, readonly labels: ReadonlyArray<{ readonly key: string, readonly value: string }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type CheckInMutationVariables = Exact<{
  input: CheckInInput;
}>;


export type CheckInMutation = { readonly checkIn: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly checkIn: { readonly at: string, readonly awards: ReadonlyArray<{ readonly rule: string, readonly asset: string, readonly amount: number }> | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null } | null };

export type PointsChangedSubscriptionVariables = Exact<{
  resumeAfter?: InputMaybe<Scalars['String']['input']>;
}>;


export type PointsChangedSubscription = { readonly pointsChanged: { readonly id: string | null, readonly entry: { readonly sequence: number, readonly kind: EntryKind, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string | null, readonly expiresAt: string | null, readonly labels: ReadonlyArray<{ readonly key: string, readonly value: string }> } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } };

export type BalanceFragment = { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number };

export type ChangeFragment = { readonly sequence: number, readonly kind: EntryKind, readonly amount: number, readonly balanceAfter: number, readonly effectiveAt: string | null, readonly expiresAt: string | null, readonly labels: ReadonlyArray<{ readonly key: string, readonly value: string }> };

export type RefusalFragment = { readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } };

export type FeedbackQueryVariables = Exact<{
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type FeedbackQuery = { readonly me: { readonly id: string, readonly feedback: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly topics: ReadonlyArray<string>, readonly createdAt: string | null, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly timeline: ReadonlyArray<{ readonly at: string | null, readonly state: FeedbackState, readonly message: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type RequestUploadMutationVariables = Exact<{
  input: RequestUploadInput;
}>;


export type RequestUploadMutation = { readonly requestUpload: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly upload: { readonly attachment: string, readonly method: string, readonly url: string, readonly headers: ReadonlyArray<{ readonly name: string, readonly value: string }> } | null } | null };

export type SubmitFeedbackMutationVariables = Exact<{
  input: SubmitFeedbackInput;
}>;


export type SubmitFeedbackMutation = { readonly submitFeedback: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly topics: ReadonlyArray<string>, readonly createdAt: string | null, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly timeline: ReadonlyArray<{ readonly at: string | null, readonly state: FeedbackState, readonly message: string | null }> } | null } | null };

export type ConfirmFeedbackMutationVariables = Exact<{
  input: OwnFeedbackInput;
}>;


export type ConfirmFeedbackMutation = { readonly confirmFeedback: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly topics: ReadonlyArray<string>, readonly createdAt: string | null, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly timeline: ReadonlyArray<{ readonly at: string | null, readonly state: FeedbackState, readonly message: string | null }> } | null } | null };

export type ReopenFeedbackMutationVariables = Exact<{
  input: OwnFeedbackInput;
}>;


export type ReopenFeedbackMutation = { readonly reopenFeedback: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly topics: ReadonlyArray<string>, readonly createdAt: string | null, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly timeline: ReadonlyArray<{ readonly at: string | null, readonly state: FeedbackState, readonly message: string | null }> } | null } | null };

export type FeedbackChangedSubscriptionVariables = Exact<{
  resumeAfter?: InputMaybe<Scalars['String']['input']>;
}>;


export type FeedbackChangedSubscription = { readonly feedbackChanged: { readonly id: string, readonly at: string | null, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly topics: ReadonlyArray<string>, readonly createdAt: string | null, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly timeline: ReadonlyArray<{ readonly at: string | null, readonly state: FeedbackState, readonly message: string | null }> } } };

export type ToldFragment = { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly topics: ReadonlyArray<string>, readonly createdAt: string | null, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly timeline: ReadonlyArray<{ readonly at: string | null, readonly state: FeedbackState, readonly message: string | null }> };

export type TakenFragment = { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly feedback: { readonly id: string, readonly text: string, readonly state: FeedbackState, readonly topics: ReadonlyArray<string>, readonly createdAt: string | null, readonly responseDueAt: string | null, readonly attachmentUrls: ReadonlyArray<string>, readonly timeline: ReadonlyArray<{ readonly at: string | null, readonly state: FeedbackState, readonly message: string | null }> } | null };

export type RewardsQueryVariables = Exact<{
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  redemptions?: Scalars['Int']['input'];
}>;


export type RewardsQuery = { readonly me: { readonly id: string, readonly tier: { readonly code: string, readonly rank: number } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null, readonly rewards: { readonly edges: ReadonlyArray<{ readonly node: { readonly code: string, readonly name: string, readonly kind: RewardKind, readonly price: number, readonly stock: number | null, readonly minTier: string | null, readonly imageUrl: string | null, readonly hindrance: { readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null, readonly redemptions: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string | null, readonly createdAt: string | null, readonly voucher: { readonly code: string, readonly expiresAt: string | null } | null } }> } | null };

export type RedeemMutationVariables = Exact<{
  input: RedeemInput;
}>;


export type RedeemMutation = { readonly redeem: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string | null, readonly createdAt: string | null, readonly voucher: { readonly code: string, readonly expiresAt: string | null } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null };

export type ConfirmRedemptionMutationVariables = Exact<{
  input: ConfirmRedemptionInput;
}>;


export type ConfirmRedemptionMutation = { readonly confirmRedemption: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string | null, readonly createdAt: string | null, readonly voucher: { readonly code: string, readonly expiresAt: string | null } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null };

export type CancelRedemptionMutationVariables = Exact<{
  input: CancelRedemptionInput;
}>;


export type CancelRedemptionMutation = { readonly cancelRedemption: { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string | null, readonly createdAt: string | null, readonly voucher: { readonly code: string, readonly expiresAt: string | null } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null } | null };

export type HavingFragment = { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string | null, readonly createdAt: string | null, readonly voucher: { readonly code: string, readonly expiresAt: string | null } | null };

export type RedeemedFragment = { readonly replayed: boolean, readonly userErrors: ReadonlyArray<{ readonly code: string, readonly field: string | null, readonly message: { readonly zh: string, readonly en: string } }>, readonly redemption: { readonly id: string, readonly rewardCode: string, readonly rewardName: string, readonly price: number, readonly state: RedemptionState, readonly holdExpiresAt: string | null, readonly createdAt: string | null, readonly voucher: { readonly code: string, readonly expiresAt: string | null } | null } | null, readonly points: { readonly posted: number, readonly held: number, readonly available: number, readonly pending: number } | null };

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
  topics
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
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
  topics
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
  }
}`, {"fragmentName":"Taken"}) as unknown as TypedDocumentString<TakenFragment, unknown>;
export const HavingFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Having on Redemption {
  id
  rewardCode
  rewardName
  price
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    expiresAt
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
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    expiresAt
  }
}`, {"fragmentName":"Redeemed"}) as unknown as TypedDocumentString<RedeemedFragment, unknown>;
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
      nextTier
      expectedTier
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
}`, {"id":"e530c334bdbb856e92626c2e336d79ea2ba9f08bf3c19b94894cfdeb3f097302"}) as unknown as TypedDocumentString<CardQuery, CardQueryVariables>;
export const CheckInDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CheckIn($input: CheckInInput!) {
  checkIn(input: $input) {
    replayed
    userErrors {
      ...Refusal
    }
    checkIn {
      at
      awards {
        rule
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
}`, {"id":"6781831999922376f5ba3db5f2b037084f7cd828a938120006c40e925570d7f3"}) as unknown as TypedDocumentString<CheckInMutation, CheckInMutationVariables>;
export const PointsChangedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription PointsChanged($resumeAfter: String) {
  pointsChanged(resumeAfter: $resumeAfter) {
    id
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
}`, {"id":"3813cbd96a3799215c57a56fcf066ad3fc7ebe24fb2956e39cbc5aa4e3bdbf4c"}) as unknown as TypedDocumentString<PointsChangedSubscription, PointsChangedSubscriptionVariables>;
export const FeedbackDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Feedback($first: Int! = 5, $after: String) {
  me {
    id
    feedback(first: $first, after: $after) {
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
  topics
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
  }
}`, {"id":"784f9067fcd90c54cb905bb6ffdaaec4d95435a6956ace00b3022cf7f770c224"}) as unknown as TypedDocumentString<FeedbackQuery, FeedbackQueryVariables>;
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
  topics
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
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
}`, {"id":"4da43a6a64f08d7a275379f52fad5a877974c88e9a507981e3d7024905651c86"}) as unknown as TypedDocumentString<SubmitFeedbackMutation, SubmitFeedbackMutationVariables>;
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
  topics
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
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
}`, {"id":"9fd04b83978fd138b0f24d3d5739aeb45198531e067d8995d287f73582f675d5"}) as unknown as TypedDocumentString<ConfirmFeedbackMutation, ConfirmFeedbackMutationVariables>;
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
  topics
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
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
}`, {"id":"608e31f4d94160f399e443dfe8f732b8349e0ff162f08aaea61825e88b06b8eb"}) as unknown as TypedDocumentString<ReopenFeedbackMutation, ReopenFeedbackMutationVariables>;
export const FeedbackChangedDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription FeedbackChanged($resumeAfter: String) {
  feedbackChanged(resumeAfter: $resumeAfter) {
    id
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
  topics
  createdAt
  responseDueAt
  attachmentUrls
  timeline {
    at
    state
    message
  }
}`, {"id":"1d29be149e28782787e28da23f9d3ce62f43e6217838d1e6ccab469ef9f898f4"}) as unknown as TypedDocumentString<FeedbackChangedSubscription, FeedbackChangedSubscriptionVariables>;
export const RewardsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Rewards($first: Int! = 10, $after: String, $redemptions: Int! = 5) {
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
  rewards(first: $first, after: $after) {
    edges {
      node {
        code
        name
        kind
        price
        stock
        minTier
        imageUrl
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
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    expiresAt
  }
}`, {"id":"ba3a11f6956ea4e588c35ce66c8ba3c4d29968f889ea3644b1e5b6f6ad9f683a"}) as unknown as TypedDocumentString<RewardsQuery, RewardsQueryVariables>;
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
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    expiresAt
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
}`, {"id":"74a12e56748f5def35d07861f4f1b8fbe03f305bbb4b74f9bfe602a20d1eb440"}) as unknown as TypedDocumentString<RedeemMutation, RedeemMutationVariables>;
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
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    expiresAt
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
}`, {"id":"465b8ac2cef6a590e378358c0f5bcbfc48d2ba50ae7aca664963b6652fbf7e83"}) as unknown as TypedDocumentString<ConfirmRedemptionMutation, ConfirmRedemptionMutationVariables>;
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
  state
  holdExpiresAt
  createdAt
  voucher {
    code
    expiresAt
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
}`, {"id":"5174d929335110785fcd678c861f844a6e55a04e565f7929cf8cc817ce829dee"}) as unknown as TypedDocumentString<CancelRedemptionMutation, CancelRedemptionMutationVariables>;