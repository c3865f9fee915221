"""The refunds section of a programme: how far a clawback goes."""

from __future__ import annotations

from enum import StrEnum

from services.points.programme.domain.programme import Programme


class RefundPolicy(StrEnum):
    """How far a clawback goes: only points still pending, never below zero, or into debt."""

    ONLY_PENDING = "only_pending"
    WITHIN_BALANCE = "within_balance"
    INTO_DEBT = "into_debt"


def refund_policy(programme: Programme) -> RefundPolicy:
    """The programme's policy for assets that can be spent, parsed once a version."""
    return programme.section(_parse)


def _parse(programme: Programme) -> RefundPolicy:
    body = programme.document.get("refunds", {})
    return RefundPolicy(body.get("policy", RefundPolicy.WITHIN_BALANCE))
