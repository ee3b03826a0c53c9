"""Who leads what: the cells, the committees above them, the district."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.model.roles import Office
from bot.rehearsal.cells import Cell
from bot.rehearsal.people import CLERK, DEPUTY, OFFICERS, SECRETARY, Person
from bot.rehearsal.writing import BY, Row
from bot.words import rehearsal_district as words

LARGE = 9
"""From so many members on a cell has a committee."""
OF_COMMITTEE = (Office.COMMUNE_COMMITTEE, Office.COMMUNE_COMMITTEE, Office.OFFICE)
"""Its secretary, its deputy, and who keeps its papers."""
SUPERVISOR = OFFICERS + 1
"""Its deputy follows the cells of the commune to practise with."""
OF_DISTRICT = (
    Office.DISTRICT_COMMITTEE, Office.DISTRICT_COMMITTEE, Office.OFFICE, Office.ORG_DEPT, Office.INSPECTION,
)  # fmt: skip


def role_rows(people: Sequence[Person], cells: Sequence[Cell], units: Mapping[str, int], since: date) -> list[Row]:
    """All of them from before the year on."""
    by_cell: dict[int, list[Person]] = {}
    for person in people:
        by_cell.setdefault(person.cell, []).append(person)
    on = since - timedelta(days=60)
    held = [*_of_cells(by_cell, cells), *_of_committees(by_cell, cells, units)]
    return [
        {"member_id": person.id, "unit_id": unit_id, "office": office, "from_on": on, "given_by": BY}
        for person, unit_id, office in held
    ]


Held = tuple[Person, int, Office]


def _of_cells(by_cell: Mapping[int, Sequence[Person]], cells: Sequence[Cell]) -> Iterator[Held]:
    for at, cell in enumerate(cells):
        people = by_cell[at]
        yield people[SECRETARY], cell.id, Office.SECRETARY
        if cell.size >= LARGE or cell.is_practice:
            yield people[DEPUTY], cell.id, Office.DEPUTY_SECRETARY
            yield people[CLERK], cell.id, Office.CLERK if at % 3 == 0 else Office.CELL_COMMITTEE
            if cell.is_practice:
                yield people[CLERK], cell.id, Office.CELL_COMMITTEE
        elif at % 4:
            yield people[DEPUTY], cell.id, Office.DEPUTY_SECRETARY


def _of_committees(
    by_cell: Mapping[int, Sequence[Person]], cells: Sequence[Cell], units: Mapping[str, int]
) -> Iterator[Held]:
    """Out of the office of the commune, the first cell of an agency, the office of the district."""
    for code, unit_id in units.items():
        at = next(number for number, cell in enumerate(cells) if cell.under == code and cell.leads)
        offices = OF_DISTRICT if code == words.DISTRICT[0] else OF_COMMITTEE
        for person, office in zip(by_cell[at][OFFICERS:], offices, strict=False):
            yield person, unit_id, office
        if code == words.COMMUNES[0][0]:
            yield by_cell[at][SUPERVISOR], unit_id, Office.ASSIGNED_SUPERVISOR
