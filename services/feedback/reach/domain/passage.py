"""The way of a message: the first of its channels that takes it now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.feedback.audience.domain import Purpose, Reached, Rest
from services.feedback.channels.domain import CONTACT_CHANNELS, INBOX, WECOM
from services.feedback.providers.domain.outgoing import MONTH_FULL
from services.feedback.reach.domain.local_hours import quiet_until, shown_hours
from services.feedback.reach.domain.section import WECHAT, Message, Quiet, Reach, Then

NO_GRANT = "no_grant"
"""The member allows no more messages of the template."""


@dataclass(frozen=True)
class Roads:
    """What a channel is chosen by; `left` is what members allow by asset, None where nobody can
    tell."""

    reach: Reach
    zone: ZoneInfo
    configured: Collection[str]
    now: datetime
    left: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """`channel` is "" where none takes it, and those before it stand with their reasons in
    `passed_over`."""

    channel: str
    passed_over: tuple[tuple[str, str], ...] = ()


def quota_of(reach: Reach, message: Message, channel: str) -> str:
    """The asset that a message takes one of on this channel; "" where nothing is counted.
    Of WeCom it is the month."""
    if channel == WECOM:
        return WECOM
    if channel != WECHAT:
        return ""
    template = reach.templates.get(message.template)
    return "" if template is None else template.quota


def passage(message: Message, reached: Reached, tried: Mapping[str, str], roads: Roads) -> Passage:
    """The channel of `message`, without those that were tried before."""
    reasons: list[tuple[str, str]] = []
    for channel in reached.prefers.in_order(message.channels, CONTACT_CHANNELS):
        reason = tried.get(channel) or _closed(message, reached, channel, roads)
        if reason:
            reasons.append((channel, reason))
            continue
        quiet, _ = quiet_now(message, channel, reached.prefers.rest, roads)
        if quiet is not None and quiet.then is Then.NEXT_CHANNEL:
            reasons.append((channel, f"quiet {shown_hours(quiet)}"))
            continue
        return Passage(channel, tuple(reasons))
    return Passage("", tuple(reasons))


def _closed(message: Message, reached: Reached, channel: str, roads: Roads) -> str:
    """The reason for which a channel cannot take the message at any hour of today."""
    if channel != INBOX and channel not in roads.configured:
        return "not_configured"
    # The inbox is a page that the member opens: what the contract needs stands there.
    is_free = message.purpose is Purpose.SERVICE and channel == INBOX
    if not is_free and not reached.agreed(
        message.purpose, CONTACT_CHANNELS[channel], service_granted=roads.reach.service_granted
    ):
        return "no_consent"
    quota = quota_of(roads.reach, message, channel)
    if quota and roads.left is not None and roads.left.get(quota, 0) < 1:
        return MONTH_FULL if channel == WECOM else NO_GRANT
    return ""


def quiet_now(
    message: Message, channel: str, rest: Rest | None, roads: Roads
) -> tuple[Quiet | None, datetime | None]:
    """The rule that lasts longest of those by which it is quiet now, and until when; `rest`, the
    member's own hours, among them."""
    ends = [
        (until, quiet)
        for quiet in roads.reach.quiet
        if quiet.purpose is message.purpose
        and quiet.channel in ("", channel)
        and (until := quiet_until(quiet, roads.now, roads.zone)) is not None
    ]
    if rest is not None and channel != INBOX:
        own = Quiet(message.purpose, rest.from_minute, rest.until_minute)
        until = quiet_until(own, roads.now, _zone(rest.zone) or roads.zone)
        ends += [(until, own)] if until is not None else []
    if not ends:
        return None, None
    # Of two that end at once the brand's counts: it may say more than to wait. The inbox wakes
    # nobody, so that the member's own hours are none of its.
    until, quiet = max(ends, key=lambda each: each[0])
    return quiet, until


def _zone(name: str) -> ZoneInfo | None:
    """None for "", and for a zone that another release of the zones has."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
