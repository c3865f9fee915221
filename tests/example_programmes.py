"""The example programmes as documents."""

import json
from functools import cache
from typing import Any

import yaml

from tests.paths import PROGRAMMES


def example(brand: str) -> dict[str, Any]:
    """The document of the brand's example, without defaults."""
    document: dict[str, Any] = json.loads(_source(brand))
    return document


@cache
def _source(brand: str) -> str:
    read = yaml.load((PROGRAMMES / f"{brand}.yaml").read_text("utf-8"), yaml.CSafeLoader)
    # YAML 1.1 reads the key `on` as true, and days as dates.
    return json.dumps(read, default=str).replace('"true":', '"on":')
