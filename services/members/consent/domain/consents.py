"""The declarations that count now, of all that a member made."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from services.members.consent.domain.declaration import ContactChannel, Declaration, Purpose
from services.members.consent.domain.section import ConsentSection

Subject: TypeAlias = tuple[Purpose, ContactChannel]


@dataclass(frozen=True, slots=True)
class Consent:
    """The consent for a purpose and contact channel; `by` is None for a member never asked."""

    purpose: Purpose
    channel: ContactChannel
    granted: bool
    by: Declaration | None


@dataclass(frozen=True, slots=True)
class Consents:
    """The declaration of the highest rank about each purpose and contact channel."""

    held: Mapping[Subject, Declaration] = field(default_factory=lambda: MappingProxyType({}))

    def after(self, declarations: Iterable[Declaration]) -> "Consents":
        """These consents after `declarations`: the same in whatever order these come, and twice."""
        held = dict(self.held)
        for each in declarations:
            known = held.get((each.purpose, each.channel))
            if known is None or each.rank > known.rank:
                held[each.purpose, each.channel] = each
        return Consents(held)

    def new_in(self, before: "Consents") -> list[Declaration]:
        """The declarations that count here and did not in `before`."""
        return [each for subject, each in self.held.items() if before.held.get(subject) != each]

    def deciding(self, purpose: Purpose, channel: ContactChannel) -> Declaration | None:
        """The declaration that decides: the latest about the channel itself, or about all."""
        about = (self.held.get((purpose, each)) for each in {channel, ContactChannel.ALL})
        return max((each for each in about if each), key=lambda each: each.rank, default=None)

    @property
    def refuse_profiling(self) -> bool:
        """True where the member said no. One who was never asked did not."""
        said = self.deciding(Purpose.PROFILING, ContactChannel.ALL)
        return said is not None and not said.granted

    def granted(self, purpose: Purpose, channel: ContactChannel, section: ConsentSection) -> bool:
        """True when the brand may. Without a declaration, only what the contract needs."""
        decides = self.deciding(purpose, channel)
        if decides is not None:
            return decides.granted
        return purpose is Purpose.SERVICE and section.service_granted

    def shown(self, section: ConsentSection) -> Iterator[Consent]:
        """Each purpose that is asked or that the member spoke of, with its contact channels.

        A purpose begins with ALL. Another channel follows where it has a later word of its own.
        """
        asked = [each.purpose for each in section.purposes]
        spoken_of = [purpose for purpose in Purpose if any(of is purpose for of, _ in self.held)]
        for purpose in dict.fromkeys([Purpose.SERVICE, *asked, *spoken_of]):
            for channel in ContactChannel:
                decides = self.deciding(purpose, channel)
                if channel is ContactChannel.ALL or (decides and decides.channel is channel):
                    granted = self.granted(purpose, channel, section)
                    yield Consent(purpose, channel, granted, decides)


NO_CONSENTS = Consents()
