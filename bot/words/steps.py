"""What can be said at each step of a talk: every step has its hint, kept beside its other sentences."""

from collections.abc import Mapping

from bot.words import (
    calling,
    calls,
    committee,
    leaves,
    moving,
    papers,
    resident_texts,
    residents,
    rolls,
    series_words,
    stops,
    tally,
)

REASON = "Đang hỏi lý do vắng. Mời đồng chí chọn hoặc nhắn lý do, như “ốm”, hoặc nhắn “thôi”."
YES_NO = "Máy đang hỏi lại cho chắc. Mời đồng chí chọn, hoặc nhắn “có” hay “không”."
HINTS: Mapping[str, str] = {
    "reason": REASON,
    "yes_no": YES_NO,
    **calling.HINTS,
    **calls.HINTS,
    **committee.HINTS,
    **leaves.HINTS,
    **moving.HINTS,
    **papers.HINTS,
    **resident_texts.HINTS,
    **residents.HINTS,
    **rolls.HINTS,
    **series_words.HINTS,
    **stops.HINTS,
    **tally.HINTS,
}
