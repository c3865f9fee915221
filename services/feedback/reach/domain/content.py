"""A digest of a message: it changes with whatever its members would see of it."""

import json
from hashlib import sha256

from services.feedback.reach.domain.section import WECHAT, Message, Reach

DIGITS = 32


def content_of(message: Message, reach: Reach) -> str:
    """Of its words in both languages, its title, purpose, class and channels, and of how they look
    there: 32 hexadecimal digits."""
    template = reach.templates.get(message.template) if WECHAT in message.channels else None
    sms = reach.sms if "sms" in message.channels else None
    return digest_of(
        [message.code, message.purpose, message.kind, message.name, message.text],
        [message.channels, message.overflow],
        template and [template.id, dict(template.fields), template.page],
        sms and [sms.signature, sms.opt_out],
        [[each, reach.opt_outs[each]] for each in message.channels if each in reach.opt_outs],
    )


def digest_of(*parts: object) -> str:
    """Of lists, texts and numbers."""
    written = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return sha256(written.encode()).hexdigest()[:DIGITS]
