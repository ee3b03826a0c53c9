"""Finding the people of a workbook among those who are known: surest signs first, each person at most once."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from bot.model.members import Member, Membership
from bot.services.roster.records import Person
from bot.words.names import fold


@dataclass(frozen=True, slots=True)
class Known:
    """A member, with the place that the roster has them in."""

    member: Member
    place: Membership

    @property
    def cell_id(self) -> int:
        return self.place.unit_id

    @property
    def is_temporary(self) -> bool:
        return self.place.is_temporary


@dataclass(frozen=True, slots=True)
class Sought:
    """A line of the workbook; its cell has no id yet where it is new."""

    person: Person
    cell_id: int | None


Sign = Callable[[str, int | None, int | None, str | None], Hashable]
"""name, cell, birth year, phone -> what has to be equal; None where the sign cannot be read."""

SIGNS: Sequence[Sign] = (
    lambda name, cell, year, phone: (name.casefold(), cell, year, phone),
    lambda name, cell, year, _phone: (name.casefold(), cell, year),
    lambda name, _cell, _year, phone: (fold(name), phone) if phone else None,
    lambda name, cell, year, _phone: (fold(name), cell, year) if year else None,
    lambda name, _cell, year, _phone: (name.casefold(), year) if year else None,
    lambda name, cell, _year, _phone: (name.casefold(), cell),
)
"""A sign counts only where it points to one person on either side: two namesakes are never mixed up."""


def match(sought: Sequence[Sought], known: Sequence[Known]) -> dict[int, Known]:
    """The known person for each line (by its index) where there is one."""
    found: dict[int, Known] = {}
    left, taken = set(range(len(sought))), set[int]()
    for sign in SIGNS:
        lines = _by_sign(sign, ((index, _line(sought[index])) for index in left))
        people = _by_sign(sign, ((number, _person(one)) for number, one in enumerate(known) if number not in taken))
        for mark, indexes in lines.items():
            numbers = people.get(mark, [])
            if len(indexes) == len(numbers) == 1 and _fit(sought[indexes[0]], known[numbers[0]]):
                found[indexes[0]] = known[numbers[0]]
                left.discard(indexes[0])
                taken.add(numbers[0])
    return found


def _fit(line: Sought, one: Known) -> bool:
    """Two different birth years are two people, unless the phone says that one of the years was a slip."""
    years = {line.person.birth_year, one.member.birth_year} - {None}
    same_phone = line.person.phone is not None and line.person.phone == one.member.phone
    return len(years) < 2 or same_phone


Facts = tuple[str, int | None, int | None, str | None]


def _line(line: Sought) -> Facts:
    return (line.person.name, line.cell_id, line.person.birth_year, line.person.phone)


def _person(one: Known) -> Facts:
    return (one.member.name, one.cell_id, one.member.birth_year, one.member.phone)


def _by_sign(sign: Sign, facts: Iterable[tuple[int, Facts]]) -> dict[Hashable, list[int]]:
    marked: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, fact in facts:
        if (mark := sign(*fact)) is not None:
            marked[mark].append(index)
    return marked
