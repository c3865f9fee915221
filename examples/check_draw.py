"""Checks draws whose day ended, as ListDraws or GraphQL tells them: check_draw.py < draws.json"""

import hashlib
import hmac
import json
import sys


def problem(told):
    """What is wrong with a draw; "" where it follows from the seed that was committed to."""
    draw = {key.replace("_", "").lower(): value for key, value in told.items()}
    seed = bytes.fromhex(draw.get("seed") or "")
    if hashlib.sha256(seed).hexdigest() != draw["commitment"]:
        return "the seed is not told yet, or is not the one that was committed to"
    parts = [str(draw[key]) for key in ("lottery", "number", "memberhash", "requestid")]
    digest = hmac.new(seed, "|".join(parts).encode(), hashlib.sha256).digest()
    roll, below, drawn = int.from_bytes(digest[:8], "big") * 1_000_000 >> 64, 0, ""
    for odds in draw["odds"]:
        below += odds.get("odds_ppm") or odds.get("oddsPpm") or 0
        drawn = drawn or (odds["prize"] if roll < below else "")
    if (roll, drawn) != (draw.get("roll", 0), draw.get("drawn") or ""):
        return f"it rolls {roll} and draws {drawn or 'nothing'}"
    return ""


told = json.load(sys.stdin)
draws = told if isinstance(told, list) else [told]
sys.exit("\n".join(f"{d.get('id')}: {why}" for d in draws if (why := problem(d))) or None)
