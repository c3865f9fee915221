"""The example programmes as documents."""

import json
from typing import Any

import yaml

from tests.paths import PROGRAMMES


def example(brand: str) -> dict[str, Any]:
    """The document of the brand's example, without defaults."""
    read = yaml.safe_load((PROGRAMMES / f"{brand}.yaml").read_text("utf-8"))
    # YAML 1.1 reads the key `on` as true, and days as dates.
    document: dict[str, Any] = json.loads(json.dumps(read, default=str).replace('"true":', '"on":'))
    return document
