"""What a brand may write wrong about co-creation, beyond the schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.members.programme.domain.declared import Problems


def idea_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the section, in a document that fits the schema."""
    messages = document.get("ideas", {}).get("messages", {})
    known = {each["code"]: each for each in document.get("reach", {}).get("messages", ())}
    for use, code in messages.items():
        at = ("ideas", "messages", use)
        if code not in known:
            told = ", ".join(known) or "none"
            yield at, f"{code} is not among the messages of reach: {told}"
        elif known[code]["purpose"] != "service":
            yield at, f"{code} is {known[code]['purpose']}: a message about an idea is service"
