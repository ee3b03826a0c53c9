"""A meeting in one sentence, for a network on which every part of a text is paid for."""

from datetime import datetime

from bot.words.labels import cut
from bot.words.times import when
from bot.words.vi import KINDS

PLACE = 40
"""Letters of a place that are enough to find it."""


def in_a_sentence(cell: str, kind: str, starts_at: datetime, place: str) -> str:
    """`Sinh hoạt thường kỳ, Chi bộ Thôn Hồng Sen, Thứ Năm, 03/12/2026, 19 giờ 30, tại Nhà văn hóa thôn.`"""
    return f"{KINDS[kind].capitalize()}, {cell}, {when(starts_at)}, tại {cut(place, PLACE)}."
