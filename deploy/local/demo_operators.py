"""The staff of the demo brands: the operators whom the local issuer signs in."""

from __future__ import annotations

from dataclasses import dataclass

from deploy.local import demo
from deploy.local.tokens import OPERATOR_SCOPES
from services.common import auth


@dataclass(frozen=True)
class Operator:
    """A person of a brand's staff. The subject is what the audit log and approvals name."""

    subject: str
    name: str
    job: str
    brand: str
    scopes: frozenset[str]
    stores: frozenset[str] = frozenset()

    @property
    def caller(self) -> auth.Caller:
        """The caller of the operator's tokens."""
        return auth.Caller(
            *(self.brand, self.subject, auth.Role.OPERATOR, None, self.scopes), stores=self.stores
        )


_SERVICE = frozenset(
    {"members:read", "points:read", "orders:read", "rewards:read", "vouchers:read", "feedback"}
)

_COUNTER = frozenset({"consents", "coupons:read", "members", "orders", "stores", "vouchers"})

OPERATORS = (
    # Two who may do everything: an adjustment above the limits waits for a second person.
    Operator("op-lin", "林经理 Lin", "运营经理 · manager", demo.BRAND, OPERATOR_SCOPES),
    Operator("op-zhao", "赵经理 Zhao", "运营经理 · manager", demo.BRAND, OPERATOR_SCOPES),
    Operator("op-chen", "陈晓 Chen", "客服 · customer service", demo.BRAND, _SERVICE),
    Operator(
        "op-sun",
        "孙审 Sun",
        "审计 · auditor",
        demo.BRAND,
        frozenset({"audit:read", "points:read", "members:read"}),
    ),
    Operator(
        "op-hu",
        "胡店长 Hu",
        "店长 · store manager",
        demo.BRAND,
        _SERVICE | _COUNTER,
        frozenset({"store-01"}),
    ),
    Operator("op-wu", "吴经理 Wu", "零售 · manager of retail", "retail", OPERATOR_SCOPES),
)
