"""The invitation before it is sent: what people will read, whom it reaches and when."""

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingKind
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services import meetings
from bot.services.audit import as_member, note
from bot.services.expected_lists import audience_from, usual_audience
from bot.services.habits import REGULAR, regular_in_month
from bot.services.ladder import plan_of
from bot.services.meetings import Call, Preview
from bot.services.permissions import Right
from bot.services.unit_settings import after_quiet, settings_of
from bot.words import calling as words
from bot.words import kinds as kind_words
from bot.words import vi
from handlers.meetings.planning import Planned
from handlers.talk.acting import Acting, acting
from handlers.talk.held_back import unless_stopped
from handlers.talk.outlay import outlay
from handlers.talk.paging import in_place, page_of

CALL, LOOK = "call", "call_look"
NAMES_AT_ONCE = 30


async def caller(turn: Turn, unit_id: int) -> Acting:
    """Who at this phone may call the meetings of this unit; raises NotAllowed."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None or unit.closed_on is not None:
        raise NotAllowed
    return Acting(await acting(turn, Right.CALL, unit), unit)


def wanted(turn: Turn, plan: Planned) -> Call:
    """The call as it is planned; raises a refusal for what cannot be told to people."""
    assert plan.at is not None  # noqa: S101 - asked before
    kind = MeetingKind(plan.about["kind"])
    said = plan.about.get("audience")
    return meetings.checked(
        kind,
        plan.at,
        plan.place,
        plan.about["topic"],
        turn.now,
        harmless=True,
        is_extended=plan.about.get("is_extended", False),
        audience=audience_from(said) if said else None,
    )


async def preview(turn: Turn, plan: Planned) -> Reply:
    """The invitation in short, with all that can still be changed."""
    one = await caller(turn, plan.about["unit"])
    call = wanted(turn, plan)
    found = await meetings.preview(turn.db, one.unit, call, turn.now)
    if found.unreached:
        by = as_member(one.member.id)
        note(turn.db, by, "names_seen", f"unit:{one.unit.code}", turn.now, count=len(found.unreached))
    read = vi.meeting_lines(
        vi.cell(one.unit.name), call.kind, call.starts_at, call.place, call.topic, is_extended=call.is_extended
    )
    read += await _whom(turn, one.unit, call)
    people = words.people_line(found.people, found.by_channel, found.unreached)
    sent = await _sent(turn, one.unit, call)
    # the longest invitation and its choices still have to fit on a phone without buttons
    glue = " " if call.topic and _has_more(found) else "\n"
    text = f"{read}\n{people}{glue}{sent}{await outlay(turn, found.plan)}"
    return Reply(text, _choices(plan, found, call), expect=LOOK)


async def _whom(turn: Turn, unit: Unit, call: Call) -> str:
    """Of a briefing: which offices of which units."""
    if call.kind is not MeetingKind.BRIEFING:
        return ""
    audience = call.audience or usual_audience(unit.kind)
    chosen = [await turn.db.get_one(Unit, one) for one in audience.unit_ids or ()]
    return kind_words.whom(audience.offices, [one.name for one in chosen] or None)


def _has_more(found: Preview) -> bool:
    return len(found.unreached) > words.FIRST_NAMES


def _choices(plan: Planned, found: Preview, call: Call) -> tuple[Choice, ...]:
    """The button that sends carries the edition: an older preview sends nothing newer than it shows."""
    edit = f"call_edit:{plan.number}"
    topic = words.CHANGE_TOPIC if call.topic else words.ADD_TOPIC
    names = (Choice(words.ALL_NAMES, f"call_names:{plan.number}:0"),) if _has_more(found) else ()
    return (
        Choice(words.SEND, f"call_go:{plan.number}:{plan.edition}"),
        Choice(topic, f"{edit}:topic"),
        Choice(words.CHANGE_TIME, f"{edit}:time"),
        Choice(words.CHANGE_PLACE, f"{edit}:place"),
        _kind_or_whom(plan, call, edit),
        *names,
        Choice(words.LEAVE, f"call_drop:{plan.number}"),
    )


def _kind_or_whom(plan: Planned, call: Call, edit: str) -> Choice:
    """Only a cell has several kinds to choose from; of a briefing it is said who is called."""
    if call.kind is MeetingKind.BRIEFING:
        return Choice(kind_words.WHOM, f"call_whom:{plan.number}")
    if call.kind is MeetingKind.GROUP:
        label = kind_words.NARROW if call.is_extended else kind_words.WIDE
        return Choice(label, f"call_wide:{plan.number}:{int(not call.is_extended)}")
    return Choice(words.CHANGE_KIND, f"{edit}:kind")


async def _sent(turn: Turn, unit: Unit, call: Call) -> str:
    """When the invitations leave, and that there is a meeting in that month already."""
    settings = await settings_of(turn.db, unit)
    at = plan_of(Meeting(kind=call.kind, starts_at=call.starts_at), settings, turn.now).notice_at
    is_quiet = after_quiet(turn.now, settings.quiet_hours) > turn.now
    if call.kind is MeetingKind.EXTRAORDINARY:
        said = words.EXTRAORDINARY_AT_ONCE
    elif at > turn.now:
        said = words.sent_at(at)
    else:
        said = words.SENT_AT_NIGHT if is_quiet else words.SENT_AT_ONCE
    other = await regular_in_month(turn.db, unit.id, call.starts_at) if call.kind in REGULAR else None
    said = await unless_stopped(turn, unit, said)
    return f"{said} {words.other_meeting(other.starts_at)}" if other else said


async def all_names(turn: Turn, plan: Planned, page: int) -> Reply:
    """Everybody whom the call does not reach."""
    one = await caller(turn, plan.about["unit"])
    found = await meetings.preview(turn.db, one.unit, wanted(turn, plan), turn.now)
    shown = page_of(found.unreached, page, NAMES_AT_ONCE)
    text = words.unreached_names(shown.items, len(found.unreached))
    back = Choice(words.LOOK_AGAIN, f"call_look:{plan.number}")
    return in_place(turn, Reply(text, (*shown.turners(f"call_names:{plan.number}"), back), expect=LOOK))
