"""A row of an import as a wish to enrol."""

from collections.abc import Mapping
from datetime import datetime

from services.common.cells import from_cell
from services.common.errors import Refusal, invalid
from services.common.text import checked as text_checked
from services.common.text import compared
from services.common.text import line as one_line
from services.members.consent.domain.declaration import Circumstances, Declaration
from services.members.consent.domain.occurrence import as_told, occurred
from services.members.events.domain import Origin, UtmWords
from services.members.identities.commands.enrolment import Enrolment
from services.members.identities.commands.identities import normalised
from services.members.identities.commands.profiles import profile_rules
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import CHANNEL_CHARS_MAX
from services.members.identities.domain.origin import checked_origin
from services.members.identities.domain.profile import Address, Profile, checked
from services.members.imports.domain import cell
from services.members.imports.domain.column import IDENTITIES, PREFERENCE
from services.members.imports.domain.row_reader import Row
from services.members.programme.domain.rules import Rules
from services.members.referral.domain.code import SENT_CHARS_MAX

_ADDRESS = ("country", "province", "city", "district", "street", "postal_code")
_PATHS = ("profile.address.", "profile.", "origin.utm.", "origin.")


class Importing:
    """Reads the rows of one import of a brand. `channel` is that of rows that name none."""

    def __init__(
        self, import_id: str, channel: str, rules: Rules, how: Circumstances, now: datetime
    ) -> None:
        self._id = import_id
        self._channel = channel
        self._rules = rules
        self._how = how
        self._now = now
        self._profiles = profile_rules(rules, now)

    def wish(self, row: Row) -> Enrolment:
        """The wish of `row`. Raises refusals whose field is the column."""
        if row.problem:
            raise Refusal("INVALID_ARGUMENT", row.problem, field=row.column)
        cells = {name: from_cell(text).strip() for name, text in row.cells.items()}
        channel = cells.get("channel") or self._channel
        channel = text_checked("channel", channel, CHANNEL_CHARS_MAX, least=1)
        consents = self._consents(cells, channel)
        return Enrolment(
            request_id=f"import/{self._id}/{row.line}",
            identities=self._identities(cells),
            profile=checked(_profile(cells), self._profiles),
            channel=channel,
            consents=consents,
            how=self._how if consents else None,
            origin=checked_origin(_origin(cells)),
            invite_code=text_checked("invite_code", cells.get("invite_code", ""), SENT_CHARS_MAX),
            enrolled_at=self._enrolled_at(cells),
        )

    def _enrolled_at(self, cells: Mapping[str, str]) -> datetime | None:
        written = cells.get("enrol_time", "")
        if not written:
            return None
        told = cell.instant("enrol_time", written, self._rules.zone)
        return as_told(told, self._now, "enrol_time")

    def _identities(self, cells: Mapping[str, str]) -> tuple[Identity, ...]:
        found = [
            normalised(IdentityKind(kind), text, self._rules.region, kind)
            for kind in IDENTITIES
            if (text := cell.whole_number(kind, cells.get(kind, "")))
        ]
        if not found:
            raise invalid("phone", f"one of {', '.join(IDENTITIES)}")
        return tuple(found)

    def _consents(self, cells: Mapping[str, str], channel: str) -> tuple[Declaration, ...]:
        given = cell.consents(cells.get("consents", ""))
        if not given:
            return ()
        written = cells.get("consent_time", "")
        if not written:
            raise invalid("consent_time", "when the consents were given")
        told = cell.instant("consent_time", written, self._rules.zone)
        at = occurred(told, self._now)
        return tuple(
            Declaration(each.purpose, each.channel, True, each.version, channel, at)
            for each in given
        )


def _profile(cells: Mapping[str, str]) -> Profile:
    birthday = cell.birthday(cells.get("birthday", ""), cells.get("calendar", ""))
    address = {name: one_line(cells.get(name, "")) for name in _ADDRESS}
    return Profile(
        name=one_line(cells.get("name", "")),
        birthday=birthday,
        language=cell.language(cells.get("language", "")),
        gender=cell.gender(cells.get("gender", "")),
        address=Address(**address),
        preferences={
            name.removeprefix(PREFERENCE): one_line(text)
            for name, text in cells.items()
            if name.startswith(PREFERENCE) and text
        },
    )


def _origin(cells: Mapping[str, str]) -> Origin:
    words = (one_line(cells.get(f"utm_{name}", "")) for name in UtmWords._fields)
    source, store = cells.get("source", ""), cells.get("store_code", "")
    return Origin(one_line(source), UtmWords(*words), compared(store))


def column_in(field: str) -> str:
    """The column that a refusal's field is about: `profile.address.city` is the column city."""
    if field.startswith("origin.utm."):
        return f"utm_{field.removeprefix('origin.utm.')}"
    if field.startswith("identities"):
        return "phone"
    if field.startswith("consents"):
        return "consents"
    if field == "occur_time":
        return "consent_time"
    if field.endswith(".value"):
        return field.removesuffix(".value")
    if field == "profile.preferences":
        return PREFERENCE
    for path in _PATHS:
        if field.startswith(path):
            return field.removeprefix(path)
    return field
