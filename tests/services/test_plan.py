"""When the people of a meeting are told: the ladder of notice and reminders, and the quiet hours."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.config import QuietHours, quiet_hours
from bot.model.meetings import Meeting, MeetingKind, Step
from bot.services.ladder import Plan, plan_of
from bot.services.unit_settings import UnitSettings, after_quiet
from bot.words.times import local
from tests.village import at

NIGHT = quiet_hours("21:00-07:00")
USUAL = UnitSettings(quiet_hours=NIGHT)

TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))
QUIET = st.one_of(st.none(), st.builds(QuietHours, TIMES, TIMES))
MOMENTS = st.integers(0, 60 * 24 * 400).map(lambda minutes: at(2026, 11, 21) + timedelta(minutes=minutes))
AHEAD = st.integers(1, 60 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
SETTINGS = st.builds(
    UnitSettings,
    notice_hours=st.integers(0, 200),
    reminder_hours=st.integers(0, 100),
    last_reminder_hours=st.integers(0, 48),
    quiet_hours=QUIET,
)


def plan(
    starts_at: datetime, now: datetime, kind: MeetingKind = MeetingKind.REGULAR, using: UnitSettings = USUAL
) -> Plan:
    return plan_of(Meeting(kind=kind, starts_at=starts_at), using, now)


def is_quiet(moment: datetime, quiet: QuietHours | None) -> bool:
    """Counted minute by minute round the clock, unlike the code."""
    if quiet is None or quiet.begins == quiet.ends:
        return False
    minutes = [one.hour * 60 + one.minute for one in (quiet.begins, quiet.ends)]
    begins, ends = minutes[0], minutes[1] if minutes[1] > minutes[0] else minutes[1] + 24 * 60
    minute = local(moment).hour * 60 + local(moment).minute
    return begins <= minute < ends or begins <= minute + 24 * 60 < ends


def test_called_early_the_ladder_is_three_days_one_day_two_hours() -> None:
    starts_at = at(2026, 12, 3, 19, 30)
    found = plan(starts_at, at(2026, 11, 21))
    assert found.notice_at == at(2026, 11, 30, 19, 30)
    assert found.reminders == ((Step.REMINDER, at(2026, 12, 2, 19, 30)), (Step.LAST_REMINDER, at(2026, 12, 3, 17, 30)))


def test_what_is_past_is_told_at_once_and_in_one_message() -> None:
    now = at(2026, 12, 3, 8)
    found = plan(at(2026, 12, 3, 19, 30), now)
    assert found == Plan(now, ((Step.LAST_REMINDER, at(2026, 12, 3, 17, 30)),))


def test_called_within_the_last_two_hours_there_is_the_notice_alone() -> None:
    now = at(2026, 12, 3, 18)
    assert plan(at(2026, 12, 3, 19, 30), now) == Plan(now, ())


def test_a_reminder_in_the_night_waits_for_the_morning() -> None:
    found = plan(at(2026, 12, 3, 8), at(2026, 11, 21))
    assert found.reminders == ((Step.REMINDER, at(2026, 12, 2, 8)), (Step.LAST_REMINDER, at(2026, 12, 3, 7)))


def test_an_extraordinary_meeting_is_told_at_once_and_half_an_hour_before() -> None:
    now = at(2026, 12, 2, 22)
    found = plan(at(2026, 12, 3, 5), now, MeetingKind.EXTRAORDINARY)
    assert found == Plan(now, ((Step.LAST_REMINDER, at(2026, 12, 3, 4, 30)),))


def test_an_extraordinary_meeting_in_a_quarter_of_an_hour_has_no_reminder() -> None:
    now = at(2026, 12, 2, 22)
    assert plan(now + timedelta(minutes=15), now, MeetingKind.EXTRAORDINARY) == Plan(now, ())


def test_called_in_the_night_for_the_early_morning_it_is_told_all_the_same() -> None:
    now = at(2026, 12, 2, 22)
    assert plan(at(2026, 12, 3, 6, 30), now).notice_at == now


def test_a_notice_that_the_night_would_swallow_is_told_before_it() -> None:
    now = at(2026, 12, 1, 9)
    found = plan(at(2026, 12, 3, 6, 30), now, using=UnitSettings(notice_hours=2, quiet_hours=NIGHT))
    assert found.notice_at == now


@pytest.mark.parametrize(
    "starts_at",
    [
        at(2026, 11, 30, 23, 59),
        at(2026, 12, 31, 23, 59),
        at(2027, 2, 28, 19),
        at(2028, 2, 29, 19),
        at(2027, 2, 5, 19),  # the last day before Tết
        at(2027, 2, 6, 8),  # its first
        at(2027, 2, 8, 19),
    ],
)
def test_month_ends_and_tet_are_days_like_others(starts_at: datetime) -> None:
    found = plan(starts_at, at(2026, 11, 21), using=UnitSettings())
    hours = [(starts_at - moment) / timedelta(hours=1) for _, moment in found.reminders]
    assert (starts_at - found.notice_at, hours) == (timedelta(hours=72), [24, 2])


@settings(max_examples=60)
@given(MOMENTS, AHEAD, SETTINGS)
@example(at(2026, 12, 2, 22), timedelta(hours=8), USUAL)
def test_every_step_is_to_come_and_before_the_start(now: datetime, ahead: timedelta, using: UnitSettings) -> None:
    found = plan(now + ahead, now, using=using)
    moments = [found.notice_at, *(moment for _, moment in found.reminders)]
    assert now <= moments[0]
    assert moments == sorted(set(moments))
    assert moments[-1] < now + ahead


@settings(max_examples=60)
@given(MOMENTS, AHEAD, SETTINGS)
def test_no_reminder_is_sent_in_the_quiet_hours(now: datetime, ahead: timedelta, using: UnitSettings) -> None:
    found = plan(now + ahead, now, using=using)
    assert not any(is_quiet(moment, using.quiet_hours) for _, moment in found.reminders)


@settings(max_examples=60)
@given(MOMENTS, AHEAD, SETTINGS)
def test_a_notice_is_sent_in_the_quiet_hours_only_if_later_were_too_late(
    now: datetime, ahead: timedelta, using: UnitSettings
) -> None:
    found = plan(now + ahead, now, using=using)
    if is_quiet(found.notice_at, using.quiet_hours):
        assert found.notice_at == now
        assert after_quiet(now, using.quiet_hours) >= now + ahead


@settings(max_examples=60)
@given(MOMENTS, AHEAD, SETTINGS)
def test_no_step_comes_twice(now: datetime, ahead: timedelta, using: UnitSettings) -> None:
    steps = [step for step, _ in plan(now + ahead, now, using=using).reminders]
    assert len(steps) == len(set(steps))


@settings(max_examples=60)
@given(MOMENTS, QUIET)
def test_after_the_quiet_hours_is_never_earlier_and_never_in_them(moment: datetime, quiet: QuietHours | None) -> None:
    later = after_quiet(moment, quiet)
    assert moment <= later < moment + timedelta(days=1)
    assert not is_quiet(later, quiet)


@settings(max_examples=60)
@given(MOMENTS, QUIET)
def test_after_the_quiet_hours_once_is_enough(moment: datetime, quiet: QuietHours | None) -> None:
    once = after_quiet(moment, quiet)
    assert after_quiet(once, quiet) == once


@settings(max_examples=60)
@given(MOMENTS, QUIET)
def test_outside_the_quiet_hours_nothing_waits(moment: datetime, quiet: QuietHours | None) -> None:
    assert (after_quiet(moment, quiet) == moment) is not is_quiet(moment, quiet)


@pytest.mark.parametrize(
    ("hour", "sent"),
    [(time(20, 59), (3, 20, 59)), (time(21, 0), (4, 7, 0)), (time(6, 59), (3, 7, 0)), (time(7, 0), (3, 7, 0))],
)
def test_the_usual_night(hour: time, sent: tuple[int, int, int]) -> None:
    assert after_quiet(at(2026, 12, 3, hour.hour, hour.minute), NIGHT) == at(2026, 12, *sent)
