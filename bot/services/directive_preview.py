"""What passing a document down would do, counted before anything is written: units, people, networks, money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive
from bot.model.endpoints import Endpoint
from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import DirectiveWrong
from bot.services.addressees import Addressees, Preview, people_addressed, preview
from bot.services.addresses import first_way_of
from bot.services.directive_checks import Content
from bot.services.directive_lines import Line
from bot.services.directive_wording import Facts, short_enough
from bot.services.forms import form_kind
from bot.services.said import capabilities_of
from bot.services.telling import parts_of
from bot.services.terms import since_heard, tariff_of, tariffs_in
from bot.tariffs import Fare, Means, Tariff
from bot.words import directive_drafts as draft_words
from bot.words.costs import Outlay
from bot.words.times import day_of


@dataclass(frozen=True, slots=True)
class Plan:
    """Exactly whom it reaches by what, and what that takes as things stand now."""

    reach: Preview
    outlay: Outlay


async def plan(db: AsyncSession, unit: Unit, content: Content, to: Addressees, now: datetime) -> Plan:
    """Nothing is written. Raises DirectiveWrong where nobody is addressed."""
    reach = await preview(db, to, day_of(now))
    if not reach.people:
        raise DirectiveWrong(why=draft_words.NOBODY)
    costly = {channel: tariff_of(db, channel) for channel in reach.by_channel if tariffs_in(db).get(channel)}
    costly = {channel: tariff for channel, tariff in costly.items() if tariff.in_parts or tariff.costs_money}
    if not costly:
        return Plan(reach, Outlay(0, 0, 0, 0, 0))
    return Plan(reach, await _outlay(db, unit, content, to, costly, now))


async def _outlay(
    db: AsyncSession, unit: Unit, content: Content, to: Addressees, costly: Mapping[str, Tariff], now: datetime
) -> Outlay:
    """Of those whose first network asks for money; the others are not read."""
    people = (await people_addressed(db, to, day_of(now))).subquery()
    found = await db.execute(
        select(Endpoint.id, Endpoint.channel, Endpoint.heard_at, Member.name)
        .select_from(people)
        .join(Endpoint, Endpoint.id == first_way_of(people.c.member_id))
        .join(Member, Member.id == people.c.member_id)
        .where(Endpoint.channel.in_(costly))
    )
    ways = [(way, channel, heard_at, name) for way, channel, heard_at, name in found]
    had = await since_heard(db, [way for way, channel, *_ in ways if costly[channel].free_in_window])
    facts, parts = facts_for(unit, content), dict[tuple[str, int], int]()
    fares = []
    for way, channel, heard_at, name in ways:
        tariff, length = costly[channel], (channel, len(name))
        if tariff.in_parts and length not in parts:
            parts[length] = _parts(facts, name, tariff)
        fares.append(tariff.fare(form_kind(Step.DIRECTIVE), heard_at, had.get(way, 0), now, parts.get(length, 1)))
    return _added_up([fare for fare in fares if fare is not None])


def _parts(facts: Facts, name: str, tariff: Tariff) -> int:
    """Of how many short messages it would be; names of one length make the same."""
    capabilities = capabilities_of(tariff)
    return parts_of(short_enough(facts, name, capabilities), capabilities)


def _added_up(fares: Sequence[Fare]) -> Outlay:
    sms = [fare for fare in fares if fare.parts]
    paid = sum(fare.means is Means.PAID and not fare.parts for fare in fares)
    templates = sum(fare.means is Means.TEMPLATE for fare in fares)
    return Outlay(sum(fare.cost for fare in fares), paid, templates, sum(fare.parts for fare in sms), len(sms))


def facts_for(unit: Unit, content: Content) -> Facts:
    """As somebody would be told of a document that is not there yet."""
    directive = Directive(
        id=10**5,
        unit_id=unit.id,
        kind=content.kind,
        number=content.number,
        issuer=content.issuer,
        issued_on=content.issued_on,
        summary=content.summary,
        haste=content.haste,
        due_on=content.due_on,
        must_study=content.must_study,
        body=content.body,
    )
    return Facts(directive, 0, Line(content.due_on, ()), None, None, has_file=False)
