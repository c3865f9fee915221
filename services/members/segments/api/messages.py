"""Segments between protos and domain."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from services.common import text
from services.common.cel import CHARACTERS_MAX
from services.common.errors import invalid
from services.members.segments.commands.previewing import Explained, Preview
from services.members.segments.commands.reasons import NamedValue
from services.members.segments.domain.membership import Membership
from services.members.segments.domain.section import NAME_CHARS_MAX, Segment
from tessera.members.v1 import segments_pb2 as pb
from tessera.types.v1 import types_pb2

PARTS_MAX = 20
_CODE = re.compile(r"[a-z][a-z0-9_]{0,47}", re.ASCII)


def to_code(code: str, field: str = "code") -> str:
    """The code. Refuses INVALID_ARGUMENT."""
    if not _CODE.fullmatch(code):
        raise invalid(field, "a lower-case letter, then lower-case letters, digits and _, up to 48")
    return code


def to_when(when: str, field: str = "when") -> str:
    """The condition, not yet checked. Refuses INVALID_ARGUMENT."""
    if not 1 <= len(when) <= CHARACTERS_MAX:
        raise invalid(field, f"1 to {CHARACTERS_MAX} characters")
    return when


def to_parts(parts: Sequence[str]) -> Sequence[str]:
    """Parts of a condition, not yet checked. Refuses INVALID_ARGUMENT."""
    if len(parts) > PARTS_MAX or sum(map(len, parts)) > CHARACTERS_MAX or not all(parts):
        words = f"at most {PARTS_MAX}, none empty, {CHARACTERS_MAX} characters in all"
        raise invalid("parts", words)
    return parts


def to_segment(sent: pb.Segment) -> Segment:
    """A segment to save. Refuses INVALID_ARGUMENT."""
    zh = text.checked("segment.name.zh", sent.name.zh, NAME_CHARS_MAX)
    en = text.checked("segment.name.en", sent.name.en, NAME_CHARS_MAX)
    if not zh and not en:
        raise invalid("segment.name", "a name in one language at least")
    return Segment(
        code=to_code(sent.code, "segment.code"),
        name_zh=zh or en,
        name_en=en or zh,
        when=to_when(sent.when, "segment.when"),
        saved=True,
    )


def from_segment(segment: Segment) -> pb.Segment:
    """A segment."""
    return pb.Segment(
        code=segment.code,
        name=types_pb2.LocalizedText(zh=segment.name_zh, en=segment.name_en),
        when=segment.when,
        saved=segment.saved,
        etag=str(segment.version) if segment.saved else "",
    )


def from_membership(
    membership: Membership, segments: Mapping[str, Segment]
) -> list[pb.MemberSegment]:
    """The segments that a member is in, in their order, of those that there are."""
    messages = []
    for code, segment in segments.items():
        if code in membership.since:
            message = pb.MemberSegment(segment=from_segment(segment))
            message.since_time.FromDatetime(membership.since[code])
            messages.append(message)
    return messages


def from_listed(members: Iterable[tuple[str, datetime]]) -> list[pb.SegmentMember]:
    """Members in a segment."""
    messages = []
    for member_id, since in members:
        message = pb.SegmentMember(member_id=member_id)
        message.since_time.FromDatetime(since)
        messages.append(message)
    return messages


def from_preview(preview: Preview) -> pb.PreviewSegmentResponse:
    """A preview."""
    response = pb.PreviewSegmentResponse(
        members=preview.size.members,
        members_low=preview.size.low,
        members_high=preview.size.high,
        judged=preview.judged,
        total=preview.total,
        sample=[
            pb.SegmentExample(member_id=each.member_id, reasons=_reasons(each.reasons))
            for each in preview.sample
        ],
        part_members=preview.parts,
    )
    response.as_of_time.FromDatetime(preview.at)
    return response


def from_explained(explained: Explained) -> pb.ExplainedSegment:
    """A segment that a member is in, and why."""
    message = pb.ExplainedSegment(
        segment=from_segment(explained.segment), reasons=_reasons(explained.reasons)
    )
    if explained.since is not None:
        message.since_time.FromDatetime(explained.since)
    return message


def from_freshness(waits_since: datetime | None, now: datetime) -> pb.Freshness:
    """As of when an answer is: nothing waits, or something since then."""
    as_of = min(now, waits_since) if waits_since else now
    message = pb.Freshness(lag_ms=int((now - as_of).total_seconds() * 1000))
    message.as_of_time.FromDatetime(as_of)
    return message


def _reasons(values: Sequence[NamedValue]) -> list[pb.NamedFact]:
    return [pb.NamedFact(fact=each.fact, value=each.value) for each in values]
