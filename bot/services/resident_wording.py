"""What a notice to a resident says when it leaves, and why it may no longer leave."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Choice, Reply
from bot.model.endpoints import Address
from bot.model.notices import Notice
from bot.model.residents import Resident, ResidentMessage
from bot.model.units import Unit
from bot.words import residents as words


def worded(sender: str, text: str, *, two_way: bool, public_url: str | None) -> str:
    """Where nobody can answer, nothing asks them to."""
    how_to_stop = words.STOP_BY_WORD if two_way else words.stop_by_page(public_url)
    return words.message(words.place(sender), text, how_to_stop)


async def resident_word(db: AsyncSession, notice_id: int, capabilities: Capabilities) -> Reply | str:
    """The words, or why nobody needs them any more. Message and unit are read once for many of them."""
    notice = await db.get_one(Notice, notice_id)
    message = await db.get(ResidentMessage, int(notice.about.partition(":")[2]))
    one = await db.get(Resident, notice.resident_id or 0)
    if message is None or message.text is None or message.cancelled_at is not None:
        return "called_back"
    if one is None or one.stopped_at is not None:
        return "stopped"
    unit = await db.get_one(Unit, message.unit_id)
    url = db.info.get("public_url")
    text = worded(unit.name, message.text, two_way=True, public_url=url)
    one_way = worded(unit.name, message.text, two_way=False, public_url=url)
    return Reply(text, await _choices(db, notice, one, capabilities), one_way=one_way)


async def _choices(db: AsyncSession, notice: Notice, one: Resident, capabilities: Capabilities) -> tuple[Choice, ...]:
    """A button to stop; none that a number would press, and none on a member's phone, where numbers answer calls."""
    has_member = select(Address.id).where(Address.endpoint_id == notice.endpoint_id, Address.ended_at.is_(None))
    if not capabilities.buttons or await db.scalar(has_member.limit(1)) is not None:
        return ()
    return (Choice(words.END, f"dk_stop_at:{one.unit_id}"),)
