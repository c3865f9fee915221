"""The kinds of activity that channels report, and occasions, which members alone tells."""

from enum import StrEnum


class ActivityType(StrEnum):
    """Documents carry the value."""

    VISIT = "visit"
    ORDER = "order"
    REFUND = "refund"
    CHECK_IN = "check_in"
    SHARE = "share"
    REVIEW = "review"
    SURVEY = "survey"
    INVITE = "invite"
    MESSAGE_OPEN = "message_open"
    GROUP_MESSAGE = "group_message"
    SERVICE_VISIT = "service_visit"
    PROFILE_COMPLETION = "profile_completion"
    BROWSE = "browse"
    SEARCH = "search"
    ADD_TO_CART = "add_to_cart"
    REMOVE_FROM_CART = "remove_from_cart"
    CONTENT_VIEW = "content_view"
    LIKE = "like"
    COLLECT = "collect"
    EVENT_ATTENDANCE = "event_attendance"
    ENROLMENT = "enrolment"
    BIRTHDAY = "birthday"
    ENROLMENT_ANNIVERSARY = "enrolment_anniversary"
    FIRST_ORDER_ANNIVERSARY = "first_order_anniversary"
    REFERRAL = "referral"
    INVITED = "invited"
