"""What happens to a cell in a year beside its monthly meetings."""

import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from tests.scenarios.cast import Cell
from tests.scenarios.leader import given, local
from tests.scenarios.people import moment
from tests.scenarios.world import World

YEAR = 2027
BEGINS = datetime(YEAR - 1, 12, 26, 1, 0, tzinfo=UTC)
ENDS = datetime(YEAR + 1, 1, 5, 1, 0, tzinfo=UTC)
PLACE = "Nhà văn hóa thôn"


def at(month: int, day: int, hour: int = 9) -> datetime:
    """An hour of the year on the clocks of Viet Nam."""
    return datetime(YEAR, month, day, hour, tzinfo=UTC) - timedelta(hours=7)


class Script:
    """Puts events into the world; whatever the leader says is checked to have been understood."""

    def __init__(self, world: World, cell: Cell, luck: random.Random, until: datetime = ENDS) -> None:
        self.world, self.cell, self.luck, self.until = world, cell, luck, until
        self.leader, self.secretary = cell.leader, cell.leader.secretary

    def on(self, when: datetime, deed: Callable[[], Awaitable[None]]) -> None:
        if when < self.until:
            self.world.plan(when, deed)

    async def sets_series(self, words: str) -> None:
        said = await self.secretary.says(f"lịch hằng tháng {words}, {PLACE}")
        said = await self.secretary.presses("Đặt lịch")
        assert "Đã đặt lịch" in said, said

    async def calls(self, words: str, day: datetime) -> None:
        """In one line; where something stands in the way it is said again."""
        moment_ = local(day)
        said = await self.leader.calls(f"gọi họp {words} {moment_:%d/%m/%Y %Hh%M}, {PLACE}")
        found = await self.leader.meetings("starts_at = :at", at=day.strftime("%Y-%m-%d %H:%M:%S.%f"))
        assert found, said

    def thematic_each_quarter(self, *, combined: bool = False) -> None:
        """In the last month of each; once, where wanted, in one sitting with the regular one."""
        for month in (3, 6, 9, 12):
            if combined and month == 6:
                continue
            day = at(month, self.luck.randrange(18, 24), 19)
            self.on(day - timedelta(days=6), partial(self.calls, "chuyên đề", day))

    def extraordinary(self, month: int) -> None:
        day = at(month, 14, 15)
        self.on(day - timedelta(hours=7), lambda: self.calls("bất thường", day))

    def committees(self, months: range) -> None:
        """Two days after the first of a month, some days before the cell."""
        for month in months:
            day = at(month, 2, 17)
            self.on(day - timedelta(days=2), partial(self.calls, "chi ủy", day))

    def moves_one(self, month: int) -> None:
        async def moves() -> None:
            found = [
                one
                for one in await self.leader.meetings("state = 'called'")
                if moment(one.starts_at) > self.world.now()
            ]
            if found:
                one = found[0]
                to = moment(one.starts_at) + timedelta(days=self.luck.choice((1, 2)))
                await self.leader.moves(one, to)

        self.on(at(month, 3, 10), moves)

    def cancels_one(self, month: int) -> None:
        """And calls it anew for later in the month."""

        async def cancels() -> None:
            for one in await self.leader.meetings("state = 'called' AND kind = 'regular'"):
                if local(moment(one.starts_at)).month == month:
                    await self.leader.cancels(one)
                    await self.calls("thường kỳ", at(month, 16, 19))
                    return

        self.on(at(month, 4, 10), cancels)

    def changes_member(self, month: int, day: int, words: str) -> None:
        """Said in one line, and confirmed."""

        async def changes() -> None:
            said = await self.secretary.says(words)
            if self.secretary.offers("Thuộc chi bộ"):
                said = await self.secretary.presses("Thuộc chi bộ")
            if self.secretary.offers("Từ hôm nay"):
                said = await self.secretary.presses("Từ hôm nay")
            said = await self.secretary.presses("Đúng, ")
            assert "Đã ghi" in said or "Đã gửi" in said, said

        self.on(at(month, day, 15), changes)

    def joins(self, month: int, day: int, name: str, facts: str) -> None:
        """Somebody new, who has no phone yet."""
        self.changes_member(month, day, f"thêm đảng viên {name}, {facts}")

        async def is_known() -> None:
            found = await self.world.rows("SELECT id FROM members WHERE name = :name", name=name)
            self.leader.everybody[given(name)] = found[0].id

        self.on(at(month, day, 16), is_known)

    def congress(self, month: int) -> None:
        """Called eight days ahead: the exempt are invited too, and some of them come."""
        day = at(month, 20, 8)
        self.on(day - timedelta(days=8), lambda: self.calls("đại hội chi bộ", day))

    def groups(self, count: int, month: int) -> None:
        """The cell is parted; later each group meets once, called and rolled by the secretary."""

        async def parts() -> None:
            rest = [one for one in self.cell.people if one not in self.cell.exempt]
            for number in range(1, count + 1):
                said = await self.secretary.says(f"lập tổ đảng Tổ {number}")
                assert "Đã lập" in said, said
                await self.secretary.says(", ".join(one.name for one in rest[number - 1 :: count][:25]))

        self.on(at(1, 12), parts)
        for number in range(1, count + 1):
            day = at(month, 10 + number, 16)
            self.on(
                day - timedelta(days=4, minutes=-25),
                partial(self.calls, f"tổ đảng {number}", day),
            )
