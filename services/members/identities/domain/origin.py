"""Where a member came from, and what an origin lets in."""

from services.members.events.domain import Origin

SOURCE_CHARS_MAX = 64
STORE_CODE_CHARS_MAX = 64
UTM_CHARS_MAX = 128


class OriginInvalid(Exception):
    """A field of an origin is too long, or could name a person."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def checked_origin(origin: Origin) -> Origin:
    """`origin`. Raises OriginInvalid naming the field.

    It stands in events, which are never erased, so an address of a person has no place in it.
    """
    words = [(f"utm.{name}", word, UTM_CHARS_MAX) for name, word in origin.utm._asdict().items()]
    for field, word, most in (
        ("source", origin.source, SOURCE_CHARS_MAX),
        *words,
        ("store_code", origin.store_code, STORE_CODE_CHARS_MAX),
    ):
        if len(word) > most:
            raise OriginInvalid(f"origin.{field}", f"at most {most} characters")
        if "@" in word or "＠" in word:
            raise OriginInvalid(f"origin.{field}", "no @: it may not name a person")
    return origin
