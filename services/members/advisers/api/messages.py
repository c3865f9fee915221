"""Advisers as messages."""

from collections.abc import Mapping

from services.members.advisers.domain import AdviserName, MemberAdviser
from tessera.members.v1 import advisers_pb2 as pb
from tessera.types.v1 import types_pb2


def from_adviser(
    adviser: MemberAdviser, names: Mapping[str, AdviserName], *, by_staff: bool
) -> pb.MemberAdviser | None:
    """The adviser. Members see the name and the time alone; None where there is none to show."""
    name = names.get(adviser.person)
    if not by_staff and name is None:
        return None
    message = pb.MemberAdviser(name=_text(name))
    message.since_time.FromDatetime(adviser.now.since)
    if not by_staff:
        return message
    message.person, message.reason = adviser.person, adviser.now.reason
    message.set_by = adviser.now.by
    for given, until in adviser.past:
        past = message.past.add(
            person=given.person,
            name=_text(names.get(given.person)),
            reason=given.reason,
            set_by=given.by,
        )
        past.since_time.FromDatetime(given.since)
        past.until_time.FromDatetime(until)
    return message


def from_named(person: str, name: AdviserName, members: int) -> pb.Adviser:
    """An adviser of the programme."""
    return pb.Adviser(person=person, name=_text(name), members=members)


def _text(name: AdviserName | None) -> types_pb2.LocalizedText | None:
    return None if name is None else types_pb2.LocalizedText(zh=name.zh, en=name.en)
