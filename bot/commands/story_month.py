"""An invented commune and its month: what its people do, on phones of the rehearsal network."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.house import House
from bot.model.inbox import InboxRow
from bot.model.meetings import Meeting, MeetingKind, MeetingStep, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.refusals import LeaveUndecided, StillUnmarked
from bot.reports.participation import Line, participation
from bot.services import joining, ledger, meetings, roll, tree
from bot.services import participation as counting
from bot.services.import_writing import write_import
from bot.services.importing import plan_import
from bot.services.invitations import list_of
from bot.services.recount import recount
from bot.services.roster.reading import read_roster
from bot.words import rehearsal as words
from bot.words import vi
from bot.words.times import at_local, day_of, month_of

if TYPE_CHECKING:
    from bot.channels.rehearsal import Phone
    from bot.channels.rehearsal import Rehearsal as Network

CODE = "suoi-trong"
BY = "rehearsal"
SMART, PLAIN = 0.6, 0.88
"""Up to the first share of people have a smart phone, up to the second a plain one, the rest none."""


def invented_roster(path: Path) -> Path:
    """A workbook as a commune office keeps it, with 165 invented people."""
    luck = random.Random(1975)  # noqa: S311 - always the same people
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [words.COMMUNE.upper()])
        sheet.write_row(2, 0, words.HEADINGS)
        row = 3
        for cell, size in words.CELLS:
            for place in range(size):
                sheet.write_row(row, 0, _person(luck, row - 2, cell, place))
                row += 1
    return path


def _person(luck: random.Random, number: int, cell: str, place: int) -> list[str | int]:
    is_woman = luck.random() < 0.45
    middle, given = (words.MIDDLE_WOMEN, words.GIVEN_WOMEN) if is_woman else (words.MIDDLE_MEN, words.GIVEN_MEN)
    name = f"{luck.choice(words.FAMILY)} {luck.choice(middle)} {luck.choice(given)}"
    born = luck.randint(1942, 2002)
    joined = datetime(min(born + luck.randint(20, 40), 2024), luck.randint(1, 12), luck.randint(1, 28))  # noqa: DTZ001
    duty = words.DUTIES[place] if place < len(words.DUTIES) else ""
    note = words.EXEMPT_NOTE if born < 1947 and not duty else words.AWAY_NOTE if number % 41 == 0 and not duty else ""
    official = joined.replace(year=joined.year + 1)
    return [number, name, born, cell, duty, f"{joined:%d/%m/%Y}", f"{official:%d/%m/%Y}", f"0900000{number:03}", note]


@dataclass
class Rehearsal:
    """The story, with a clock that can be moved on."""

    house: House
    channels: "Mapping[str, Network]"
    ring: Callable[[], None] = lambda: None
    moved_on: timedelta = timedelta()
    luck: random.Random = field(default_factory=lambda: random.Random(20261121))  # noqa: S311 - the same story each time
    smart: "list[Phone]" = field(default_factory=list)
    plain: "list[Phone]" = field(default_factory=list)
    meeting_ids: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        evening = at_local(day_of(self.now()) + timedelta(days=8), time(19, 30))
        self.starts_at = evening

    def now(self) -> datetime:
        return self.house.settings.now() + self.moved_on

    async def move_on_to(self, moment: datetime) -> None:
        """Set the clock, let it tick, and wait until all that was due has been said and answered."""
        self.moved_on += moment - self.now()
        await asyncio.sleep(1.2)
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is on its way."""
        self.ring()
        while True:
            await asyncio.sleep(0.1)
            async with self.house.sessions() as db:
                if not await self._busy(db):
                    return

    async def _busy(self, db: AsyncSession) -> bool:
        unread = any(not channel.is_idle for channel in self.channels.values())
        unheard = await db.scalar(select(func.count(InboxRow.id)).where(InboxRow.handled_at.is_(None)))
        unsent = await db.scalar(
            select(func.count(Notice.id)).where(
                Notice.state.in_((NoticeState.WAITING, NoticeState.SENDING)), Notice.not_before <= self.now()
            )
        )
        steps = await db.scalar(
            select(func.count(MeetingStep.id)).where(MeetingStep.done_at.is_(None), MeetingStep.due_at <= self.now())
        )
        return unread or bool(unheard or unsent or steps)

    async def read_roster(self, file: Path) -> dict[str, int]:
        sheet = read_roster(file, day_of(self.now()))
        async with self.house.sessions.begin() as db:
            plan = await plan_import(db, CODE, sheet, day_of(self.now()))
            await write_import(db, CODE, sheet.title or words.COMMUNE, plan, BY, self.now())
        return {
            "people": len(sheet.people),
            "cells": len(plan.cells),
            "added": len(plan.added),
            "bad": len(sheet.bad),
            "warnings": len(sheet.warnings),
        }

    async def everybody_joins(self) -> dict[str, int]:
        """Each types the code that the secretary handed over, and agrees."""
        async with self.house.sessions.begin() as db:
            members = (await db.scalars(select(Member).order_by(Member.id))).all()
            codes = await joining.invite(db, members, BY, self.now())
        for invitation in codes:
            share = self.luck.random()
            if share < PLAIN:
                self._gets_phone(invitation, is_smart=share < SMART)
        await self.quiet()
        for phone in self.smart:
            phone.taps(phone.screen[-1].choices[0].label)
        for phone in self.plain:
            phone.says("1")
        await self.quiet()
        return {"smart": len(self.smart), "plain": len(self.plain), "none": len(codes) - len(self.smart + self.plain)}

    def _gets_phone(self, invitation: joining.Invitation, *, is_smart: bool) -> None:
        network = self.channels["rehearsal" if is_smart else "rehearsal_plain"]
        phone = network.phone(invitation.member.phone or str(invitation.member.id))
        (self.smart if is_smart else self.plain).append(phone)
        phone.says(f"/start {invitation.token}" if is_smart else invitation.code.lower())

    async def call_meetings(self) -> dict[str, int]:
        people = unreached = 0
        async with self.house.sessions.begin() as db:
            call = meetings.checked(MeetingKind.REGULAR, self.starts_at, words.PLACE, words.TOPIC, self.now())
            for cell in await tree.children(db, await tree.unit_of(db, CODE)):
                preview = await meetings.preview(db, cell, call, self.now())
                people, unreached = people + preview.people, unreached + len(preview.unreached)
                self.meeting_ids.append((await meetings.call_meeting(db, cell, call, BY, self.now())).id)
        return {"people": people, "reached": people - unreached, "unreached": unreached}

    async def notices_go_out(self) -> None:
        await self.move_on_to(self.starts_at - timedelta(days=3))

    async def people_answer(self) -> None:
        """Most come, some stay away, some write what needs asking back, some say nothing."""
        for phone in self._invited():
            self._one_answers(phone, self.luck.random())
        await self.quiet()

    def _invited(self) -> "list[Phone]":
        return [phone for phone in self.smart + self.plain if len(phone.screen) > 2]

    def _one_answers(self, phone: "Phone", mood: float) -> None:
        taps = phone.network.capabilities.buttons and self.luck.random() < 0.7
        if mood < 0.68:
            phone.taps(vi.COMING) if taps else phone.says(self.luck.choice(words.WORDS_COMING))
        elif mood < 0.78:
            phone.taps(vi.AWAY) if taps else phone.says(self.luck.choice(words.WORDS_AWAY))
        elif mood < 0.84:
            phone.says(self.luck.choice(words.WORDS_ODD))

    async def remind(self) -> int:
        for before in (timedelta(days=1), timedelta(hours=2)):
            await self.move_on_to(self.starts_at - before)
            for phone in self._just_reminded():
                self._one_answers(phone, self.luck.random() * 1.3)
            await self.quiet()
        async with self.house.sessions() as db:
            reminders = Notice.step.in_((Step.REMINDER, Step.LAST_REMINDER))
            return (
                await db.scalar(select(func.count(Notice.id)).where(reminders, Notice.state == NoticeState.SENT)) or 0
            )

    def _just_reminded(self) -> "list[Phone]":
        return [
            phone
            for phone in self.smart + self.plain
            if phone.screen and phone.screen[-1].text.startswith(vi.REMINDER_BEGINS)
        ]

    async def take_rolls(self) -> str:
        """Each secretary marks who came, sees who would be unexcused, decides and closes."""
        await self.move_on_to(self.starts_at + timedelta(hours=2))
        named = ""
        for meeting_id in self.meeting_ids:
            named = await self._take_roll(meeting_id) or named
        async with self.house.sessions.begin() as db:
            await counting.roll_up_all(db, self.now())
        return named

    async def _take_roll(self, meeting_id: int) -> str:
        async with self.house.sessions.begin() as db:
            listed = await list_of(db, await meetings.meeting_of(db, meeting_id))
            here = [one for one, row in listed.items() if row.answer != "away" and self.luck.random() < 0.96]
            await roll.take_roll(db, meeting_id, roll.Marks(present=here), BY, self.now())
        named = await self._try_to_close(meeting_id)
        async with self.house.sessions.begin() as db:
            asked = [one for one, row in listed.items() if row.answer == "away"]
            await roll.take_roll(db, meeting_id, roll.Marks(excused=asked), BY, self.now())
            await roll.take_roll(db, meeting_id, roll.Marks(rest_unexcused=True), BY, self.now())
            await roll.close_roll(db, meeting_id, BY, self.now())
        return named

    async def _try_to_close(self, meeting_id: int) -> str:
        try:
            async with self.house.sessions.begin() as db:
                await roll.close_roll(db, meeting_id, BY, self.now())
        except (LeaveUndecided, StillUnmarked) as refusal:
            return str(refusal.facts["names"])
        return ""

    async def report(self) -> list[Line]:
        month = month_of(day_of(self.starts_at))
        async with self.house.sessions() as db:
            return await participation(db, await tree.unit_of(db, CODE), month, month)

    async def ledger(self) -> dict[str, int]:
        async with self.house.sessions() as db:
            called = [await db.get_one(Meeting, meeting_id) for meeting_id in self.meeting_ids]
            books = [await ledger.ledger_of(db, meeting) for meeting in called]
        owed = sum(len(book.people) for book in books)
        sent, failed = (sum(book.count(state) for book in books) for state in (NoticeState.SENT, NoticeState.FAILED))
        return {"owed": owed, "sent": sent, "failed": failed, "rest": owed - sent - failed}

    async def recount(self) -> int:
        async with self.house.sessions() as db:
            return len(await recount(db, "0000-00"))
