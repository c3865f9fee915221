"""Tags between protos and domain."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from services.common.auth import Caller, Role
from services.common.errors import invalid
from services.members.tags.domain.section import TagDefinition
from services.members.tags.domain.tag import CODE_CHARS_MAX, CONFIDENCE_MAX, Tag, TagSource
from services.members.tags.domain.tags import CHANGES_MAX
from tessera.members.v1 import tags_pb2 as pb
from tessera.types.v1 import types_pb2

_SOURCES: Mapping[Role, TagSource] = MappingProxyType(
    {
        Role.OPERATOR: TagSource.OPERATOR,
        Role.CHANNEL: TagSource.CHANNEL,
        Role.SERVICE: TagSource.SERVICE,
    }
)


def to_tags(caller: Caller, sent: Sequence[pb.TagToSet], now: datetime) -> tuple[Tag, ...]:
    """The tags that `caller` sets, without the expiry that the programme gives. Refuses
    INVALID_ARGUMENT."""
    if len(sent) > CHANGES_MAX:
        raise invalid("set", f"at most {CHANGES_MAX}")
    return tuple(_tag(caller, each, f"set[{n}]", now) for n, each in enumerate(sent))


def _tag(caller: Caller, sent: pb.TagToSet, field: str, now: datetime) -> Tag:
    if not 0 <= sent.confidence_percent <= CONFIDENCE_MAX:
        raise invalid(f"{field}.confidence_percent", f"1 to {CONFIDENCE_MAX}, or 0 for that")
    expires_at = _instant(sent, f"{field}.expire_time")
    if expires_at is not None and expires_at <= now:
        raise invalid(f"{field}.expire_time", "in the future: to end a tag now, remove it")
    return Tag(
        code=_code(sent.code, f"{field}.code"),
        source=_SOURCES[caller.role],
        set_by=caller.subject,
        at=now,
        confidence_percent=sent.confidence_percent or CONFIDENCE_MAX,
        expires_at=expires_at,
    )


def to_removed(sent: Sequence[str]) -> tuple[str, ...]:
    """The codes to remove. Refuses INVALID_ARGUMENT."""
    if len(sent) > CHANGES_MAX:
        raise invalid("remove", f"at most {CHANGES_MAX}")
    return tuple(_code(each, f"remove[{n}]") for n, each in enumerate(sent))


def told_expiries(sent: Sequence[pb.TagToSet]) -> tuple[str, ...]:
    """The expiries that a request names, to compare a repeat by."""
    return tuple(
        sorted(
            f"{each.code}/{each.expire_time.ToJsonString()}"
            for each in sent
            if each.HasField("expire_time")
        )
    )


def _code(code: str, field: str) -> str:
    if not 1 <= len(code) <= CODE_CHARS_MAX:
        raise invalid(field, f"1 to {CODE_CHARS_MAX} characters")
    return code


def _instant(sent: pb.TagToSet, field: str) -> datetime | None:
    if not sent.HasField("expire_time"):
        return None
    try:
        told = sent.expire_time.ToDatetime(UTC)
    except (ValueError, OverflowError) as error:
        raise invalid(field, "an instant") from error
    # As the database keeps it: what is compared must be what is kept.
    return told.replace(microsecond=told.microsecond // 1000 * 1000)


def from_definition(definition: TagDefinition, *, by_staff: bool = True) -> pb.TagDefinition:
    """A tag as the programme declares it; its condition is for staff."""
    return pb.TagDefinition(
        code=definition.code,
        name=types_pb2.LocalizedText(zh=definition.name_zh, en=definition.name_en),
        kind=pb.TagKind.Value(f"TAG_KIND_{definition.kind.name}"),
        tag_class=pb.TagClass.Value(f"TAG_CLASS_{definition.tag_class.name}"),
        refresh=pb.TagRefresh.Value(f"TAG_REFRESH_{definition.refresh.name}"),
        days=definition.days,
        when=definition.rule.when if by_staff and definition.rule is not None else "",
    )


def from_tags(
    tags: Iterable[Tag], declared: Mapping[str, TagDefinition], *, by_staff: bool
) -> list[pb.MemberTag]:
    """Tags of a member; who set them is for staff."""
    return [_member_tag(tag, declared[tag.code], by_staff=by_staff) for tag in tags]


def _member_tag(tag: Tag, definition: TagDefinition, *, by_staff: bool) -> pb.MemberTag:
    message = pb.MemberTag(
        tag=from_definition(definition, by_staff=by_staff),
        source=pb.TagSource.Value(f"TAG_SOURCE_{tag.source.name}"),
        set_by=tag.set_by if by_staff else "",
        confidence_percent=tag.confidence_percent,
    )
    message.set_time.FromDatetime(tag.at)
    if tag.expires_at is not None:
        message.expire_time.FromDatetime(tag.expires_at)
    if tag.why is not None:
        message.programme_version = tag.why.version
        message.reasons.extend(
            pb.TagReason(fact=fact, value=value) for fact, value in tag.why.facts
        )
    return message
