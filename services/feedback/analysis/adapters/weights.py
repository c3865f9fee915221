"""A sentiment model as a file: one line of JSON with its numbers, then a signed byte a weight."""

import hashlib
import json
from array import array
from dataclasses import replace
from functools import cache
from pathlib import Path

from services.feedback.analysis.domain.sentiment import READING, SentimentModel

SHIPPED = Path(__file__).parents[1] / "sentiment.bin"
_VERSION_CHARS = 8


@cache
def shipped_model() -> SentimentModel:
    """The model of this release. Raises OSError and ValueError where its file is no model."""
    return read_model(SHIPPED.read_bytes())


def read_model(content: bytes) -> SentimentModel:
    """The model in `content`; its version tells the weights and the reading.

    Raises ValueError where it is none, or not the one it says.
    """
    line, _, weights = content.partition(b"\n")
    try:
        head = json.loads(line)
        model = SentimentModel(
            head["version"],
            array("b", weights),
            *(float(head[name]) for name in ("scale", "bias", "slope", "offset")),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no sentiment model: {error!r}") from error
    if model.version != version_of(weights):
        raise ValueError(f"the weights are not those of {model.version}")
    return replace(model, version=f"{model.version}.{READING}")


def written(weights: "array[int]", scale: float, bias: float, slope: float, offset: float) -> bytes:
    """The content of the file of these weights; its version is a digest of them."""
    content = weights.tobytes()
    head = {
        "version": version_of(content),
        "scale": scale,
        "bias": bias,
        "slope": slope,
        "offset": offset,
    }
    return json.dumps(head).encode() + b"\n" + content


def version_of(weights: bytes) -> str:
    """The version of a model of these weights: zh- and the beginning of their digest."""
    return f"zh-{hashlib.sha256(weights).hexdigest()[:_VERSION_CHARS]}"
