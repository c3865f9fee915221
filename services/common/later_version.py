"""Copies of what another service tells: of two versions the later stands, in any order."""

from services.common.mongo import Document


def later_of(kept: str, new: Document) -> Document:
    """The expression for `new`, unless `kept` has the same `version` or a later one.

    `kept` is a path, such as `$$ROOT`. A version is a number, or a list that is compared from the
    left. Within one update two followers can't put an earlier version over a later one.
    """
    # What is not there yet is below every number and list.
    is_later = {"$lt": [f"{kept}.version", {"$literal": new["version"]}]}
    return {"$cond": [is_later, {"$literal": new}, kept]}
