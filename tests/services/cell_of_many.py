"""A cell with everybody in it who is counted in a way of their own: its committee, a group, exempt, sent out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, StatusKind
from bot.model.roles import Office
from bot.model.units import Unit
from bot.services.party_groups import make_group, put_into
from tests import village

LEADERS = {"an": Office.SECRETARY, "bình": Office.DEPUTY_SECRETARY, "cúc": Office.CELL_COMMITTEE}
AWAY = {"hoa": StatusKind.EXEMPT, "kha": StatusKind.TEMPORARY_OUT, "lâm": StatusKind.SPECIAL_DUTY}


@dataclass
class Many:
    """By given name: an, bình, cúc lead; dũng, em, giang are members; hoa, kha, lâm are away; mai is received."""

    db: AsyncSession
    now: datetime
    commune: Unit
    cell: Unit
    people: dict[str, Member]
    group: Unit
    """Of dũng, em and hoa."""

    def named(self, *names: str) -> set[int]:
        return {self.people[name].id for name in names}


async def many(db: AsyncSession, now: datetime, code: str = "thon") -> Many:
    commune = await village.commune(db)
    cell = await village.cell(db, commune, code)
    people = {name: await village.member(db, cell, f"Trần Văn {name.capitalize()}") for name in [*LEADERS, "dũng"]}
    for name, office in LEADERS.items():
        await village.office(db, people[name], cell, office)
    people["em"] = await village.member(db, cell, "Trần Văn Em", official=False)
    people["giang"] = await village.member(db, cell, "Trần Văn Giang")
    for name, status in AWAY.items():
        people[name] = await village.member(db, cell, f"Trần Văn {name.capitalize()}", status)
    people["mai"] = await village.member(db, cell, "Trần Thị Mai", temporary=True)
    group = await make_group(db, cell, "Tổ 1", "test", now)
    await put_into(db, cell, group, [people[name].id for name in ("dũng", "em", "hoa")], "test", now)
    return Many(db, now, commune, cell, people, group)
