"""Scopes of operators in tests, and the methods that ask for them."""

from google.protobuf import descriptor_pool

from services.feedback.wiring import PROTO_SERVICES as FEEDBACK
from services.members.wiring import PROTO_SERVICES as MEMBERS
from services.points.wiring import PROTO_SERVICES as POINTS

EVERY_SCOPE = frozenset(
    {
        "audit",
        "clients",
        "consents",
        "coupons",
        "feedback",
        "insight",
        "members",
        "merging",
        "orders",
        "pii",
        "points",
        "privacy",
        "programmes",
        "rewards",
        "stores",
        "tiers",
        "vouchers",
        "webhooks",
    }
)
"""Each noun stands for its `:read` and `:write`."""

METHODS = sorted(
    f"/{service}/{method.name}"
    for service in {*MEMBERS, *POINTS, *FEEDBACK}
    for method in descriptor_pool.Default().FindServiceByName(service).methods
)
"""Each method of each service, as a call names it."""
