"""What channels sent, by day and channel, as messages."""

from datetime import date

from services.common import pagination, timestamps
from services.members.activities.commands.data_quality import QualityStore
from services.members.activities.domain.data_quality import ChannelDay
from tessera.members.v1 import activities_pb2 as pb


async def list_data_quality(
    store: QualityStore, brand: str, request: pb.ListDataQualityRequest, secret: bytes
) -> pb.ListDataQualityResponse:
    """A page. Refuses INVALID_ARGUMENT and PAGE_TOKEN_INVALID."""
    first = timestamps.civil_day(request.from_day, "from_day") or date.min
    last = timestamps.civil_day(request.until_day, "until_day") or date.max
    size = pagination.page_size(request.page_size)
    span = f"{first.isoformat()} {last.isoformat()}"
    scope = {"list": "data_quality", "brand": brand, "span": span}
    before = None
    if request.page_token:
        token = pagination.decode_token(secret, request.page_token, **scope)
        before = date.fromisoformat(token["day"]), str(token["channel"])
    found = await store.page(brand, first, last, before, size + 1)
    response = pb.ListDataQualityResponse(days=map(_message, found[:size]))
    if len(found) > size:
        end = found[size - 1]
        response.next_page_token = pagination.encode_token(
            secret, **scope, day=end.day.isoformat(), channel=end.channel
        )
    return response


def _message(found: ChannelDay) -> pb.ChannelDay:
    counts = found.counts
    reasons = sorted(counts.reasons.items(), key=lambda each: (-each[1], each[0]))
    return pb.ChannelDay(
        day=found.day.isoformat(),
        channel=found.channel,
        recorded=counts.recorded,
        repeated=counts.repeated,
        refused=counts.refused,
        late=counts.late,
        without_member=counts.without_member,
        in_conflict=counts.in_conflict,
        refusals=[pb.RefusalCount(reason=reason, count=number) for reason, number in reasons],
    )
