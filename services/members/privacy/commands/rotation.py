"""Rotating the keys of the service: slice by slice, from where the last run stopped."""

from collections.abc import AsyncIterator
from typing import Protocol

from services.members.privacy.domain.rotation import KeysNotTogether, Progress, RotationStep, Slice

SLICE = 500


class RotationStore(Protocol):
    """Renews what is kept under another key than those that write, and says how far that is."""

    @property
    def rotating(self) -> bool:
        """Whether other keys live beside those that write."""

    async def progress(self, step: RotationStep) -> Progress:
        """How far the step is for the keys that write now."""

    async def keep(self, step: RotationStep, progress: Progress) -> None:
        """Remember how far it is."""

    async def renew(self, step: RotationStep, after: str, limit: int) -> Slice:
        """Renew what is behind `after`. It may run twice, or at once on two."""

    async def look(self, step: RotationStep, after: str, limit: int) -> Slice:
        """Count only."""

    async def clean(self, after: str, limit: int) -> Slice:
        """Take away identities' indexes by other keys, where the new one is there."""

    async def left_over(self) -> int:
        """How many indexes of identities are by other keys than the one that writes."""


async def rotate(store: RotationStore) -> AsyncIterator[tuple[RotationStep, Progress]]:
    """Renew all; progress after each slice. Killed anywhere, it goes on at the next call."""
    for step in RotationStep:
        progress = await store.progress(step)
        yield step, progress
        while not progress.done:
            progress = progress.plus(await store.renew(step, progress.after, SLICE))
            await store.keep(step, progress)
            yield step, progress


async def verify(store: RotationStore) -> AsyncIterator[tuple[RotationStep, Progress]]:
    """Look at all that is kept: `others` of each step is 0 when nothing needs another key."""
    for step in RotationStep:
        progress = Progress()
        while not progress.done:
            progress = progress.plus(await store.look(step, progress.after, SLICE))
        yield step, progress


async def clean(store: RotationStore) -> int:
    """Take the indexes by former keys away; how many there were. Raises KeysNotTogether while a
    last key lives, since its processes would still find by it."""
    if store.rotating:
        raise KeysNotTogether("end the rotation first: a last or next key is there")
    gone, after = 0, ""
    while True:
        one = await store.clean(after, SLICE)
        gone += one.others
        after = one.after
        if not after:
            return gone
