"""What has to be true after a year: each check returns what is wrong, in words."""

import re
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

import docx

from bot.services.ledger import unbalanced
from bot.services.recount import recount
from tests.scenarios.cast import Cell, Commune
from tests.scenarios.people import Person
from tests.scenarios.truth import PRESENT, Sum, Truth, in_print
from tests.scenarios.world import World


async def counts(world: World) -> list[str]:
    """The participation of every unit, month and kind; and our own recount says the same."""
    async with world.sessions() as db:
        ours = [f"recount: {one}" for one in await recount(db, "2020-01")]
        ours += [f"ledger: {one}" for one in await unbalanced(db)]
    return Truth(world.file).unlike(world.now()) + ours


def rolls(world: World, cells: Sequence[Cell]) -> list[str]:
    """Everybody stands on the roll as the leader said, with what was corrected."""
    truth = Truth(world.file)
    wrong = []
    for cell in cells:
        for held in cell.leader.held.values():
            marks = truth.marks(held.meeting_id)
            said = dict(held.marks)
            if {member: marks.get(member) for member in said} != said:
                unlike = {one: (said[one], marks.get(one)) for one in said if said[one] != marks.get(one)}
                wrong.append(f"meeting {held.meeting_id} ({held.how}): said and written differ: {unlike}")
    return wrong


def answers(world: World, people: Sequence[Person]) -> list[str]:
    """What was said while it could be is written down as it was meant; what was no answer is not."""
    truth = Truth(world.file)
    written = truth.answers()
    wrong = truth.last_answers()
    for person in people:
        for said in person.said:
            # Whoever leads may talk on for seconds before all are answered; asked which meeting, it takes a minute.
            minutes_ = [f"{said.at + timedelta(minutes=later):%Y-%m-%d %H:%M}" for later in (0, 1)]
            at, found = minutes_[0], [one for minute in minutes_ for one in written.get((said.member_id, minute), [])]
            if said.means is None and found:
                wrong.append(f"{said.words!r} became {found}")
            elif said.means is not None and said.is_noted and said.means not in found:
                wrong.append(f"{said.words!r} of {said.member_id} at {at} was noted and is not in the log: {found}")
            elif said.is_open and said.means not in (None, *found):
                wrong.append(f"{said.words!r} of {person.name} at {at} was not noted: {said.came_back}")
    return wrong


def telling(world: World) -> list[str]:
    """Nobody twice, nobody who is not concerned, nothing at night, nobody reads of others."""
    truth = Truth(world.file)
    wrong = [f"taken twice: {row}" for row in truth.told_twice()]
    wrong += [f"told once more: {row}" for row in truth.rounds()]
    wrong += [f"at night: {row}" for row in truth.at_night()]
    wrong += truth.strangers()
    states = world.file.execute("SELECT state, count(*) FROM inbox GROUP BY 1").fetchall()
    return wrong + [f"inbox: {state} {count}" for state, count in states if state != "done"]


def reading(cells: Sequence[Cell], above: Commune) -> list[str]:
    """Members read no name but their own and that of who leads; levels above the cell none at all."""
    wrong = []
    for cell in cells:
        leaders = {one.name for one in cell.people[:3]}
        for person in cell.people[3:]:
            others = {one.name for one in cell.people} - leaders - {person.name}
            wrong += [
                f"{person.name} reads of {name}: {message.text[:80]}"
                for message in person.received
                for name in others
                if name in message.text
            ]
    everybody = {one.name for cell in cells for one in cell.people}
    for person in (above.supervisor, above.office):
        wrong += [
            f"{person.name} reads of {name}: {message.text[:120]}"
            for message in person.received
            for name in everybody
            if name in message.text and "đề nghị" not in message.text and "danh sách" not in message.text
        ]
    return wrong


async def reports(world: World, above: Commune, cells: Sequence[Cell], year: int) -> list[str]:
    """Months, quarters and the year, as the committee reads them in the chat; and each kind apart."""
    sums, _ = Truth(world.file).sums(world.now())
    who, wrong = above.supervisor, []
    last = (world.now() + timedelta(hours=7)).strftime("%Y-%m")
    for unit in (above.unit.id, *(cell.unit.id for cell in cells)):
        for value, months in _periods(year, last):
            kinds = {kind: _sum(sums, unit, months, kind) for _, _, _, kind in sums}
            said = await who.presses_value(f"report:{unit}:{value}")
            wrong += _compared(f"report:{unit}:{value}", said, kinds["regular"])
            said = await who.presses_value(f"report_kinds:{unit}:{value}")
            for kind, one in kinds.items():
                if one.expected and f"{one.present}/{one.expected}, {in_print(one.strict)}" not in said:
                    wrong.append(f"report_kinds:{unit}:{value} {kind} {one}: {said}")
    return wrong


def _periods(year: int, last: str) -> list[tuple[str, list[str]]]:
    months = [f"{year}-{month:02}" for month in range(1, 13)]
    found = [(f"m{month}", [month]) for month in months if month <= last]
    found += [(f"q{year}-{quarter + 1}", months[3 * quarter : 3 * quarter + 3]) for quarter in range(4)]
    return [*(one for one in found if one[1][0] <= last), (f"y{year}", months)]


def _sum(sums: dict[tuple[int, int, str, str], Sum], unit: int, months: Sequence[str], kind: str) -> Sum:
    found = [one for (of, _, month, what), one in sums.items() if of == unit and month in months and what == kind]
    return sum(found, Sum())


def _compared(what: str, said: str, one: Sum) -> list[str]:
    if not one.expected:
        return []
    strict = f"{one.present}/{one.expected} = {in_print(one.strict)}"
    rest = f"{one.present}/{one.expected - one.excused} = {in_print(one.adjusted)}"
    missing = [part for part in (strict, rest) if part not in said]
    if f"Vắng có lý do {one.excused}, không lý do {one.unexcused}." not in said:
        missing.append(f"{one.excused}/{one.unexcused}")
    return [f"{what}: {missing} is not in {said!r}"] if missing else []


async def warnings(world: World, cell: Cell, year: int) -> list[str]:
    """Whom the secretary is shown, and for how many months."""
    truth, who = Truth(world.file), cell.leader.secretary
    texts = [await who.presses_value(f"warnings:{cell.unit.id}:0:{year}")]
    while who.offers("Trang sau"):
        texts.append(await who.presses("Trang sau"))
    said, wrong = "\n".join(texts), []
    if who.network == "telegram":
        return [f"names abroad: {one.name}" for one in cell.people if one.name in said]
    today = (world.now() + timedelta(hours=7)).date()
    here = truth.roster(cell.unit.id, today)
    for person in cell.people:
        if person.member_id in here and person is not who:
            months, runs = truth.unexcused_months(person.member_id, year), truth.excused_runs(person.member_id, year)
            line = next((one for one in said.splitlines() if f"{person.name}:" in one), "")
            wrong += [f"{person.name}, {months}, {runs}: {part}" for part in _unlike(line, months, runs)]
            wrong += _untold(truth, person, year, len(months))
    return wrong


def _untold(truth: Truth, person: Person, year: int, months: int) -> list[str]:
    """Levels of rule 28 that are reached and of which nobody was told."""
    told = truth.warned(person.member_id, year)
    levels = ("unexcused_note", "unexcused_warning", "unexcused_consider")[:months]
    return [f"{person.name}: {level} was never said" for level in levels if level not in told]


def _unlike(line: str, months: Sequence[int], runs: Sequence[int]) -> list[str]:
    """What the line of one person says too much or too little."""
    wanted = [f"vắng có lý do {run} buổi liền" for run in runs]
    if months:
        wanted.append(f"vắng không lý do {len(months)} tháng (tháng {', '.join(map(str, months))})")
    missing = [f"{part!r} is not in {line!r}" for part in wanted if part not in line]
    return missing + ([f"too much: {line!r}"] if not months and "vắng không lý do" in line else [])


async def minutes(world: World, cell: Cell) -> list[str]:
    """The paper of each meeting says what the roll says."""
    truth, who, wrong = Truth(world.file), cell.leader.secretary, []
    if who.network != "rehearsal":
        return []
    for meeting in truth.closed():
        if meeting.cell != cell.unit.id or meeting.kind == "group":
            continue
        marks, _ = truth.counted(meeting)
        await who.presses_value(f"minutes_get:{meeting.id}")
        paper = who.last.document
        if paper is None:
            wrong.append(f"no minutes of {meeting}: {who.last.text}")
            continue
        text = "\n".join(one.text for one in docx.Document(BytesIO(paper.content)).paragraphs)
        present = sum(mark == PRESENT for mark in marks.values())
        if not re.search(rf"Có mặt: {present}/{len(marks)}\b", text):
            wrong.append(f"minutes of {meeting.id} do not say {present}/{len(marks)}")
    return wrong
