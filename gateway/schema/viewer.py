"""The viewer: who is signed in, of which brand, and what the token lets them do."""

from dataclasses import dataclass
from enum import Enum

import strawberry

from gateway.core.errors import attempt
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, read
from gateway.schema.core.scalars import Lang, Language, enum_value, text
from services.common.auth import Caller, Role
from tessera.members.v1 import programmes_pb2

SCOPES_ASSUMED = 20
STORES_ASSUMED = 2


@strawberry.enum(description="The kind of caller that a token is for.")
class ViewerRole(Enum):
    """Those of services.common.auth.Role who have a token for GraphQL of their own."""

    MEMBER = enum_value(Role.MEMBER, "A member.")
    OPERATOR = enum_value(Role.OPERATOR, "A person of the brand's staff.")


@dataclass(frozen=True)
class Seen:
    """The source of Viewer: the caller, and the public part of the brand's programme, which is
    empty while the brand has published none."""

    caller: Caller
    programme: programmes_pb2.DescribeProgrammeResponse


def _name(seen: Seen, context: RequestContext, lang: Lang = None) -> str | None:
    return text(seen.programme.name, context, lang) or None


def _hue(seen: Seen) -> int | None:
    return seen.programme.look.hue if seen.programme.HasField("look") else None


def _chroma(seen: Seen) -> float | None:
    if not seen.programme.HasField("look"):
        return None
    return seen.programme.look.chroma_thousandths / 1000


def _scopes(seen: Seen) -> list[str]:
    """A noun alone stands for its two scopes (`services.common.caller`)."""
    scopes = seen.caller.scopes
    nouns = {scope for scope in scopes if ":" not in scope}
    return sorted((scopes - nouns) | {f"{noun}:{act}" for noun in nouns for act in _ACTS})


_ACTS = ("read", "write")


@strawberry.type(description="The brand of a viewer.")
class ViewerBrand:
    """Source: Seen."""

    code: str = read(lambda seen: seen.caller.brand, "The code of the brand.")
    name: str | None = read(
        _name,
        "The name of its programme, in the language of `lang`, or in the other one where that has"
        " none; null while no programme is published.",
    )
    hue: int | None = read(
        _hue, "The hue of its colour in OKLCH, in degrees; null where the programme names none."
    )
    chroma: float | None = read(
        _chroma, "The chroma of its colour in OKLCH, 0 to 0.37; null where it names none."
    )


@strawberry.type(description="The caller of a token, as a front end greets it.")
class Viewer:
    """Source: Seen."""

    brand: ViewerBrand = read(lambda seen: seen, "The brand of the token.")
    subject: str = read(
        lambda seen: seen.caller.subject, "The id of the person, as the audit log has it."
    )
    role: ViewerRole = read(lambda seen: seen.caller.role, "The kind of caller.")
    scopes: list[str] = read(
        _scopes,
        "The scopes of an operator's token, such as `points:write`, in alphabetical order;"
        " empty for members. The services decide: this tells which buttons to offer.",
        size=SCOPES_ASSUMED,
    )
    stores: list[str] | None = read(
        lambda seen: sorted(seen.caller.stores) or None,
        "The codes of the only stores that the token is for; null where it is for all of the brand."
        " What is about other stores, or about the whole brand, is refused.",
        size=STORES_ASSUMED,
    )
    language: Language | None = read(
        lambda seen: seen.programme.language or None,
        "The brand's language; null while no programme is published.",
    )
    time_zone: str | None = read(
        lambda seen: seen.programme.time_zone or None,
        "The zone in which the brand's days begin, an IANA name such as Asia/Shanghai; null while"
        " no programme is published.",
    )
    currency_code: str | None = read(
        lambda seen: seen.programme.currency_code or None,
        "The brand's currency, a code of ISO 4217; null while no programme is published.",
    )


async def _viewer(context: RequestContext) -> Seen:
    services, request = context.services, programmes_pb2.DescribeProgrammeRequest()
    asking = services.read(services.programmes.DescribeProgramme, request, context.caller)
    programme, _ = await attempt(asking, ("PROGRAMME_MISSING",))
    return Seen(context.caller, programme or programmes_pb2.DescribeProgrammeResponse())


@strawberry.type
class ViewerQueries:
    """The fields of Query."""

    viewer: Viewer | None = call(
        _viewer,
        "The caller of the token, its brand, and what the token lets it do. Null with an error"
        " while members is away.",
        rule=Rule.SIGNED_IN,
    )
