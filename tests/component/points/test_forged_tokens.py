"""Every method of points: none answers a forged token, and none a member about another member."""

from __future__ import annotations

from services.common.auth import Caller, Role

MEMBER = Caller("tea", "user:mem_ada", Role.MEMBER, "mem_ada")
OTHER = "mem_bob"
