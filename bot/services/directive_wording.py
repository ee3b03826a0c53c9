"""What a message about a document says when it leaves, and why it may no longer leave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.messages import Capabilities, Choice, Reply
from bot.model.directives import Directive, Receipt
from bot.model.notices import Notice
from bot.services.directive_lines import Line, lines_of
from bot.services.directive_people import staying
from bot.services.directives import WITHDRAWN, file_of, replaced_by
from bot.services.telling import ENOUGH_PARTS, parts_of
from bot.services.told import Due, Told
from bot.words import directives as words
from bot.words.times import day_of

if TYPE_CHECKING:
    from bot.services.worders import Words

ARRIVED = 1
"""The revision that says that it has come; a later one says that it is withdrawn."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message about a document is worded from."""

    directive: Directive
    member_id: int
    line: Line
    receipt: Receipt | None
    """None: the document is not for them any more."""
    replaced_by: str | None
    has_file: bool
    until: date = date.max
    """The first day on which they belong to us no more."""

    @property
    def title(self) -> str:
        one = self.directive
        return words.titled(one.kind, one.number, one.issued_on, one.issuer, one.haste)


async def facts_of(db: AsyncSession, notices: Sequence[Notice | Due]) -> dict[int, Facts]:
    """By notice, of those about documents; read in a few queries however many they are."""
    about = {one.id: int(one.about.partition(":")[2]) for one in notices if one.about.startswith("directive:")}
    ids = sorted(set(about.values()))
    directives = {one.id: one for one in await db.scalars(select(Directive).where(Directive.id.in_(filled_up(ids))))}
    members = {one.member_id for one in notices if one.member_id}
    receipts = {
        (one.directive_id, one.member_id): one
        for one in await db.scalars(
            select(Receipt)
            .where(Receipt.directive_id.in_(filled_up(ids)), Receipt.member_id.in_(filled_up(members)))
            .execution_options(populate_existing=True)
        )
    }
    lines = await lines_of(db, {(about[one.id], one.unit_id) for one in notices if one.id in about and one.unit_id})
    stays = await staying(db, members)
    others, files = await replaced_by(db, ids), await file_of(db, ids)
    return {
        one.id: Facts(
            directives[about[one.id]],
            one.member_id or 0,
            lines.at(directives[about[one.id]], one.unit_id or 0),
            receipts.get((about[one.id], one.member_id or 0)),
            others.get(about[one.id]),
            about[one.id] in files,
            stays.ends.get(one.member_id or 0, date.min),
        )
        for one in notices
        if about.get(one.id) in directives
    }


async def word_directives(db: AsyncSession, notices: Sequence[Notice | Due]) -> "Mapping[int, Words]":
    """The worder of this step."""
    facts = await facts_of(db, notices)
    revisions = {one.id: one.revision for one in notices}
    return {
        notice_id: _worded(found) if revisions[notice_id] == ARRIVED else _worded_withdrawal(found)
        for notice_id, found in facts.items()
    }


def _worded(facts: Facts) -> "Words":
    async def say(told: Told, capabilities: Capabilities, now: datetime) -> Reply | str:
        if facts.until <= day_of(now):
            return "left"
        if facts.directive.cancelled_at is not None:
            return WITHDRAWN
        if facts.receipt is None:
            return "not_addressed"
        if facts.receipt.acknowledged_at is not None:
            return "answered"
        return short_enough(facts, told.name or "", capabilities)

    return say


def _worded_withdrawal(facts: Facts) -> "Words":
    async def say(told: Told, _capabilities: Capabilities, _now: datetime) -> Reply | str:
        one = facts.directive
        return Reply(words.withdrawn_word(told.name or "", one.kind, one.number, facts.replaced_by))

    return say


def short_enough(facts: Facts, name: str, capabilities: Capabilities) -> Reply:
    """All of it; where it leaves as short messages, as much as two of them hold."""
    forms = forms_of(facts, name, capabilities)
    said = next(forms)
    if capabilities.most_parts is None:
        return said
    room = min(ENOUGH_PARTS, capabilities.most_parts)
    while parts_of(said, capabilities) > room and (shorter := next(forms, None)) is not None:
        said = shorter
    return said


def forms_of(facts: Facts, name: str, capabilities: Capabilities) -> Iterator[Reply]:
    """In full, without the body, without what committees add, as one sentence, without the title."""
    one, line = facts.directive, facts.line
    summary = words.summary_line(one.summary)
    duties = words.duties(line.due_on, must_study=one.must_study)
    notes = [words.note_line(*note) for note in line.notes]
    choices = choices_of(facts)
    how = _how(capabilities)
    for more in ([summary, duties, *notes, one.body or ""], [summary, duties, *notes], [summary, duties]):
        yield Reply(words.message(name, facts.title, [*more, words.IN_THE_APP], how), choices)
    what, when = (name, one.kind, one.number, one.issuer), (line.due_on, one.haste)
    for title in (one.summary, ""):
        yield Reply(words.in_brief(*what, title, *when, must_study=one.must_study), choices)


def _how(capabilities: Capabilities) -> str:
    if not capabilities.inbound:
        return words.BY_CALL
    return words.BY_BUTTON if capabilities.buttons else words.BY_NUMBER


def choices_of(facts: Facts) -> tuple[Choice, ...]:
    """What may be answered; also old buttons find their answer."""
    one = facts.directive
    known = Choice(words.ACKNOWLEDGED, f"directive_ack:{one.id}:{facts.member_id}")
    ask = Choice(words.ASK_BACK, f"directive_ask:{one.id}:{facts.member_id}")
    file = (Choice(words.SEE_FILE, f"directive_file:{one.id}"),) if facts.has_file else ()
    return (known, ask, *file)
