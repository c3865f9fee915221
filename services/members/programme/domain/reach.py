"""What a brand may write wrong about the messages to members, beyond the schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from services.members.programme.domain.declared import Path, Problems, repeats
from services.members.programme.domain.quota import quota_contradictions

PLACEHOLDERS = (
    "occasion.days",
    "occasion.day",
    "occasion.years",
    "occasion.name",
    "occasion.amount",
)
"""What a text may name, as feedback fills it."""
LINK = "{link}"
"""What a way out may show: the address of a page, as feedback fills it."""
KEPT = frozenset({"birthday", "enrolment_anniversary", "first_order_anniversary", "tier_ends"})
"""Occasions that come only where the section `occasions` keeps them."""
JUDGED = frozenset({"stage_entered", "level_entered"})
"""Occasions that come only with the section `lifecycle`."""
DECLARED = frozenset({"sms", "wechat_subscription", "wecom"})
"""Channels that the section describes before a message may name them."""
_BRACED = re.compile(r"\{([^{}]*)\}")


def reach_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the section, in a document that fits the schema."""
    reach = document.get("reach")
    if reach is None:
        return
    yield from repeats(reach["messages"], ("reach", "messages"))
    yield from _windows(reach)
    yield from _quiet(reach.get("quiet", ()))
    yield from _pressure(reach.get("pressure", ()))
    yield from _shares(reach.get("shares", ()))
    yield from _groups(reach)
    yield from _caps(document, reach.get("caps", ()))
    yield from _channels(reach)
    yield from _ways_out(reach)
    yield from quota_contradictions(document)
    for i, message in enumerate(reach["messages"]):
        yield from _texts(message, ("reach", "messages", i, "text"))
        yield from _asked(document, message, ("reach", "messages", i, "purpose"))
    for i, row in enumerate(reach.get("matrix", ())):
        yield from _row(document, row, ("reach", "matrix", i))


def _ways_out(reach: Mapping[str, Any]) -> Problems:
    sms = reach.get("channels", {}).get("sms", {})
    texts: list[tuple[Path, str]] = [
        (("reach", "opt_outs", channel, language), text)
        for channel, way_out in reach.get("opt_outs", {}).items()
        for language, text in way_out.items()
    ]
    if "opt_out" in sms:
        texts.append((("reach", "channels", "sms", "opt_out"), sms["opt_out"]))
    for at, text in texts:
        if set("{}") & set(text.replace(LINK, "")):
            yield at, f"a brace stands for the link only, as {LINK}"


def _channels(reach: Mapping[str, Any]) -> Problems:
    declared = reach.get("channels", {})
    templates = declared.get("wechat_subscription", {}).get("templates", ())
    yield from repeats(templates, ("reach", "channels", "wechat_subscription", "templates"))
    by_code = {each["code"]: each for each in templates}
    for i, message in enumerate(reach["messages"]):
        at: Path = ("reach", "messages", i)
        named = message.get("channels", ())
        for j, channel in enumerate(named):
            if channel in DECLARED and channel not in declared:
                yield (*at, "channels", j), f"add reach.channels.{channel}, which says how it looks"
        yield from _template(message, named, by_code, at)
        if "sms" in named and message["purpose"] != "service":
            yield from _sms_rests(reach.get("quiet", ()), message["purpose"], (*at, "channels"))


def _template(
    message: Mapping[str, Any], named: Sequence[str], known: Mapping[str, Any], at: Path
) -> Problems:
    code = message.get("template")
    if "wechat_subscription" not in named:
        if code is not None:
            yield (*at, "template"), "the message does not go by wechat_subscription"
    elif code is None:
        yield at, "wechat_subscription needs a `template`"
    elif code not in known:
        yield (*at, "template"), f"{code} is not among the templates: {', '.join(known)}"
    elif message["purpose"] != "service" and known[code]["use"] == "service":
        yield (*at, "template"), f"{code} is for service: WeChat shuts templates that advertise"


def _sms_rests(quiet: Sequence[Mapping[str, Any]], purpose: str, at: Path) -> Problems:
    """Carriers take no advertising by SMS from 21:00 to 08:00."""
    for each in quiet:
        applies = each["purpose"] == purpose and each.get("channel", "sms") == "sms"
        passes_midnight = each["until"] <= each["from"]
        if applies and passes_midnight and each["from"] <= "21:00" and each["until"] >= "08:00":
            return
    yield at, f"SMS of {purpose} rest from 21:00 to 08:00: say so in reach.quiet"


def _texts(message: Mapping[str, Any], at: Path) -> Problems:
    for language, text in message["text"].items():
        for named in _BRACED.findall(text):
            if named not in PLACEHOLDERS:
                known = ", ".join(PLACEHOLDERS)
                yield (*at, language), f"{{{named}}} is no placeholder; known: {known}"
        if set("{}") & set(_BRACED.sub("", text)):
            yield (*at, language), "a brace stands for a placeholder only, as {occasion.day}"


def _asked(document: Mapping[str, Any], message: Mapping[str, Any], at: Path) -> Problems:
    purpose = message["purpose"]
    asked = [each["purpose"] for each in document.get("consents", {}).get("purposes", ())]
    if purpose != "service" and purpose not in asked:
        yield at, f"nobody can agree to {purpose}: add it to consents.purposes"


def _row(document: Mapping[str, Any], row: Mapping[str, Any], at: Path) -> Problems:
    known = [each["code"] for each in document["reach"]["messages"]]
    if row["send"] not in known:
        yield (*at, "send"), f"{row['send']} is not among the messages: {', '.join(known)}"
    yield from no_occasion(document, row, at)


def no_occasion(document: Mapping[str, Any], named: Mapping[str, Any], at: Path) -> Problems:
    """An occasion, `on` with its `lead_days`, that never comes in this programme."""
    on, lead = named["on"], named.get("lead_days", 0)
    occasions = document.get("occasions", {})
    if on == "points_expiring":
        if all(lead not in asset.get("remind_days", ()) for asset in document["assets"].values()):
            yield (*at, "lead_days"), f"no asset reminds {lead} days before: see remind_days"
        return
    if on in KEPT and on not in occasions:
        yield (*at, "on"), f"nobody keeps it: add occasions.{on}"
    elif on == "tier_ends" and not lead:
        yield (*at, "lead_days"), "on the day itself it is tier_changed: write lead_days"
    elif lead and (on not in KEPT or lead not in occasions[on].get("lead_days", ())):
        yield (*at, "lead_days"), f"{on} is not announced {lead} days before: see occasions"
    if on in JUDGED and "lifecycle" not in document:
        yield (*at, "on"), "nobody judges it: add the section lifecycle"
    if on == "cart_left" and "carts" not in document:
        yield (*at, "on"), "nobody tells of it: add the section carts"
    if on == "wake_up_opened" and "wake_up" not in document:
        yield (*at, "on"), "nobody is woken: add the section wake_up"
    if on == "tier_changed" and not document["ladders"]:
        yield (*at, "on"), "there are no tiers: add a ladder"


def _quiet(quiet: Sequence[Mapping[str, Any]]) -> Problems:
    for i, each in enumerate(quiet):
        if each["from"] == each["until"]:
            yield ("reach", "quiet", i, "until"), "must be another time than from"


def _pressure(pressure: Sequence[Mapping[str, Any]]) -> Problems:
    seen: set[int] = set()
    for i, each in enumerate(pressure):
        if each["days"] in seen:
            yield ("reach", "pressure", i, "days"), f"there is a brake of {each['days']} days"
        seen.add(each["days"])
        if each["recover_percent"] >= each["percent"]:
            at: Path = ("reach", "pressure", i, "recover_percent")
            yield at, f"must be below percent, {each['percent']}"


def _groups(reach: Mapping[str, Any]) -> Problems:
    used = {each.get("class") for each in reach["messages"]}
    for i, kind in enumerate(reach.get("groups", {}).get("not_while_open", ())):
        if kind not in used:
            yield ("reach", "groups", "not_while_open", i), f"no message is of the class {kind}"


def _caps(document: Mapping[str, Any], caps: Sequence[Mapping[str, Any]]) -> Problems:
    for i, each in enumerate(caps):
        if "by_activity" in each and "lifecycle" not in document:
            yield ("reach", "caps", i, "by_activity"), "nobody judges it: add the section lifecycle"


def _shares(shares: Sequence[Mapping[str, Any]]) -> Problems:
    for i, each in enumerate(shares):
        at: Path = ("reach", "shares", i)
        if any(each["of"] == other["of"] for other in shares[:i]):
            yield (*at, "of"), f"there is a share of {each['of']}"
        if each["of"] == "promotion" and "within" not in each:
            yield at, "a share of promotion needs `within: group`"
        if each["of"] == "group" and "within" in each:
            yield (*at, "within"), "a share of group is one of all touches: leave `within` out"


def _windows(reach: Mapping[str, Any]) -> Problems:
    windows = reach.get("windows", ())
    classes = [each["class"] for each in windows]
    used = {each.get("class") for each in reach["messages"]}
    for i, window in enumerate(windows):
        at: Path = ("reach", "windows", i)
        if window["class"] in classes[:i]:
            yield (*at, "class"), f"{window['class']} stands here twice: name all its hours once"
        if window["class"] not in used:
            yield (*at, "class"), f"no message is of the class {window['class']}"
        for j, opening in enumerate(window["at"]):
            if opening["until"] <= opening["from"]:
                yield (*at, "at", j, "until"), f"must be after {opening['from']}"
