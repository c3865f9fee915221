"""The page of GET /graphql in development: write a query, run it, see the answer.

It is one file of ours, without a script from anywhere else, so that it works offline. Its policy
names the digests of its own script and style, and lets it talk to this gateway alone.
"""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.responses import HTMLResponse

_FILE = Path(__file__).with_name("explorer.html")


@cache
def _page() -> tuple[str, str]:
    """The page, and its Content-Security-Policy."""
    text = _FILE.read_text("utf-8")
    script, style = (_digest(text, tag) for tag in ("script", "style"))
    policy = (
        f"default-src 'none'; script-src {script}; style-src {style}; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return text, policy


def _digest(text: str, tag: str) -> str:
    (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def explorer_page() -> HTMLResponse:
    """The response with the page."""
    text, policy = _page()
    headers = {
        "content-security-policy": policy,
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return HTMLResponse(text, headers=headers)
