"""In which form people meet (`domain` 10, table A): what was said of the place tells it."""

import re

from bot.words.names import fold

THERE, ONLINE, BOTH = "trực tiếp", "trực tuyến", "kết hợp"
APART = re.compile(r"[,;+&]|\bva\b|\bket hop\b|\bcung\b|\bdong thoi\b")
OVER_A_NETWORK = re.compile(r"\b(truc tuyen|online|zoom|google meet|teams|qua mang|https?)\b")
HOW_TO_GET_IN = re.compile(r"(ma|id|mat khau|pass|link|duong dan|phong hop so)\b|[\d ]*$")
"""Beside a network and no place of its own."""


def form_of(place: str) -> str:
    """Of a meeting held at this place: `Nhà văn hóa và trực tuyến` is both."""
    parts = [part.strip() for part in APART.split(fold(place))]
    online = [part for part in parts if OVER_A_NETWORK.search(part)]
    there = [part for part in parts if part not in online and not HOW_TO_GET_IN.match(part)]
    return BOTH if online and there else ONLINE if online else THERE
