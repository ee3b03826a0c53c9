"""A document in one line, as an office types it: `27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy: trích yếu; hạn 30/11; khẩn`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.words.change_line import read_day
from bot.words.names import fold, tidy

SIGNS: Mapping[str, str] = {
    "nq": "NQ", "ct": "CT", "kl": "KL", "qd": "QĐ", "qc": "QC", "hd": "HD", "kh": "KH", "tb": "TB", "bc": "BC",
    "cv": "CV", "ctr": "CTr", "ttr": "TTr", "da": "ĐA", "gm": "GM",
}  # fmt: skip
"""The kinds of documents by their folded abbreviation, as they are written."""
ISSUERS: Mapping[str, str] = {
    "TW": "Trung ương",
    "BTCTW": "Ban Tổ chức Trung ương",
    "VPTW": "Văn phòng Trung ương",
    "UBKTTW": "Ủy ban Kiểm tra Trung ương",
    "TU": "Tỉnh ủy",
    "BTCTU": "Ban Tổ chức Tỉnh ủy",
    "HU": "Huyện ủy",
}
"""Who is behind the letters of a number, where they say it by themselves."""
OWN = ("ĐU", "CB")
"""The letters of a committee and of a cell, whichever it is."""
HASTES: Mapping[str, str] = {
    "hoa toc": "hoa_toc",
    "thuong khan": "thuong_khan",
    "khan": "khan",
    "khong khan": "none",
    "thuong": "none",
}
STUDY: Mapping[str, bool] = {"phai hoc": True, "phai hoc tap": True, "hoc tap": True, "khong phai hoc": False}
PASSING: Mapping[str, str] = {
    "tung cap": "by_level",
    "chuyen tung cap": "by_level",
    "qua tung cap": "by_level",
    "gui thang": "as_issued",
    "gui ngay tat ca": "as_issued",
}
NUMBER_EXAMPLE = "27-QĐ/TU"
EXAMPLE = "văn bản 27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy: Quy định về sinh hoạt chi bộ; hạn 30/11; khẩn; phải học"

NO_NUMBER = f"Chưa thấy số văn bản. Mời ghi như {NUMBER_EXAMPLE}: số, gạch ngang, loại, gạch chéo, nơi ban hành"
NO_SUCH_DAY = "Ngày không có trong lịch. Mời ghi đủ ngày, tháng, năm, ví dụ: 05/11/2026"

_PREFIX = re.compile(r"^(?:xac nhan[:\s]+)?(?:(?:gui|chuyen|ra)\s+)?(?:van ban(?:\s+moi)?)\b[\s:.]*(?:so\b[\s:.]*)?")
_NUMBER = re.compile(r"(?<![\w/-])(?:(\d{1,5})\s*-\s*)?([^\W\d_]{2,4})\s*/\s*([^\W_]{2,12}(?:-[^\W_]{2,12})?)(?![\w-])")
_LIKE_NUMBER = re.compile(r"(?<!\w)\d{1,5}\s*[-/]\s*[^\W\d_]{2,}[\w/-]*|(?<!\w)\d{1,5}(?![\d/.-])")
_MARK = re.compile(r"\s*[(/-]\s*(m|tm|tom|tum)\s*\)?(?!\w)")
_DAY = r"(\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?|hom nay|hom qua|ngay mai)"
_ISSUED = re.compile(rf"\b(?:ngay|ban hanh(?: ngay)?|ky(?: ngay)?)\s+{_DAY}(?!\d)")
_DUE = re.compile(
    rf"^(?:han(?:\s+(?:chot|den|den het|ngay|la))*|truoc(?:\s+ngay)?|cham nhat(?:\s+ngay)?|xong truoc)\s*:?\s*(?:ngay\s+)?{_DAY}$"
)
_NO_DUE = ("khong han", "khong co han", "bo han")
_FROM = re.compile(r"^(?:cua|do)\s+")
_SUMMARY = re.compile(r"^(?:trich yeu|ve viec|noi dung chinh)\s*:?\s*")
_TO = re.compile(r"^(?:gui(?:\s+(?:cho|toi|den))?|cho|toi|den)\s+")


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of a document; None is what it does not say."""

    kind: str | None = None
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    summary: str | None = None
    due_on: date | None = None
    is_without_due: bool = False
    haste: str | None = None
    must_study: bool | None = None
    passing: str | None = None
    to: str | None = None
    """The words behind `gửi`."""
    looks_marked: bool = False
    """A sign of secrecy stands behind the number."""


def read_line(text: str, today: date) -> Said:
    """The whole line; raises ValueError, whose words say what is wrong, for a number or a day that is none."""
    head, _, rest = _at_colon(behind(text))
    found = read_head(head, today)
    for clause in _clauses(rest):
        found = _with_clause(found, clause, today)
    return found


def behind(text: str) -> str:
    """What stands behind `văn bản`."""
    said = tidy(text)
    found = _PREFIX.match(_bare(said))
    return said[found.end() :] if found else said


def read_head(text: str, today: date) -> Said:
    """`27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy`, each part of it optional but the number."""
    kind, number, left, looks_marked = _numbered(behind(text))
    said = Said(kind=kind, number=number, looks_marked=looks_marked)
    for part in re.split(r"[;,]", left):
        said = _with_head_part(said, part, today)
    return said


def _with_head_part(said: Said, part: str, today: date) -> Said:
    found = _ISSUED.search(_bare(part))
    if found:
        said = replace(said, issued_on=day_said(found[1], today))
        part = f"{part[: found.start()]} {part[found.end() :]}"
    issuer = tidy(part)
    if from_ := _FROM.match(_bare(issuer)):
        return replace(said, issuer=issuer[from_.end() :].strip(" ,.;") or None)
    return said


def _numbered(text: str) -> tuple[str, str, str, bool]:
    """Kind, number as it is written, what is left, and whether a sign of secrecy stands behind it."""
    found = _NUMBER.search(text)
    if found is None:
        like = _LIKE_NUMBER.search(text)
        raise ValueError(wrong_number(like[0]) if like else NO_NUMBER)
    kind = fold(found[2])
    if kind not in SIGNS:
        raise ValueError(unknown_kind(found[2]))
    issuer = found[3].upper()
    issuer = {"DU": "ĐU"}.get(issuer, issuer)
    written = f"{f'{found[1]}-' if found[1] else ''}{SIGNS[kind]}/{issuer}"
    after = text[found.end() :]
    return kind, written, f"{text[: found.start()]} {after}", _MARK.match(_bare(after)) is not None


def wrong_number(said: str) -> str:
    return f"Số văn bản “{said[:30]}” chưa đúng mẫu. Mời ghi như {NUMBER_EXAMPLE}: số, gạch ngang, loại, gạch chéo, nơi ban hành"


def unknown_kind(said: str) -> str:
    return f"Không có loại văn bản “{said[:10]}”. Các loại: {', '.join(SIGNS.values())}"


def issuer_of(number: str, own: str) -> str | None:
    """Who issued it, by the letters of the number; `own`: the committee or cell that writes."""
    letters = number.rpartition("/")[2]
    return own if letters in OWN else ISSUERS.get(letters)


def day_said(text: str, today: date) -> date:
    """Raises ValueError, whose words say why."""
    try:
        return read_day(text, today)
    except (OverflowError, ValueError):
        raise ValueError(NO_SUCH_DAY) from None


# The clauses behind the summary, which also stand alone


def read_clauses(text: str, today: date) -> Said | None:
    """What a line changes in a document that is begun: `hạn 30/11; khẩn`; None where a part of it is none of these."""
    said = Said()
    for clause in _clauses(tidy(text)):
        changed = _short_clause(said, clause, today) or _longer_clause(said, clause, today)
        if changed is None:
            return None
        said = changed
    return said


def _with_clause(said: Said, clause: str, today: date) -> Said:
    """What is no clause belongs to the summary, which may begin with the words of a longer one."""
    changed = _short_clause(said, clause, today)
    if changed is None and said.summary is not None:
        changed = _longer_clause(said, clause, today)
    if changed is not None:
        return changed
    own = clause[found.end() :] if (found := _SUMMARY.match(_bare(clause))) else clause
    return replace(said, summary=f"{said.summary}; {own}" if said.summary else own)


def _short_clause(said: Said, clause: str, today: date) -> Said | None:
    """Words that are nothing else, or a due day."""
    bare = _bare(clause).strip(" .!")
    if bare in HASTES:
        return replace(said, haste=HASTES[bare])
    if bare in STUDY:
        return replace(said, must_study=STUDY[bare])
    if bare in PASSING:
        return replace(said, passing=PASSING[bare])
    if bare in _NO_DUE:
        return replace(said, due_on=None, is_without_due=True)
    if due := _DUE.match(bare):
        return replace(said, due_on=day_said(due[1], today))
    return None


def _longer_clause(said: Said, clause: str, today: date) -> Said | None:
    bare = _bare(clause)
    if issued := _ISSUED.fullmatch(bare.strip(" .")):
        return replace(said, issued_on=day_said(issued[1], today))
    if found := _SUMMARY.match(bare):
        return replace(said, summary=clause[found.end() :])
    if found := _FROM.match(bare):
        return replace(said, issuer=clause[found.end() :].strip(" ."))
    if found := _TO.match(bare):
        return replace(said, to=clause[found.end() :])
    return None


def _clauses(text: str) -> Iterator[str]:
    for part in text.split(";"):
        if clause := part.strip(" ,"):
            yield clause


def _at_colon(text: str) -> tuple[str, str, str]:
    head, colon, rest = text.partition(":")
    return (head, colon, rest) if colon else (text.partition(";")[0], "", text.partition(";")[2])


def _bare(text: str) -> str:
    """Without marks and in small letters, and every letter where it was."""
    bare = "".join(fold(letter)[:1] or " " for letter in text)
    return bare if len(bare) == len(text) else text.lower()


def due_in(text: str) -> tuple[str, str | None]:
    """A note, and the day of `hạn 25/11` among its clauses, as it was typed."""
    rest, due = [], None
    for clause in _clauses(tidy(text)):
        if found := _DUE.match(_bare(clause).strip(" .!")):
            due = found[1]
        else:
            rest.append(clause)
    return "; ".join(rest), due
