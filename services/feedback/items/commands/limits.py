"""Limits on texts of requests."""

from services.common.errors import invalid


def check_chars(field: str, text: str, most: int, *, least: int = 0) -> None:
    """Refuse `text` unless it has `least` to `most` characters; blanks alone count as none."""
    if len(text) > most or len(text.strip()) < least:
        raise invalid(field, f"{least} to {most} characters")
