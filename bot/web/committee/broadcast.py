"""One thing that was sent to many, with its ledger; and once more to those whom it has not reached."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.announcements import Announced
from bot.model.meetings import Meeting
from bot.model.notices import Attempt, Notice
from bot.refusals import AnnouncementGone, DirectiveGone, TooLateToResend
from bot.reports.broadcasts import ANNOUNCEMENT, DIRECTIVE, FIGURES, MEETING, TO_MANY, Sent, one_of
from bot.reports.countable import countable
from bot.services import announcements, directive_again, resending
from bot.services.announcements import announcement_of, is_running
from bot.services.audit import as_member
from bot.services.cell_telling import missed_of, reach_of
from bot.services.directives import directive_of
from bot.services.halts import halted_units
from bot.services.ledger import Broadcast, Counts, by_channel, spent_by, summed
from bot.services.ledger import broadcasts as tellings_of
from bot.services.outlays import of_resending
from bot.services.permissions import Right
from bot.services.sureness import demand_sure, limit_passed
from bot.web.committee.directive import MOST_PEOPLE
from bot.web.committee.look import AddressUnreadable, Look, number_in, whole_number
from bot.web.committee.rows import Deed, Facts, Fields
from bot.words import broadcast_pages as said
from bot.words import costs
from bot.words.stops import number_said

PATH, ONE = "/tin-gui", "/tin-gui/{leaf}"
AGAIN: Mapping[str, tuple[str, Right]] = {
    MEETING: ("/gui-lai-giay-moi/{leaf}", Right.CALL),
    DIRECTIVE: ("/gui-lai-van-ban/{leaf}", Right.DIRECT),
    ANNOUNCEMENT: ("/gui-lai-thong-bao/{leaf}", Right.ANNOUNCE),
}
"""How it is sent once more, and who may, as in the chat; texts to residents go once."""


@dataclass(frozen=True, slots=True)
class Again:
    """Whom another round would go to."""

    count: int
    without: int
    round: int
    revision: int = 1
    cost: str = ""


async def broadcast(look: Look) -> Facts:
    """Raises AddressUnreadable for what neither this unit nor one below it has sent, as for what there is not."""
    sent = await _sent(look)
    which = Notice.about == sent.about, TO_MANY
    facts = {
        "heading": said.what(sent.kind, sent.number, sent.meeting_kind, sent.starts_at),
        "has_period": False,
        "said": said,
        "sent": sent,
        "page": _page_of(look, sent),
        "back": look.address(PATH),
    }
    if sent.about not in await countable(look.db, [sent], MOST_PEOPLE):
        return facts | {"total": None, "again": None}
    channels = await by_channel(look.db, *which)
    total = summed(channels.values())
    spent = await spent_by(look.db, Attempt.channel, *which)
    return facts | {
        "total": total,
        "identity": said.identity(total.owed, _parts(total)),
        "channels": [(said.channel(one), counts, spent.get(one, 0)) for one, counts in channels.items()],
        "tellings": _by_telling(await tellings_of(look.db, *which)),
        "cost": sum(spent.values()),
        **await _form(look, sent),
    }


async def _sent(look: Look) -> Sent:
    kind, _, number = look.leaf.partition("-")
    found = await one_of(look.db, kind, number_in(number), look.unit)
    if found is None:
        raise AddressUnreadable
    return found


def _by_telling(found: Mapping[Broadcast, Counts]) -> Mapping[str, Counts]:
    """Of a number every unit is told by itself: what is called alike is one telling."""
    alike: dict[str, list[Counts]] = {}
    for one, counts in found.items():
        kind = one.about.partition(":")[0]
        alike.setdefault(said.telling(kind, one.step, one.revision, one.round), []).append(counts)
    return {name: summed(several) for name, several in alike.items()}


def _page_of(look: Look, sent: Sent) -> str | None:
    """Where more of it is shown than its messages."""
    if sent.kind == MEETING:
        return look.address(f"/buoi/{sent.id}", sent.code, cap=None)
    if sent.kind == FIGURES:
        return look.address(f"/chi-tieu/{sent.id}", cap=None)
    if sent.kind == DIRECTIVE and look.visitor.may(Right.DIRECT, look.unit):
        return look.address(f"/van-ban/{sent.id}", cap=None)
    return None


def _parts(total: Counts) -> dict[str, int]:
    numbers = (total.sent, total.failures, total.uncertain, total.cancelled, total.expired, total.waiting)
    return dict(zip(said.STATES[1:], numbers, strict=True))


# Once more


async def _form(look: Look, sent: Sent) -> Facts:
    found = await again_of(look, sent)
    if found is None:
        return {"again": None}
    path, _ = AGAIN[sent.kind]
    limit = await limit_passed(look.db, look.unit, found.count)
    return {
        "again": found,
        "ask": said.ask_again(found.count, found.without),
        "sure": said.sure(found.count, limit) if limit is not None else "",
        "deed": look.address(path.replace("{leaf}", str(sent.id))),
        "is_held": (await halted_units(look.db)).covers(look.unit),
    }


async def again_of(look: Look, sent: Sent) -> Again | None:
    """None where this visitor may not, or it is too late."""
    if sent.kind not in AGAIN or not look.visitor.may(AGAIN[sent.kind][1], look.unit):
        return None
    if sent.kind != DIRECTIVE and sent.unit_id != look.unit.id:
        return None
    try:
        return await _COUNTS[sent.kind](look, sent.id)
    except (TooLateToResend, DirectiveGone, AnnouncementGone):
        return None


async def _of_meeting(look: Look, number: int) -> Again:
    meeting = await look.db.get_one(Meeting, number)
    found = await resending.unreached(look.db, meeting, look.now)
    plan = await of_resending(look.db, meeting, found.by_step, look.now)
    return Again(found.count, found.without_channel, found.round, meeting.revision, costs.outlay(plan.total.outlay))


async def _of_directive(look: Look, number: int) -> Again:
    found = await directive_again.unreached(look.db, await directive_of(look.db, number), look.unit)
    return Again(found.count, found.without_channel, found.round)


async def _of_announcement(look: Look, number: int) -> Again:
    row, unit = await announcement_of(look.db, number)
    if not is_running(row, look.now):
        raise AnnouncementGone
    reach = await reach_of(look.db, announcements.about(row), Announced.TEXT)
    missed = await missed_of(look.db, reach, unit, look.now)
    return Again(len(missed.ready), missed.without, reach.round)


_COUNTS = {MEETING: _of_meeting, DIRECTIVE: _of_directive, ANNOUNCEMENT: _of_announcement}


async def _send_again(look: Look, fields: Fields, kind: str) -> str:
    """Once: of two who confirm at once the second finds nobody. Raises NotSure, and AddressUnreadable as the page."""
    number = number_in(look.leaf)
    sent = await one_of(look.db, kind, number, look.unit)
    if sent is None:
        raise AddressUnreadable
    there = look.address(f"{PATH}/{sent.leaf}")
    found = await again_of(look, sent)
    asked = whole_number(fields, "lan"), whole_number(fields, "luot")
    if found is None or not found.count or asked != (found.revision, found.round):
        return there
    await demand_sure(look.db, look.unit, found.count, number_said(fields.get("so", "")))
    by, db = as_member(look.visitor.member.id), look.db
    if kind == MEETING:
        await resending.again(db, await db.get_one(Meeting, number), by, look.now, found.round)
    elif kind == DIRECTIVE:
        await directive_again.again(db, number, look.unit, by, look.now, found.round)
    else:
        await announcements.announce_again(db, number, by, look.now, found.round)
    return there


async def _meeting_again(look: Look, fields: Fields) -> str:
    return await _send_again(look, fields, MEETING)


async def _directive_again(look: Look, fields: Fields) -> str:
    return await _send_again(look, fields, DIRECTIVE)


async def _announcement_again(look: Look, fields: Fields) -> str:
    return await _send_again(look, fields, ANNOUNCEMENT)


DEEDS = (
    Deed(*AGAIN[MEETING], _meeting_again),
    Deed(*AGAIN[DIRECTIVE], _directive_again),
    Deed(*AGAIN[ANNOUNCEMENT], _announcement_again),
)
