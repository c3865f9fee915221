"""A merge as members tell it, and what feedback moved for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Merged:
    """From `at` on the id `from_id` stands for the member `into_id`."""

    brand: str
    merge_id: str
    from_id: str
    into_id: str
    at: datetime


class Moved(NamedTuple):
    """Items of feedback, offers of surveys, their answers with comments, ideas, votes for ideas and
    places in trials, and posts under topics and likes of posts.

    `going` while some of it may still be the old id's.
    """

    items: int
    offers: int
    answers: int
    ideas: int = 0
    votes: int = 0
    places: int = 0
    posts: int = 0
    likes: int = 0
    going: bool = False
    undone: bool = False
