"""Who leads a cell: calls, moves, calls off, decides leaves, holds the roll, corrects it, writes minutes."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from tests.scenarios.people import Person, moment
from tests.scenarios.world import Message, World

LABEL = re.compile(r"^(\d+)\) (.+?)(?:: .*)?$")
LISTED = re.compile(r"(?<![\w/])(\d+) ([^\d;:.,()\n]+?)(?= (?:có|P|K|xin vắng)\b|[;.,:(\n]|$)")
PRESENT, EXCUSED, UNEXCUSED = "present", "excused", "unexcused"
LETTER = {EXCUSED: "P", UNEXCUSED: "K"}


def local(at: datetime) -> datetime:
    return at.astimezone(UTC) + timedelta(hours=7)


def given(name: str) -> str:
    """The last word of a name: in these cells no two people share it."""
    return name.rsplit(maxsplit=1)[-1]


@dataclass
class Held:
    """A roll as the leader meant it."""

    meeting_id: int
    marks: dict[int, str]
    how: str


@dataclass
class Leader:
    """The leadership of one cell; `deputy` where the secretary cannot."""

    world: World
    luck: random.Random
    cell_id: int
    secretary: Person
    deputy: Person
    people: list[Person]
    held: dict[int, Held] = field(default_factory=dict)
    seen: set[tuple[int, int]] = field(default_factory=set)
    """Meetings and revisions for which evening and roll are planned."""
    talked: list[str] = field(default_factory=list)
    everybody: dict[str, int] = field(default_factory=dict)
    """Whoever can stand on a roll here, by given name: also who comes from another cell."""
    exempt: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        for one in (self.secretary, self.deputy):
            one.hears.append(partial(self._hears, one))

    @property
    def by_id(self) -> dict[int, Person]:
        return {one.member_id: one for one in self.people}

    # What comes without being asked

    def _hears(self, who: Person, message: Message) -> None:
        """A question about a day that is off, or about the roster, is answered some hours later, mostly."""
        for choice in message.choices:
            if choice.value.startswith("day_off:") and self.luck.random() < 0.8:
                value = self.luck.choice([one.value for one in message.choices if one.value.startswith("day_off:")])
                self._later(who, message, value)
                return
            is_right = choice.value.startswith("roster_right:") and self.luck.random() < 0.7
            if is_right or choice.label.endswith("Đã tiếp nhận"):
                self._later(who, message, choice.value)
                return

    def _later(self, who: Person, message: Message, value: str) -> None:
        async def answers() -> None:
            assert who.network is not None
            await self.world.say(who.network, who.chat, {"press": value, "on": str(message.id)})

        self.world.plan(self.world.now() + timedelta(hours=self.luck.choice((1, 3))), answers)

    # The diary of a day

    async def meetings(self, where: str, **given_: Any) -> list[Any]:
        units = "SELECT id FROM units WHERE id = :cell OR parent_id = :cell"
        return await self.world.rows(
            f"SELECT id, kind, starts_at, state, revision FROM meetings WHERE cell_id IN ({units}) AND {where} "  # noqa: S608 - ours
            "ORDER BY starts_at",
            cell=self.cell_id,
            **given_,
        )

    async def looks_ahead(self) -> None:
        """Each morning: what is tomorrow or today is looked after."""
        for one in await self.meetings("state = 'called'"):
            at, key = moment(one.starts_at), (one.id, one.revision)
            if key in self.seen or at - self.world.now() > timedelta(hours=30) or at <= self.world.now():
                continue
            self.seen.add(key)
            if self.luck.random() < 0.75:
                self.world.plan(at - timedelta(hours=self.luck.choice((3, 8))), partial(self.decides_leaves, one))
            self.world.plan(at + timedelta(minutes=20), partial(self.holds, one))

    # Leaves

    async def decides_leaves(self, one: Any) -> None:
        if not await self._still(one):
            return
        who = self.secretary
        said = await self._opens(who, one, "đơn xin vắng", "leaves")
        if "đơn chờ quyết định" not in said:
            await who.says("thôi")
            return
        waiting = int(re.findall(r"(\d+) đơn chờ quyết định", said)[0])
        shown = min(waiting, 5)
        lot = self.luck.random()
        if lot < 0.3:
            await who.says("đồng ý tất cả")
        elif lot < 0.8:
            yes: list[str] = []
            no: list[str] = []
            for number in range(1, shown + 1):
                (yes if self.luck.random() < 0.7 else no).append(str(number))
            parts = [" ".join(one) + word for one, word in ((yes, " đồng ý"), (no, " không")) if one]
            await who.says(", ".join(parts))
        await who.says("thôi")

    async def _still(self, one: Any) -> bool:
        rows = await self.meetings("id = :id", id=one.id)
        return bool(rows[0].state == "called" and rows[0].revision == one.revision)

    async def _opens(self, who: Person, one: Any, words: str, key: str) -> str:
        """In words; the meeting of a group by the button below its tally, for the words are about the cell's own."""
        if one.kind == "group":
            return await who.presses_value(f"{key}:{one.id}:0")
        return await self._which(who, await who.says(words), one)

    async def _which(self, who: Person, said: str, one: Any) -> str:
        """Where several meetings are meant, the one of this hour."""
        if "buổi họp nào" not in said:
            return said
        at = local(moment(one.starts_at))
        return await who.presses(f"{at:%Hh%M} ngày {at:%d/%m}")

    # The roll

    async def holds(self, one: Any) -> None:
        """By whatever way it is done this time; now and then days later, from paper."""
        if not await self._still(one):
            return
        lot = self.luck.random() if one.kind not in {"committee", "group"} else 1
        if lot < 0.15:
            days = self.luck.choice((1, 2))
            self.world.plan(self.world.now() + timedelta(days=days), lambda: self.calls_roll(one, "paper"))
        elif lot < 0.3:
            await self.lets_check_in(one)
            self.world.plan(self.world.now() + timedelta(minutes=30), lambda: self.calls_roll(one, "check-in"))
        else:
            self.world.plan(self.world.now() + timedelta(minutes=40), lambda: self.calls_roll(one, "line"))

    async def _who_leads(self, one: Any) -> Person:
        rows = await self.world.rows(
            "SELECT answer FROM attendances WHERE meeting_id = :id AND member_id = :member",
            id=one.id,
            member=self.secretary.member_id,
        )
        return self.deputy if rows and rows[0].answer == "away" else self.secretary

    async def lets_check_in(self, one: Any) -> None:
        """The code is said in the room; some of those who are there type it, one of them wrongly."""
        who = await self._who_leads(one)
        said = await self._which(who, await who.says("mở điểm danh"), one)
        if who.offers("Mã đọc bốn số"):
            said = await who.presses("Mã đọc bốn số")
        code = re.findall(r"Mã đọc: (\d{4})", said)
        if not code:
            self.talked.append(said)
            return
        for person in self.people:
            if person.network is None or person in (self.secretary, self.deputy) or self.luck.random() < 0.5:
                continue
            words = self.luck.choice(("DD {}", "{}", "dd{}")).format(code[0])
            if self.luck.random() < 0.05:
                words = "DD 0000" if code[0] != "0000" else "DD 1111"
            await self.world.say(person.network, person.chat, {"text": words})
        await self.world.settle()

    async def calls_roll(self, one: Any, how: str) -> None:
        if not await self._still(one):
            return
        who = await self._who_leads(one)
        if self.exempt and who.has_buttons and self.luck.random() < 0.3:
            await self._sees_exempt(who, one, self.luck.choice(self.exempt))
        numbers = await self._sheet(who, one)
        rows = await self.world.rows(
            "SELECT member_id, answer, mark, is_optional FROM attendances WHERE meeting_id = :id", id=one.id
        )
        stands = {row.member_id: row for row in rows}
        marks = {member: self._came(stands[member], who) for member in numbers if not stands[member].is_optional}
        marks |= {member: PRESENT for member in numbers if stands[member].is_optional and self.luck.random() < 0.4}
        assert {row.member_id for row in rows} == set(numbers), "the sheet is not the list"
        here = {member: mark for member, mark in marks.items() if not stands[member].is_optional}
        said = await self._one_line(who, one, numbers, here, how)
        for member in marks.keys() - here.keys():
            said = await who.says(f"có {numbers[member]}")
        if self.luck.random() < 0.2:
            late = [numbers[member] for member, mark in marks.items() if mark == PRESENT][:2]
            if late:
                said = await who.says("muộn " + " ".join(map(str, late)))
        await self._closes(who, one, said)
        self.held[one.id] = Held(one.id, marks, how)
        if self.luck.random() < 0.25:
            self.world.plan(
                self.world.now() + timedelta(days=self.luck.choice((1, 3, 9))), lambda: self.corrects(one.id)
            )
        if self.luck.random() < 0.7:
            self.world.plan(
                self.world.now() + timedelta(hours=self.luck.choice((1, 20))), lambda: self.writes_minutes(one)
            )

    async def _sees_exempt(self, who: Person, one: Any, person: Person) -> None:
        """Somebody who need not come is there: written down apart, and part of no rate (rule 10)."""
        await who.presses_value(f"guests:{one.id}:0")
        if not who.offers("Đảng viên miễn đến dự"):
            return
        await who.presses("Đảng viên miễn đến dự")
        for _ in range(8):
            if who.offers(person.name):
                await who.presses(person.name)
                return
            if not who.offers("Trang sau"):
                return
            await who.presses("Trang sau")

    def _came(self, row: Any, who: Person) -> str:
        if row.mark == PRESENT or row.member_id == who.member_id:
            return PRESENT
        comes = {"coming": 0.93, "away": 0.08, None: 0.7, "undecided": 0.6}[row.answer]
        if self.luck.random() < comes:
            return PRESENT
        return EXCUSED if self.luck.random() < (0.8 if row.answer == "away" else 0.35) else UNEXCUSED

    async def _sheet(self, who: Person, one: Any) -> dict[int, int]:
        """The number of everybody, as page after page shows it."""
        said = await self._opens(who, one, "điểm danh", "roll")
        return await self._numbers(who, said)

    async def _numbers(self, who: Person, said: str) -> dict[int, int]:
        numbers: dict[int, int] = {}
        for _ in range(30):
            if who.last.choices:
                found = [LABEL.match(choice.label) for choice in who.last.choices]
            else:
                found = list(LISTED.finditer(re.split("Mời|Nhắn", said)[0]))
            numbers |= {self.everybody[given(one[2].strip())]: int(one[1]) for one in found if one}
            if not (who.offers("Trang sau") or "trang sau" in said):
                break
            said = await who.says("trang sau")
        return numbers

    async def _one_line(self, who: Person, one: Any, numbers: dict[int, int], marks: dict[int, str], how: str) -> str:
        away = sorted((numbers[member], LETTER[mark]) for member, mark in marks.items() if mark != PRESENT)
        line = " ".join(f"{number}{letter}" for number, letter in away)
        if how == "paper":
            at, all_of = local(moment(one.starts_at)), len(marks)
            await who.says("thôi")
            said = await who.says(
                f"DD {at:%d/%m/%Y} {all_of - len(away)}/{all_of}" + (f" vang: {line}" if away else "")
            )
            return await self._which(who, said, one)
        return await who.says(f"đủ trừ {line}" if away else "đủ")

    async def _closes(self, who: Person, one: Any, said: str) -> None:
        for _ in range(12):
            if who.offers("Chốt điểm danh"):
                said = await who.presses("Chốt điểm danh")
                break
            said = await who.presses("Xem tiếp") if who.offers("Xem tiếp") else await who.says("xong")
        rows = await self.meetings("id = :id", id=one.id)
        assert rows[0].state == "closed", (who.name, said, [m.text for m in who.received[-5:]])

    async def corrects(self, meeting_id: int) -> None:
        """One or two were marked wrongly."""
        who, held = self.secretary, self.held[meeting_id]
        wrong = [one for one in held.marks if one != who.member_id]
        if not wrong:
            return
        fixed = {}
        for member in self.luck.sample(wrong, min(len(wrong), self.luck.choice((1, 2)))):
            fixed[member] = self.luck.choice(
                [mark for mark in (PRESENT, EXCUSED, UNEXCUSED) if mark != held.marks[member]]
            )
        said = await who.presses_value(f"roll:{meeting_id}:0")
        numbers = await self._numbers(who, said)
        parts = [
            f"{numbers[one]}{LETTER[mark]}" if mark in LETTER else f"{numbers[one]} có" for one, mark in fixed.items()
        ]
        said = await who.says("sửa " + ", ".join(parts))
        await who.presses("Ghi sửa đổi")
        held.marks |= fixed

    # Minutes

    async def writes_minutes(self, one: Any) -> None:
        who = self.secretary
        at = local(moment(one.starts_at))
        said = await who.presses_value(f"minutes:{one.id}")
        for _ in range(12):
            if "Kết thúc lúc" in said:
                said = await who.says(f"{at + timedelta(minutes=self.luck.choice((75, 95, 125))):%Hh%M}")
            elif "Ai chủ trì" in said or "Ai ghi biên bản" in said:
                said = (
                    await who.presses_value(next(c.value for c in who.last.choices))
                    if who.last.choices
                    else await who.says("1")
                )
            elif "lượt ý kiến" in said and "?" in said:
                said = await who.says(str(self.luck.randrange(3, 12)))
            elif "nghị quyết" in said and "?" in said:
                said = await who.says("không")
            else:
                break
        if who.offers("Xong biên bản"):
            said = await who.presses("Xong biên bản")
        self.talked.append(said)

    # Meetings that go otherwise

    async def calls(self, words: str) -> str:
        said = await self.secretary.says(words)
        return said if "Gửi" not in said and not self.secretary.offers("Gửi giấy mời") else await self.sends()

    async def sends(self) -> str:
        said = await self.secretary.says("gửi")
        if self.secretary.offers("Gửi ngay"):
            said = await self.secretary.presses("Gửi ngay")
        self.world.plan(self.world.now() + timedelta(minutes=10), self.looks_ahead)
        return said

    async def moves(self, one: Any, to: datetime) -> None:
        who = self.secretary
        await who.presses_value(f"move:{one.id}:{one.revision}")
        await who.says(f"{local(to):%d/%m/%Y} {local(to):%Hh%M}")
        said = await who.presses("Dời họp")
        assert "Đã dời họp" in said, said

    async def cancels(self, one: Any) -> None:
        who = self.secretary
        await who.presses_value(f"cancel:{one.id}:{one.revision}")
        said = await who.presses("Hoãn họp")
        assert "hoãn" in said.lower(), said


def every_morning(world: World, leaders: Sequence[Leader], begins: datetime, ends: datetime) -> None:
    """Half past six, on the clocks of Viet Nam."""
    day = begins
    while day < ends:
        at = local(day).replace(hour=6, minute=30, second=0, microsecond=0) - timedelta(hours=7)
        for leader in leaders:
            world.plan(at, leader.looks_ahead)
        day += timedelta(days=1)
