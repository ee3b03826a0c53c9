"""What was sent to many in a period, sorted and cut by the database; the same on both."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.announcements import Announcement
from bot.model.indicators import FigureKind, Indicator, IndicatorRound, Repeat
from bot.model.meetings import Step
from bot.model.notices import Notice, NoticeState
from bot.model.polls import Poll
from bot.model.units import Unit
from bot.reports.broadcasts import ORDERS, Span, count_in, ids_at_and_below, newest, sent_in
from bot.reports.countable import countable
from tests import village
from tests.conftest import NOW

DAY = timedelta(days=1)


async def sent(db: AsyncSession) -> tuple[Unit, Unit]:
    """A day apart each: Thôn A announces something, Thôn B asks a question, the commune asks both for a number."""
    commune = await village.commune(db, "xa", date(2026, 1, 1))
    a, b = [await village.cell(db, commune, code, date(2026, 1, 1)) for code in ("a", "b")]
    announcement = Announcement(unit_id=a.id, text="Dọn vườn", by="t", made_at=NOW, until_at=NOW + DAY, people=3)
    poll = Poll(unit_id=b.id, number=1, question="Đi đâu?", answers=[], by="t", made_at=NOW + DAY, closes_at=NOW + DAY)
    indicator = Indicator(
        unit_id=commune.id, name="Hộ nghèo", counted="", kind=FigureKind.NUMBER, classes=[], repeat=Repeat.ONCE,
        due_on=NOW.date(), addressees={}, by="t", made_at=NOW,
    )  # fmt: skip
    db.add_all([announcement, poll, indicator])
    await db.flush()
    days = [dict.fromkeys(("starts_on", "ends_on", "opens_on", "due_on"), NOW.date() + DAY * one) for one in (0, 60)]
    rounds = [IndicatorRound(indicator_id=indicator.id, **one) for one in days]
    db.add_all(rounds)
    await db.flush()
    leader = await village.member(db, a, "Lò Thị An")
    db.add(
        Notice(
            about=f"figures:{rounds[0].id}", member_id=leader.id, revision=a.id, step=Step.INDICATOR,
            not_before=NOW + 2 * DAY, state=NoticeState.WAITING, attempts=0,
        )
    )  # fmt: skip
    await db.flush()
    return commune, a


async def test_each_is_listed_once_in_every_order_and_a_round_only_once_somebody_was_asked(db: AsyncSession) -> None:
    commune, _ = await sent(db)
    assert await ids_at_and_below(db, commune, 2) is None
    every = await ids_at_and_below(db, commune, 3)
    assert every is not None
    span = Span(every, NOW, NOW + 3 * DAY)
    assert await count_in(db, span) == 3
    kinds = [one.kind for one in await sent_in(db, span, "", 0, 10)]
    assert kinds == ["figures", "poll", "announcement"] == [one.kind for one in await newest(db, commune)]
    for order in (*ORDERS, *(f"-{one}" for one in ORDERS)):
        parts = [await sent_in(db, span, order, first, 1) for first in range(4)]
        assert sorted(one.kind for part in parts for one in part) == sorted(kinds), order


async def test_the_period_begins_with_its_first_moment_and_ends_before_the_next(db: AsyncSession) -> None:
    commune, cell = await sent(db)
    every = [commune.id, cell.id, cell.id + 1]
    for begins, units, kinds in (
        (NOW, every, ["announcement"]), (NOW + DAY, every, ["poll"]), (NOW + 2 * DAY, [commune.id], ["figures"]),
        (NOW, [commune.id], []), (NOW, [cell.id], ["announcement"]),
    ):  # fmt: skip
        found = await sent_in(db, Span(units, begins, begins + DAY), "", 0, 10)
        assert [one.kind for one in found] == kinds


async def test_what_went_to_too_many_is_not_counted(db: AsyncSession) -> None:
    commune, _ = await sent(db)
    found = await newest(db, commune)
    assert len(await countable(db, found, 3)) == 3
    assert [one.partition(":")[0] for one in await countable(db, found, 2)] == ["figures", "poll"]
