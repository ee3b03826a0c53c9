"""A document in one line, and whom it is for, as offices type it."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.directive_audience import Audience, read_audience
from bot.words.directive_line import Said, due_in, issuer_of, read_clauses, read_head, read_line

TODAY = date(2026, 11, 21)


def test_the_whole_line() -> None:
    line = "văn bản 27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy: Quy định về sinh hoạt chi bộ; hạn 30/11; khẩn; phải học"
    assert read_line(line, TODAY) == Said(
        kind="qd",
        number="27-QĐ/TU",
        issued_on=date(2026, 11, 5),
        issuer="Tỉnh ủy",
        summary="Quy định về sinh hoạt chi bộ",
        due_on=date(2026, 11, 30),
        haste="khan",
        must_study=True,
    )


def test_without_marks_and_in_any_order() -> None:
    said = read_line("van ban 27-qd/tu ngay 5/11 cua Tinh uy: Ve sinh hoat; hoa toc; tung cap; han 15/1", TODAY)
    assert (said.number, said.issued_on, said.haste, said.passing) == (
        "27-QĐ/TU", date(2026, 11, 5), "hoa_toc", "by_level",
    )  # fmt: skip
    assert said.due_on == date(2027, 1, 15)


def test_what_is_no_clause_belongs_to_the_title() -> None:
    said = read_line("văn bản 5-CV/ĐU ngày 1/11: Gửi báo cáo quý; của các chi bộ xã; gửi bí thư xã Húc Động", TODAY)
    assert said.summary == "Gửi báo cáo quý"
    assert said.issuer == "các chi bộ xã"
    assert said.to == "bí thư xã Húc Động"
    assert read_line("văn bản 5-CV/ĐU: Thu đảng phí; nộp quỹ", TODAY).summary == "Thu đảng phí; nộp quỹ"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("42-HD/BTCTW", "42-HD/BTCTW"),
        ("07 - KH / TW", "07-KH/TW"),
        ("qc/đu", "QC/ĐU"),
        ("12-CTr/DU", "12-CTr/ĐU"),
        ("số 3-da/hu ngày 1/10/2026", "3-ĐA/HU"),
    ],
)
def test_numbers_as_they_are_written(text: str, number: str) -> None:
    assert read_head(text, TODAY).number == number


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("27/QĐ-TU ngày 5/11", "chưa đúng mẫu"),
        ("số 27", "chưa đúng mẫu"),
        ("về sinh hoạt chi bộ", "Chưa thấy số văn bản"),
        ("27-XX/TU", "Không có loại văn bản “XX”"),
        ("27-QĐ/TU ngày 31/02/2026", "không có trong lịch"),
    ],
)
def test_a_wrong_shape_is_told_with_an_example(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_head(text, TODAY)


@pytest.mark.parametrize("text", ["05-NQ/TU(M)", "05-NQ/TU (TM) ngày 1/11", "05-NQ/TU/m"])
def test_a_sign_of_secrecy_behind_the_number_is_seen(text: str) -> None:
    assert read_head(text, TODAY).looks_marked


def test_changes_stand_alone() -> None:
    assert read_clauses("hạn 30/11; khẩn", TODAY) == Said(due_on=date(2026, 11, 30), haste="khan")
    assert read_clauses("không hạn", TODAY) == Said(is_without_due=True)
    assert read_clauses("Không phải học", TODAY) == Said(must_study=False)
    assert read_clauses("mai tôi đi họp", TODAY) is None


def test_a_note_and_an_earlier_day() -> None:
    assert due_in("Các chi bộ học trong tháng; hạn 25/11") == ("Các chi bộ học trong tháng", "25/11")
    assert due_in("Học ngay") == ("Học ngay", None)


def test_whom_the_letters_mean() -> None:
    assert issuer_of("27-QĐ/TU", "Đảng ủy xã Húc Động") == "Tỉnh ủy"
    assert issuer_of("3-KH/ĐU", "Đảng ủy xã Húc Động") == "Đảng ủy xã Húc Động"
    assert issuer_of("3-KH/BTG", "Đảng ủy xã Húc Động") is None


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("bí thư, phó bí thư", Audience(offices=["secretary", "deputy_secretary"])),
        ("các bí thư xã Húc Động", Audience(offices=["secretary"], units=["xã Húc Động"])),
        ("phó bí thư chi bộ cơ sở", Audience(offices=["deputy_secretary"], kinds=["grassroots_cell"])),
        ("chi bộ", Audience(kinds=["grassroots_cell", "cell"])),
        ("đảng viên dự bị; Thôn Đồng", Audience(statuses=["probationary"], units=["Thôn Đồng"])),
        ("tất cả đảng viên", Audience()),
        ("đảng viên xã Húc Động", Audience(units=["xã Húc Động"])),
        ("đảng viên dự bị của xã Húc Động", Audience(statuses=["probationary"], units=["xã Húc Động"])),
        ("Đảng ủy xã Húc Động và Thôn Tây", Audience(units=["Đảng ủy xã Húc Động", "Thôn Tây"])),
    ],
)
def test_for_whom_it_is(text: str, audience: Audience) -> None:
    assert read_audience(text) == audience


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert read_line(text, TODAY).number
    read_audience(text)
