"""What all pages have in common."""

import base64
import hashlib
import re

from bot.web.pages import HEADERS, page


def text_of(template: str) -> str:
    return bytes(page(template, title="Chào", text="<b>&", button=None, document=None).body).decode()


def test_the_stylesheet_in_a_page_is_the_one_that_its_headers_allow() -> None:
    (style,) = re.findall("<style>(.*?)</style>", text_of("parcel.html"), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in HEADERS["Content-Security-Policy"]


def test_what_people_wrote_is_no_markup() -> None:
    assert "&lt;b&gt;&amp;" in text_of("parcel.html")
