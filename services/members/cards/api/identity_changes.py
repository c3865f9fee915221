"""Wishes to change identities, read from their messages."""

from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.members.cards.api.messages import to_identity
from services.members.identities.commands.linking import IdentityChange
from tessera.members.v1 import members_pb2 as pb


def to_identity_change(request: pb.ChangeIdentitiesRequest, region: str) -> IdentityChange:
    """A valid wish. Raises PhoneInvalid and INVALID_ARGUMENT refusals."""
    if not request.HasField("link") and not request.HasField("unlink"):
        raise invalid("link", "an identity to link, or one to unlink")
    link = to_identity(request.link, region, "link") if request.HasField("link") else None
    unlink = to_identity(request.unlink, region, "unlink") if request.HasField("unlink") else None
    return IdentityChange(
        request_id=check_request_id(request.request_id),
        member_id=request.member_id,
        link=link,
        unlink=unlink,
        etag=request.etag,
    )
