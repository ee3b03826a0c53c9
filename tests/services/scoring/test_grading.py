"""The sum of a score sheet: integers, operators, both denominators, gates."""

from dataclasses import replace

import pytest

from bot.model.scores import Grade
from bot.services.scoring.criteria import Fact
from bot.services.scoring.grading import Facts, as_json, from_json, graded
from bot.services.scoring.sheets import shipped

FULL = Facts(20, 20, 0, 0, 0, 0, 95, 90)
WORKED = Facts(25, 21, 3, 1, 1, 0, 95, 90)
"""`domain` rule 7."""


def met(name: str, facts: Facts, key: str = "attendance") -> dict[Fact, bool]:
    profile = shipped()[name]
    result = graded(profile, facts, {one.key: one.most for one in profile.asked})
    (part,) = [one for one in result.parts if one.key == key]
    return {one.fact: one.is_met for one in part.findings}


def of(name: str, facts: Facts, **said: int) -> tuple[int | None, Grade]:
    """Everything asked gets all its points, but for what is said."""
    profile = shipped()[name]
    result = graded(profile, facts, {one.key: one.most for one in profile.asked} | said)
    return result.points, result.grade


def absent(present: int, excused: int, unexcused: int = 0) -> Facts:
    return replace(FULL, expected=present + excused + unexcused, present=present, excused=excused, unexcused=unexcused)


def test_the_worked_example_fails_twice_against_the_frame() -> None:
    assert met("hd12_frame", WORKED) == {Fact.RATE: False, Fact.UNEXCUSED: False, Fact.EXCUSED_RUNNING: True}


@pytest.mark.parametrize(("present", "excused", "is_met"), [(17, 3, False), (18, 2, True), (86, 14, True)])
def test_seventeen_of_twenty_is_exactly_85_and_not_above(present: int, excused: int, is_met: bool) -> None:
    assert met("hd12_frame", absent(present, excused))[Fact.RATE] is is_met


def test_eighteen_of_twenty_is_exactly_90_and_passes_from_90() -> None:
    assert met("tra_vinh", absent(18, 2))[Fact.RATE]
    assert not met("tra_vinh", absent(17, 3))[Fact.RATE]


@pytest.mark.parametrize(("count", "is_met"), [(3, True), (4, False)])
def test_three_running_and_three_of_own_business_are_allowed(count: int, is_met: bool) -> None:
    assert met("hd12_frame", replace(FULL, excused_running=count))[Fact.EXCUSED_RUNNING] is is_met
    assert met("tra_vinh", replace(FULL, personal=count))[Fact.PERSONAL] is is_met


@pytest.mark.parametrize(
    ("minutes", "wanted", "is_met"), [(90, 90, True), (89, 90, False), (100, 120, False), (60, 60, True)]
)
def test_the_length_is_that_of_the_unit(minutes: int, wanted: int, is_met: bool) -> None:
    facts = replace(FULL, minutes=minutes, least_minutes=wanted)
    assert met("hd12_frame", facts, "length") == {Fact.MINUTES: is_met}


def test_points_are_cut_and_a_share_is_never_all() -> None:
    """21/25 of 20 points is 16.8; one without leave, and all but one there: 19."""
    assert of("phu_tho_100", WORKED) == (96, Grade.GOOD)
    assert of("phu_tho_100", absent(999, 0, 1)) == (99, Grade.GOOD)
    assert of("phu_tho_100", FULL) == (100, Grade.GOOD)


def test_the_adjusted_sheet_takes_leaves_out_before_dividing() -> None:
    assert of("adjusted_10", absent(15, 5)) == (100, Grade.GOOD)
    assert of("adjusted_10", WORKED)[0] == 99
    assert of("adjusted_10", absent(0, 5)) == (100, Grade.GOOD)


@pytest.mark.parametrize(
    ("conduct", "grade"), [(45, "good"), (35, "good"), (34, "fair"), (15, "fair"), (14, "average")]
)
def test_the_cut_offs_are_from(conduct: int, grade: str) -> None:
    assert of("phu_tho_100", FULL, conduct=conduct)[1] == grade


@pytest.mark.parametrize("key", ["discussion", "minutes"])
def test_without_full_marks_in_four_criteria_no_meeting_is_good(key: str) -> None:
    most = {"discussion": 20, "minutes": 10}[key]
    assert of("binh_thuan_100", FULL, **{key: most - 1}) == (99, Grade.FAIR)
    assert of("binh_thuan_100", replace(FULL, minutes=80)) == (90, Grade.FAIR)
    assert of("binh_thuan_100", FULL, results=11) == (91, Grade.GOOD)


def test_a_sheet_without_points_counts_what_is_not_met() -> None:
    assert of("hd12_frame", FULL) == (None, Grade.GOOD)
    assert of("hd12_frame", FULL, conduct=0) == (None, Grade.FAIR)
    assert of("hd12_frame", FULL, conduct=0, results=0) == (None, Grade.AVERAGE)
    assert of("hd12_frame", FULL, conduct=0, results=0, preparation=0) == (None, Grade.POOR)


def test_a_meeting_that_does_not_reach_the_attendance_is_at_most_average() -> None:
    assert of("hd12_frame", WORKED) == (None, Grade.AVERAGE)


def test_somebody_disciplined_makes_it_poor() -> None:
    assert of("tra_vinh", FULL, discipline=0) == (None, Grade.POOR)


def test_what_is_kept_is_what_was_counted() -> None:
    profile = shipped()["binh_thuan_100"]
    parts = graded(profile, WORKED, {one.key: 1 for one in profile.asked}).parts
    assert from_json(as_json(parts)) == parts
