"""What counts of what two members said, after an undo.

Nobody can tell any more which of the two spoke while they were one. So a withdrawal counts for
both, from whomever it came. A consent that one gave before counts for that one alone, and one that
was given since stays with the survivor, in whose name it was.
"""

from collections.abc import Sequence

from services.members.consent.domain.consents import Consents
from services.members.consent.domain.declaration import Declaration


def parted_consents(
    now: Consents, other: Consents, before: Consents, since: Sequence[Declaration]
) -> tuple[Consents, Consents]:
    """Those of the one who was merged, and those of the survivor.

    `now`: what counts for the survivor; `other` and `before`: what counted for the one and for the
    survivor before the merge; `since`: what was said to the survivor while both were one.
    """
    gone = [each for each in since if not each.granted]
    brought = [
        each
        for subject, each in other.held.items()
        if each.granted and before.held.get(subject) != each
    ]
    theirs = [each for each in now.held.values() if each not in brought]
    own = [each for each in since if each not in brought]
    return other.after(gone), before.after(own).after(theirs)
