"""The page of the local issuer: pick the operator as whom to sign in."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse

from deploy.local.demo_operators import Operator

_STYLE = """
body { margin: 0; min-height: 100vh; display: grid; place-items: center;
  background: #f6f7f9; color: #1d2330;
  font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
main { width: min(26rem, 92vw); padding: 1.5rem 0; }
h1 { font-size: 1.25rem; margin: 0; }
p { color: #525b6b; margin: .3rem 0 1.2rem; font-size: .9rem; }
button { display: block; width: 100%; margin: 0 0 .6rem; padding: .8rem 1rem;
  text-align: start; cursor: pointer; border: 1px solid #d5dae2; border-radius: .6rem;
  background: #fff; color: inherit; font: inherit; }
button:hover, button:focus-visible { border-color: #1552c4; outline: 2px solid #1552c433; }
small { display: block; color: #525b6b; }
@media (prefers-color-scheme: dark) {
  body { background: #14171d; color: #e6e9ef; }
  button { background: #1b1f27; border-color: #3b4352; }
  p, small { color: #a4adbc; }
  button:hover, button:focus-visible { border-color: #7aa7ff; }
}
"""


def page(operators: Iterable[Operator], fields: Mapping[str, str]) -> HTMLResponse:
    """One button for each operator, which sends `fields` with it."""
    nonce = secrets.token_urlsafe(18)
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    buttons = "".join(
        f'<button name="operator" value="{escape(each.subject)}">{escape(each.name)}'
        f"<small>{escape(each.job)} · {escape(each.brand)}</small></button>"
        for each in operators
    )
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>Tessera · 登录 · Sign in</title><style nonce="{nonce}">{_STYLE}</style></head>'
        '<body><main><h1><span lang="zh">以谁的身份登录？</span> · Sign in as</h1>'
        '<p><span lang="zh">仅用于开发环境，无需密码。</span> For development: no password.</p>'
        f'<form method="post" action="/authorize">{hidden}{buttons}</form></main></body></html>'
    )
    target = urlsplit(fields["redirect_uri"])
    headers = {
        # Browsers hold what a form is redirected to against this policy too.
        "content-security-policy": (
            f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none';"
            f" form-action 'self' {target.scheme}://{target.netloc}; frame-ancestors 'none'"
        ),
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    return HTMLResponse(html, headers=headers)
