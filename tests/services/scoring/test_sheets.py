"""Score sheets as data: those that come with us, and what is wrong with one that an office has written."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.scores import Grade
from bot.refusals import ProfileWrong
from bot.services.scoring.criteria import Denominator, Fact
from bot.services.scoring.grading import Facts, graded
from bot.services.scoring.sheets import profile_from, profile_of, shipped, shipped_texts

GOOD: dict[str, Any] = {
    "title": "Khung thử",
    "source": "văn phòng",
    "cutoffs": {"good": 8, "fair": 6, "average": 4},
    "criteria": [
        {"key": "attendance", "title": "Dự họp", "points": 5, "otherwise": "share",
         "rules": [{"fact": "rate", "operator": ">", "value": 85}]},
        {"key": "conduct", "title": "Tiến hành", "points": 5},
    ],
    "gates": [{"needs": ["attendance"], "at_most": "fair"}],
}  # fmt: skip


def test_the_five_sheets_come_with_us_and_none_is_binding() -> None:
    assert set(shipped()) == {"hd12_frame", "tra_vinh", "phu_tho_100", "binh_thuan_100", "adjusted_10"}
    assert all(one.source and one.note for one in shipped().values())


def test_their_attendance_is_what_the_sources_say() -> None:
    rates = {
        name: [
            (rule.operator, rule.value, rule.denominator)
            for one in profile.criteria
            for rule in one.rules
            if rule.fact is Fact.RATE
        ]
        for name, profile in shipped().items()
    }
    assert rates["hd12_frame"] == [(">", 85, Denominator.STRICT)]
    assert rates["tra_vinh"] == [(">=", 90, Denominator.STRICT)]
    assert rates["adjusted_10"] == [(">=", 100, Denominator.ADJUSTED)]
    points = {one.key: one.points for one in shipped()["phu_tho_100"].criteria}
    assert points == {"preparation": 15, "attendance": 20, "conduct": 45, "closing": 20}
    cut = {Grade.GOOD: 90, Grade.FAIR: 70, Grade.AVERAGE: 50}
    assert shipped()["phu_tho_100"].cutoffs == shipped()["binh_thuan_100"].cutoffs == cut


def test_those_of_a_hundred_points_have_a_hundred() -> None:
    assert {shipped()[name].most for name in ("phu_tho_100", "binh_thuan_100", "adjusted_10")} == {100}
    assert shipped()["hd12_frame"].most is None


def test_a_sheet_of_an_office_is_read() -> None:
    profile = profile_of("own", GOOD)
    assert (profile.most, [one.key for one in profile.asked], profile.needs_hours) == (10, ["conduct"], False)


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("thiếu", {"cutoffs": None}),
    ("title", {"title": ""}),
    ("source", {"source": 7}),
    ("criteria", {"criteria": []}),
    ("không hiểu", {"colour": "red"}),
    ("key", {"criteria": [{"key": "Dự họp", "title": "x"}]}),
    ("hai lần", {"criteria": [{"key": "a", "title": "x"}, {"key": "a", "title": "y"}], "gates": []}),
    ("points", {"criteria": [{"key": "a", "title": "x", "points": 0}]}),
    ("points", {"criteria": [{"key": "a", "title": "x", "points": True}]}),
    ("hoặc mọi tiêu chí", {"criteria": [{"key": "a", "title": "x", "points": 5}, {"key": "b", "title": "y"}]}),
    ("otherwise", {"criteria": [{"key": "a", "title": "x", "otherwise": "share"}], "gates": []}),
    ("không hiểu", {"criteria": [{"key": "a", "title": "x", "rules": [{"fact": "mood", "operator": ">"}]}]}),
    ("không hiểu", {"criteria": [{"key": "a", "title": "x", "rules": [{"fact": "rate", "operator": "<"}]}]}),
    ("value", {"criteria": [{"key": "a", "title": "x", "rules": [{"fact": "rate", "operator": ">", "value": 101}]}]}),
    ("không hiểu", {"gates": [{"needs": ["mood"], "at_most": "fair"}]}),
    ("cutoffs", {"cutoffs": {"good": 6, "fair": 8, "average": 4}}),
    ("average", {"cutoffs": {"good": 8, "fair": 6}}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "change"), WRONG)
def test_what_is_wrong_with_a_sheet_is_said(what: str, change: dict[str, Any]) -> None:
    with pytest.raises(ProfileWrong) as refusal:
        profile_of("own", GOOD | change)
    assert what in str(refusal.value.facts["why"])


@pytest.mark.parametrize("text", ["", "{}", "title = ", "[[" * 2000, "title = 7"])
def test_a_file_that_is_no_sheet_is_refused(text: str) -> None:
    with pytest.raises(ProfileWrong):
        profile_from("own", text)


@pytest.mark.parametrize("name", ["", "Own", "a b", "9x", "x" * 33, "a:b"])
def test_a_name_goes_into_buttons(name: str) -> None:
    with pytest.raises(ProfileWrong):
        profile_of(name, GOOD)


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["rate", "good", "a", ">"]),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, "key", "rules", "fact"]), some),
)


@given(st.sampled_from(list(GOOD)), JSONS)
def test_nothing_in_a_file_ends_in_anything_but_a_sheet_or_a_sentence(name: str, value: object) -> None:
    try:
        profile_of("own", GOOD | {name: value})
    except ProfileWrong:
        return


@given(st.sampled_from(sorted(shipped_texts())), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.data())
def test_the_grade_falls_with_nobody_more_present(
    name: str, present: int, excused: int, unexcused: int, data: st.DataObject
) -> None:
    """Whoever was away and comes instead makes no meeting worse."""
    profile = shipped()[name]
    said = {one.key: data.draw(st.integers(0, one.most)) for one in profile.asked}

    def of(present: int, excused: int, unexcused: int) -> int:
        facts = Facts(present + excused + unexcused, present, excused, unexcused, 0, 0, 95, 90)
        return list(Grade).index(graded(profile, facts, said).grade)

    if present + excused + unexcused and unexcused:
        assert of(present + 1, excused, unexcused - 1) <= of(present, excused, unexcused)
