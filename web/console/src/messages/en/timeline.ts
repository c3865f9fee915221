import type { Messages } from "../shape.js";

export const timeline: Messages["timeline"] = {
  filter: "Only",
  all: "All",
  types: { ACTIVITY: "Orders & visits", ENTRY: "Points", REDEMPTION: "Redemptions", TIER_DECISION: "Tiers", FEEDBACK: "Feedback", TOUCH: "Touches" },
  none: "Nothing yet",
  noneText: "Orders, points, redemptions, tiers, feedback and touches of the member appear here in the order of time.",
  away: "The timeline can't be shown now",
  awayText: "A service is away, or you lack its scope. Other types can be looked at by themselves.",
  activities: {
    VISIT: "Visit", ORDER: "Purchase", REFUND: "Refund", CHECK_IN: "Check-in", SHARE: "Share", REVIEW: "Review", SURVEY: "Survey", INVITE: "Invitation",
    MESSAGE_OPEN: "Opened a message", GROUP_MESSAGE: "Wrote in a group", SERVICE_VISIT: "Service visit", PROFILE_COMPLETION: "Completed the profile",
    BROWSE: "Looked at an article", SEARCH: "Search", ADD_TO_CART: "Put into the cart", REMOVE_FROM_CART: "Took out of the cart",
    CONTENT_VIEW: "Read content", LIKE: "Like", COLLECT: "Kept for later", EVENT_ATTENDANCE: "Attended an event",
  },
};
