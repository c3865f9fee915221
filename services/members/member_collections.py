"""Which collections say something of a member: the copy, a merge and an erasure go by this list.

A room that keeps a new collection of members names it here. A test walks all collections that a
member leaves a trace in, and one that is in no list needs a reason there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.members.activities.storage.activities import COLLECTION as ACTIVITIES
from services.members.activities.storage.orders import COLLECTION as ORDERS
from services.members.advisers.storage import COLLECTION as ADVISERS
from services.members.consent.storage import CONSENTS, STATEMENTS
from services.members.contacts.storage import COLLECTION as PREFERENCES
from services.members.groups.storage import MEMBERSHIPS as GROUP_MEMBERS
from services.members.groups.storage import MESSAGES as GROUP_MESSAGES
from services.members.identities.storage import FORMER, IDENTITIES, MEMBERS
from services.members.lifecycle.storage import COLLECTION as LIFECYCLES
from services.members.occasions.storage import OCCASIONS
from services.members.referral.storage import COLLECTION as REFERRALS
from services.members.referral.storage import INVITERS
from services.members.search.storage import COLLECTION as NAMES
from services.members.segments.storage import MEMBERSHIPS as SEGMENT_MEMBERS
from services.members.sessions.storage import COLLECTION as SESSIONS
from services.members.tags.storage import COLLECTION as TAGS
from services.members.tiers.domain.ladder import Source
from services.members.tiers.storage.decisions import COLLECTION as DECISIONS
from services.members.tiers.storage.standing_documents import COLLECTIONS

ERASURES, MERGES = "erasures", "merges"
"""Of the two rooms that read this list, and are strangers to each other."""
MERGE_REQUESTS = "merge_requests"
"""Of a room above them."""


@dataclass(frozen=True, slots=True)
class OneEach:
    """One document for each member, by the member's id. `part` names it in the copy; "" where the
    copy tells it in words of its own.

    A merge keeps the document of the one who is merged where it `is_copied`, and an undo writes it
    back where it `is_put_back`. What `stays` is left after an erasure, under the random id.
    """

    name: str
    part: str = ""
    is_copied: bool = False
    is_put_back: bool = False
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Some:
    """Documents that name the member as `member_id`; or in another way, where the copy tells them
    in words of its own."""

    name: str
    part: str = ""
    stays: bool = False


ONE_EACH = (
    OneEach(MEMBERS, is_copied=True),
    OneEach(NAMES),
    OneEach(ADVISERS, "adviser", is_copied=True, is_put_back=True),
    OneEach(CONSENTS, "consents", is_copied=True, is_put_back=True),
    OneEach(PREFERENCES, "contact_preferences", is_copied=True, is_put_back=True),
    OneEach(TAGS, "tags", is_copied=True, is_put_back=True),
    OneEach(SEGMENT_MEMBERS, "segments"),
    OneEach(LIFECYCLES, "lifecycle", is_copied=True, is_put_back=True),
    OneEach(COLLECTIONS[Source.GROWTH], "growth", is_copied=True),
    OneEach(COLLECTIONS[Source.PURCHASES], "facts", is_copied=True, is_put_back=True),
    OneEach(ERASURES, "erasures", stays=True),
    OneEach(INVITERS, "invite_code"),
)
SOME = (
    Some(STATEMENTS, "consent_declarations", stays=True),
    Some(DECISIONS, "tier_decisions", stays=True),
    Some(ORDERS, "orders"),
    Some(GROUP_MEMBERS, "groups"),
    Some(GROUP_MESSAGES, "group_messages"),
    Some(SESSIONS, "logins"),
    Some(IDENTITIES),
    Some(FORMER),
    Some(ACTIVITIES),
    Some(OCCASIONS),
    Some(MERGES),
    Some(MERGE_REQUESTS),
    Some(REFERRALS),
)
BY_ID: Mapping[str, str] = {each.part: each.name for each in ONE_EACH if each.part}
"""Collections with one document for each member, by the part of the copy."""
NAMED: Mapping[str, str] = {each.part: each.name for each in SOME if each.part}
"""Collections whose documents name the member, likewise."""
COPIED = tuple(each.name for each in ONE_EACH if each.is_copied)
PUT_BACK = tuple(each.name for each in ONE_EACH if each.is_put_back)
STAYING = frozenset(each.name for each in (*ONE_EACH, *SOME) if each.stays)
