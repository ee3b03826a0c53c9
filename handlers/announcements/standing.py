"""How far an announcement has come; once more to whom it has not reached; taken back."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.announcements import Announced, Announcement
from bot.model.polls import Poll
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services import announcements, polls
from bot.services.announcements import announcement_of, is_running
from bot.services.audit import as_member
from bot.services.cell_telling import Reach, missed_of, reach_of, without_channel
from bot.words import announcements as words
from bot.words import polls as poll_words
from bot.words.vi import cell
from handlers.talk.acting import Acting, which_unit
from handlers.talk.asked import MENU
from handlers.talk.cell_speaking import cells, is_hidden, speaker
from handlers.talk.held_back import unless_stopped
from handlers.talk.paging import in_place

router = Router()
NEWEST = 3
LIST = "announcements"


# All of a cell


@router.command("các thông báo")
@router.command("thông báo, lấy ý kiến")
async def overview_in_words(turn: Turn) -> Reply:
    places = await cells(turn)
    if not places:
        raise NotAllowed
    return await _overview(turn, places[0]) if len(places) == 1 else which_unit(turn, places, LIST)


@router.choice(LIST, number)
async def overview(turn: Turn) -> Reply:
    return in_place(turn, await _overview(turn, await speaker(turn, turn.args[0])))


async def _overview(turn: Turn, one: Acting) -> Reply:
    """The newest of both kinds, each to be opened."""
    told = await announcements.newest_of(turn.db, one.unit.id, NEWEST)
    asked = await polls.newest_of(turn.db, one.unit.id, NEWEST)
    choices = (
        Choice(words.ANNOUNCE, f"announce:{one.unit.id}"),
        Choice(poll_words.ASK, f"poll_new:{one.unit.id}"),
        *[
            Choice(words.choice(await _text(turn, one.unit, row), row.made_at), f"announcement:{row.id}")
            for row in told
        ],
        *[Choice(await _poll_label(turn, one.unit, poll), f"poll_at:{poll.id}") for poll in asked],
        MENU,
    )
    return Reply(words.overview(cell(one.unit.name), len(told), len(asked)), choices)


async def _poll_label(turn: Turn, unit: Unit, poll: Poll) -> str:
    not_here = await is_hidden(turn, unit, poll.question)
    question = poll_words.HIDDEN if not_here else poll.question or poll_words.GONE
    return poll_words.poll_choice(poll.number, question, is_open=polls.is_open(poll, turn.now))


# One of them


@router.choice("announcement", number)
async def how_far(turn: Turn) -> Reply:
    row, one = await _row(turn, turn.args[0])
    return in_place(turn, await _standing(turn, one, row))


async def _row(turn: Turn, row_id: int) -> tuple[Announcement, Acting]:
    """Raises AnnouncementGone or NotAllowed."""
    row, unit = await announcement_of(turn.db, row_id)
    return row, await speaker(turn, unit.id)


async def _standing(turn: Turn, one: Acting, row: Announcement) -> Reply:
    reach = await reach_of(turn.db, announcements.about(row), Announced.TEXT)
    counts = states_of(reach)
    shown = await _text(turn, one.unit, row)
    text = words.standing(shown, row.made_at, row.people, counts, recalled=row.recalled_at is not None)
    choices = [Choice(words.REFRESH, f"announcement:{row.id}")]
    if is_running(row, turn.now):
        choices += [Choice(words.AGAIN, f"announcement_again:{row.id}")] if reach.missed else []
        choices.append(Choice(words.RECALL, f"announcement_back:{row.id}"))
    return Reply(text + words.money(reach.cost), (*choices, Choice(words.BACK, f"{LIST}:{one.unit.id}")))


async def _text(turn: Turn, unit: Unit, row: Announcement) -> str | None:
    """None where it has had its time, or may not go through this network."""
    return None if row.text is None or await is_hidden(turn, unit, row.text) else row.text


def states_of(reach: Reach) -> dict[str, int]:
    """They add up to the people."""
    counts, without = reach.counts, without_channel(reach)
    return {
        "sent": counts.sent,
        "waiting": counts.waiting,
        "no_channel": without,
        "failed": counts.failures - without,
        "uncertain": counts.uncertain,
        "cancelled": counts.cancelled,
        "expired": counts.expired,
    }


# Once more


@router.choice("announcement_again", number)
async def ask_again(turn: Turn) -> Reply:
    row, one = await _row(turn, turn.args[0])
    reach = await reach_of(turn.db, announcements.about(row), Announced.TEXT)
    missed = await missed_of(turn.db, reach, one.unit, turn.now)
    back = Choice(words.NOT_AGAIN, f"announcement:{row.id}")
    if not missed.ready:
        return Reply(words.NOBODY_MISSED, (Choice(words.HOW_FAR, f"announcement:{row.id}"),))
    yes = Choice(words.AGAIN_NOW, f"announcement_again_yes:{row.id}:{reach.round}")
    return Reply(words.ask_again(len(missed.ready), missed.without), (yes, back), expect=YES_NO)


@router.choice("announcement_again_yes", number, number)
async def again(turn: Turn) -> Reply:
    """Once: the second of two taps sees that it is done."""
    row, one = await _row(turn, turn.args[0])
    count = await announcements.announce_again(turn.db, row.id, as_member(one.member.id), turn.now, turn.args[1])
    if not count:
        return in_place(turn, await _standing(turn, one, row))
    said = await unless_stopped(turn, one.unit, words.sent_again(count))
    return in_place(turn, Reply(said, (Choice(words.HOW_FAR, f"announcement:{row.id}"),)))


# Taking it back


@router.command("thu hồi")
@router.command("thu hồi thông báo")
async def recall_in_words(turn: Turn) -> Reply:
    """The only one that still runs, or which."""
    places = await cells(turn)
    if not places:
        raise NotAllowed
    rows = [(row, one) for one in places for row in await announcements.newest_of(turn.db, one.unit.id, NEWEST)]
    running = [(row, one) for row, one in rows if is_running(row, turn.now)]
    if len(running) == 1:
        return await _ask_recall(turn, running[0][0])
    choices = [
        Choice(words.choice(await _text(turn, one.unit, row), row.made_at), f"announcement_back:{row.id}")
        for row, one in running
    ]
    return Reply(words.WHICH_RECALL if running else words.NONE_YET, (*choices, MENU))


@router.choice("announcement_back", number)
async def ask_recall(turn: Turn) -> Reply:
    return await _ask_recall(turn, (await _row(turn, turn.args[0]))[0])


async def _ask_recall(turn: Turn, row: Announcement) -> Reply:
    reach = await reach_of(turn.db, announcements.about(row), Announced.TEXT)
    yes = Choice(words.RECALL_NOW, f"announcement_back_yes:{row.id}")
    keep = Choice(words.KEEP, f"announcement:{row.id}")
    return Reply(words.ask_recall(reach.told, reach.counts.waiting), (yes, keep), expect=YES_NO)


@router.choice("announcement_back_yes", number)
async def recall(turn: Turn) -> Reply:
    row, one = await _row(turn, turn.args[0])
    dropped, told = await announcements.recall(turn.db, row.id, as_member(one.member.id), turn.now)
    said = words.has_recalled(dropped, told)
    return in_place(turn, Reply(said, (Choice(words.HOW_FAR, f"announcement:{row.id}"),)))
