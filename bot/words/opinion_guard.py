"""What must not come as an opinion: denunciations, complaints about a person, personnel matters. Rules, no guessing.

Whatever is plainly one of these is not kept at all; where only a person can tell, the person is asked.
"""

import re

from bot.words import opinion_guard_words as lists
from bot.words.names import tidy
from bot.words.opinion_findings import Finding
from bot.words.opinion_guard_letters import any_of, loosely, row_of, without_harmless
from bot.words.opinion_guard_persons import ROLES, Person, in_places, person_in, titles, without_spans


def judge(text: str) -> Finding:
    """The worst that is found; never raises."""
    said = tidy(text)
    row = row_of(said)
    where = in_places(said)
    bare = without_harmless(row)
    person = person_in(without_spans(said, where), bare)
    return next((found for rule in RULES if (found := rule(bare, person, bool(where)))), Finding.CLEAR)


ACCUSES, COMPLAINS = any_of(lists.ACCUSES), any_of(lists.COMPLAINS)
OF_LAW, MINE = any_of(lists.MATTERS_OF_LAW), any_of(lists.MINE)
WRONGS, FAULTS, OFFENDS = any_of(lists.WRONGS), any_of(lists.FAULTS), any_of(lists.OFFENDS)
AGAINST_WRONGS = re.compile(rf"(?<!\w){loosely(lists.AGAINST_WRONGS)} ?,? ?(?:{'|'.join(map(loosely, lists.WRONGS))})")
PERSONNEL, PERSONNEL_MAYBE = any_of(lists.PERSONNEL), any_of(lists.PERSONNEL_MAYBE)
PROPOSES = re.compile(
    loosely(
        r"(?<!\w)(?:giới thiệu|kết nạp|tiến cử|đề xuất|bồi dưỡng) (?:cho )?(?:đ/c|đồng chí|ông|bà|anh|chị|cô|chú|em)(?!\w)"
    )
)
AT_PERSON = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(loosely, lists.SPEAKS_OF))})(?: \w+){{0,3}}? (?:{loosely('về|đối với|của|việc')}) "
)
PLAINLY = (Person.NAMED, Person.IN_OFFICE)
UNCERTAIN = (Person.NOBODY, Person.MAYBE)


def _accusation(row: str, person: Person, _in_place: bool) -> Finding | None:
    """Whoever says so, and whoever speaks of how such letters are dealt with."""
    for said, finding in ((ACCUSES, Finding.DENUNCIATION), (COMPLAINS, Finding.COMPLAINT)):
        if said.search(row):
            return Finding.ASK if OF_LAW.search(row) and person not in PLAINLY else finding
    return None


def _wrong(row: str, person: Person, _in_place: bool) -> Finding | None:
    if not WRONGS.search(AGAINST_WRONGS.sub(" ", row)):
        return None
    return Finding.ASK if person in UNCERTAIN else Finding.DENUNCIATION


def _personnel(row: str, person: Person, _in_place: bool) -> Finding | None:
    if PERSONNEL.search(row) or (PROPOSES.search(row) and person is Person.NAMED):
        return Finding.PERSONNEL
    if not PERSONNEL_MAYBE.search(row):
        return None
    return Finding.PERSONNEL if person is Person.NAMED else Finding.ASK


def _fault(row: str, person: Person, in_place: bool) -> Finding | None:
    if not FAULTS.search(row):
        return Finding.ASK if in_place and OFFENDS.search(row) else None
    if person in PLAINLY:
        return Finding.COMPLAINT
    return Finding.ASK if person is not Person.NOBODY or in_place else None


def _about_person(row: str, person: Person, _in_place: bool) -> Finding | None:
    """`phản ánh về trưởng thôn`, `góp ý việc đồng chí Nam`; a name alone is asked about."""
    found = AT_PERSON.search(row)
    if found and BEGINS_WITH_PERSON.match(row[found.end() :]):
        return Finding.COMPLAINT if person in PLAINLY else Finding.ASK if person is Person.MAYBE else None
    if person is Person.NAMED or (person is Person.IN_OFFICE and ROLES.search(ADDRESSED.sub(" ", row))):
        return Finding.ASK
    return None


ADDRESSED = re.compile(
    rf"(?:(?:{'|'.join(map(loosely, lists.ADDRESSES))}) (?:đ/c |{loosely('đồng chí')} )?{ROLES.pattern})"
    rf"|(?:{ROLES.pattern}(?: \w+){{0,2}} (?:{'|'.join(map(loosely, lists.ASKED_TO))})(?!\w))"
)
BEGINS_WITH_PERSON = re.compile(rf"(?:{loosely(titles(lists.TITLES))}) |{ROLES.pattern}")


RULES = (_accusation, _wrong, _personnel, _fault, _about_person)
