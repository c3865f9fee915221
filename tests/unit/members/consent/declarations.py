"""Declarations of members, and a programme that asks for consents."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.members.consent.domain.declaration import ContactChannel, Declaration, Purpose
from services.members.programme.domain.rules import Rules, from_programme

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def declaration(
    granted: bool,
    minute: int = 0,
    *,
    purpose: Purpose = Purpose.MARKETING,
    channel: ContactChannel = ContactChannel.ALL,
    version: str = "2",
) -> Declaration:
    """Said so many minutes after noon."""
    at = NOON + timedelta(minutes=minute)
    return Declaration(purpose, channel, granted, version if granted else "", "app", at)


def text(version: str) -> dict[str, Any]:
    return {"version": version, "text": {"zh": f"同意{version}", "en": f"Agree {version}"}}


def rules(**consents: Any) -> Rules:
    """A programme with this section; without arguments it asks for marketing, version 2."""
    asked = {"purpose": "marketing", "texts": [text("2"), text("1")]}
    section = consents or {"purposes": [asked]}
    frame = {"timezone": "Asia/Shanghai", "currency": "CNY"}
    return from_programme(7, {**frame, "consents": section})
