"""What can be said at each step of a talk: every step has its hint, kept beside its other sentences."""

from collections.abc import Mapping

from bot.words import (
    agendas,
    calling,
    calls,
    committee,
    conclusions,
    data_requests,
    kinds,
    leaves,
    meeting_papers,
    member_changes,
    minutes,
    moving,
    papers,
    party_groups,
    resident_texts,
    residents,
    rolls,
    roster_checks,
    scoring,
    series_days_off,
    series_words,
    stops,
    tally,
)

REASON = "Đang hỏi lý do vắng. Mời đồng chí chọn hoặc nhắn lý do, như “ốm”, hoặc nhắn “thôi”."
YES_NO = "Máy đang hỏi lại cho chắc. Mời đồng chí chọn, hoặc nhắn “có” hay “không”."
HINTS: Mapping[str, str] = {
    "reason": REASON,
    "yes_no": YES_NO,
    **agendas.HINTS,
    **calling.HINTS,
    **kinds.HINTS,
    **party_groups.HINTS,
    **calls.HINTS,
    **committee.HINTS,
    **conclusions.HINTS,
    **data_requests.HINTS,
    **leaves.HINTS,
    **meeting_papers.HINTS,
    **member_changes.HINTS,
    **minutes.HINTS,
    **moving.HINTS,
    **papers.HINTS,
    **resident_texts.HINTS,
    **residents.HINTS,
    **rolls.HINTS,
    **roster_checks.HINTS,
    **scoring.HINTS,
    **series_days_off.HINTS,
    **series_words.HINTS,
    **stops.HINTS,
    **tally.HINTS,
}
