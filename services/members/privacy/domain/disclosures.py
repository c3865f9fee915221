"""Disclosures: when operators saw a member's personal data in clear, as the member is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DisclosureKind(StrEnum):
    """How an operator saw personal data."""

    PROFILE = "profile"
    PHONE_LIST = "phone_list"
    COPY = "copy"


ACTIONS: Mapping[str, DisclosureKind] = {
    "members.Members.RevealMember": DisclosureKind.PROFILE,
    "members.Reveals.ReadReveal": DisclosureKind.PHONE_LIST,
    "members.Privacy.ExportMember": DisclosureKind.COPY,
}
"""The methods that show personal data, as the audit log names them."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """An operator, of `role`, saw the member's data for a `reason`. The member is not told who."""

    id: str
    kind: DisclosureKind
    role: str
    reason: str
    at: datetime
