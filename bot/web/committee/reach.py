"""How the people of a unit are reached, and who is not: in counts alone, nobody left out."""

from collections.abc import Sequence

from fastapi import Response

from bot.reports.charts import channels as chart_of
from bot.reports.reach_below import Lack, Reach, Row, reach_below
from bot.services.permissions import Right
from bot.services.rate import percent
from bot.web.committee.figures import Figure
from bot.web.committee.handing import part_of, picture, pictures
from bot.web.committee.large_units import are_many_cells, smaller_units
from bot.web.committee.look import AddressUnreadable, Look
from bot.web.committee.rows import Facts, Page
from bot.web.committee.tables import Column, table_of
from bot.words import committee_pages as words
from bot.words import large_units as smaller_said
from bot.words import reach_pages as said

PATH, PICTURE = "/kenh", "/kenh-bieu-do"
MOST_CELLS = 500
"""Some 12,000 people: of more they are not counted on a page, which says so. How many cells there are is kept every
month; how people are reached is kept nowhere, and to walk over 600,000 memberships alone takes over 20 ms."""


async def reach(look: Look) -> Facts:
    about = {"heading": said.REACH, "has_period": False, "said": said}
    if await are_many_cells(look, MOST_CELLS):
        return about | {"own": None, "smaller": await smaller_units(look), "smaller_said": smaller_said}
    found = await reach_below(look.db, look.unit, look.now)
    channels = list(found.own.channels)
    return about | {
        "own": found.own,
        "identity": said.identity(found.own.people, found.own.reached, found.own.unreached),
        "figures": _figures(found.own),
        "ways": _ways(found.own),
        "channels": channels,
        "lacks": list(Lack),
        "table": table_of(look, _columns(channels), found.below),
        "charts": pictures(look, PICTURE, len(found.below)),
    }


def _figures(own: Row) -> list[Figure]:
    shown = [(said.REACHED, own.reached), (said.UNREACHED, own.unreached), (said.LACKS["phone"], own.lacks["phone"])]
    figures = [Figure(said.PEOPLE, words.count(own.people), "", "#duong")]
    return figures + [
        Figure(label, words.count(count), words.percent(percent(count, own.people)), "#duong") for label, count in shown
    ]


def _ways(own: Row) -> list[tuple[str, int, str]]:
    """Every network and every lack, with its share in all."""
    counted = [(said.channel(name), count) for name, count in own.channels.items()]
    counted += [(said.LACKS[one], own.lacks[one]) for one in Lack]
    return [(label, count, words.percent(percent(count, own.people))) for label, count in counted]


def _columns(channels: Sequence[str]) -> list[Column[Row]]:
    return [
        Column("ten", said.UNIT, lambda one: (one.sort_key, one.unit_id), is_text=True),
        Column("nguoi", said.PEOPLE, lambda one: one.people),
        *(_of_channel(name) for name in channels),
        *(_of_lack(one) for one in Lack),
    ]


def _of_channel(name: str) -> Column[Row]:
    return Column(f"k-{name}", said.channel(name), lambda one: one.channels.get(name, 0))


def _of_lack(lack: Lack) -> Column[Row]:
    return Column(f"t-{lack}", said.LACKS[lack], lambda one: one.lacks[lack])


async def chart(look: Look) -> Response:
    """Raises AddressUnreadable where there is nothing to be drawn."""
    if await are_many_cells(look, MOST_CELLS):
        raise AddressUnreadable
    found: Reach = await reach_below(look.db, look.unit, look.now)
    rows = found.below or [found.own]
    drawn = [chart_of.Reach(one.name, one.channels, one.unreached) for one in rows]
    return await picture(look, chart_of.spec(look.unit.name, drawn, part_of(look, len(drawn))))


PAGES = (
    Page(PATH, Right.SEE_COUNTS, "reach.html", reach, said.REACH),
    Page(PICTURE, Right.SEE_COUNTS, "", chart),
)
