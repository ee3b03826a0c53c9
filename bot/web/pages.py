"""Pages as this site gives them: one look, one stylesheet inside the page, and headers that keep them private."""

import base64
import hashlib
from collections.abc import Mapping

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

TEMPLATES = Environment(
    loader=PackageLoader("bot.web"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
STYLE = TEMPLATES.get_template("style.css").render()
"""Inside each page: a link that is opened once by a weak phone should need one request."""


def digest_of(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def headers_for(style: str, more: str = "") -> Mapping[str, str]:
    """Headers under which a page may use this stylesheet, and whatever `more` of the policy lets through."""
    policy = f"default-src 'none'; style-src 'sha256-{digest_of(style)}'; form-action 'self'; base-uri 'none'"
    return {
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
        "Content-Security-Policy": f"{policy}; frame-ancestors 'none'{more}",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


HEADERS = headers_for(STYLE)


def page(
    template: str, *, status: int = 200, style: str = STYLE, headers: Mapping[str, str] = HEADERS, **facts: object
) -> HTMLResponse:
    """A whole page out of a template that extends `base.html`."""
    html = TEMPLATES.get_template(template).render(style=style, **facts)
    return HTMLResponse(html, status_code=status, headers=dict(headers))
