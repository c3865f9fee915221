"""The indexes that the rooms of a service declare, and those that its database has."""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Iterator
from importlib import import_module
from types import ModuleType

from services.common.mongo import Database


async def missing(db: Database, service: ModuleType) -> list[str]:
    """Indexes of the storages of `service` that are not in `db`."""
    found: dict[str, Collection[str]] = {}
    absent = []
    for collection, name in _declared(service):
        if collection not in found:
            found[collection] = await db[collection].index_information()
        if name not in found[collection]:
            absent.append(f"{collection}/{name}")
    return absent


def _declared(service: ModuleType) -> Iterator[tuple[str, str]]:
    for module in pkgutil.walk_packages(service.__path__, f"{service.__name__}."):
        if ".storage" in module.name:
            for collection, models in getattr(import_module(module.name), "INDEXES", {}).items():
                for model in models:
                    # A collection has the one of its ids by itself, under another name.
                    if (name := model.document["name"]) != "_id_1":
                        yield collection, name
