"""A file, or what must not leave the country, on its way to a person: in the chat where it may, else by a link."""

from collections.abc import Sequence

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.reports.recipes import media_type
from bot.services.parcels import link_to
from bot.services.unit_settings import settings_of
from bot.words import menu


async def may_say_all(turn: Turn, unit: Unit) -> bool:
    """Whether other people's phones and reasons, and files, may go through this network (`domain` rule 45)."""
    return not turn.capabilities.abroad or (await settings_of(turn.db, unit)).details_abroad


async def hand_over(
    turn: Turn, to: Member, unit: Unit, recipe: str, text: str, choices: Sequence[Choice] = ()
) -> Reply:
    """The document of a recipe with these words; as a link that opens once where it cannot go with the message."""
    if turn.capabilities.carries(media_type(recipe)) and await may_say_all(turn, unit):
        return Reply(text, tuple(choices), attaches=recipe)
    link = await link_to(turn.db, recipe, to.id, turn.now)
    return Reply(f"{text}\n{menu.by_link(link)}", tuple(choices))
