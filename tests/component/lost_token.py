"""Makes Watch tokens that the oplog no longer reaches, without waiting for a day."""

from dataclasses import replace

from services.common.feed_position import FeedPosition


def lost(token: str, collection: str = "events") -> str:
    """`token` with a time before the oplog, so that MongoDB answers ChangeStreamHistoryLost."""
    position = FeedPosition.start(collection, token, False)
    return replace(position, resume="82" + "5F000000" + position.resume[10:]).token()
