"""What was put together is looked at and sent from there, once; what tells very many is confirmed by their number."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, DraftGone
from bot.services.sureness import limit_passed
from bot.words import calling, stops
from handlers.talk import drafts
from handlers.talk.paging import in_place


@dataclass(frozen=True, slots=True)
class Ready:
    """What would be sent just now, in the name of which unit, to how many."""

    unit: Unit
    people: int
    send: Callable[[], Awaitable[Reply]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One kind of draft. It has an `edition`: a button under an older preview sends nothing."""

    what: str
    """The kind, with which the keys of its choices and steps begin; `<what>_look` is the step of its preview."""
    preview: Callable[[Turn], Awaitable[Reply]]
    edit: Callable[[Turn], Awaitable[Reply]]
    ready: Callable[[Turn], Awaitable[Ready]]
    """Raises a refusal where it cannot go."""
    edit_label: str
    left: str
    send_to: Callable[[int], str] = stops.send_to
    sure_of_many: Callable[[int, int], str] = stops.sure_of_many

    def spoken_of_in(self, router: Router) -> None:
        """All but the step of the preview, where each kind understands words of its own."""
        router.choice(f"{self.what}_look", number)(self._look_again)
        router.choice(f"{self.what}_edit", number)(self._edit)
        router.choice(f"{self.what}_drop", number)(self._leave)
        router.choice(f"{self.what}_go", number, number)(self._go)
        router.choice(f"{self.what}_sure", number, number, number)(self._go_to_many)
        router.step(f"{self.what}_sure")(self._number_in_words)

    def buttons(self, turn: Turn, people: int, *more: Choice) -> tuple[Choice, ...]:
        """Under the preview; `more` behind the one that sends."""
        draft = drafts.draft_of(turn, self.what)
        return (
            Choice(self.send_to(people), f"{self.what}_go:{draft['no']}:{draft['edition']}"),
            *more,
            Choice(self.edit_label, f"{self.what}_edit:{draft['no']}"),
            Choice(stops.LEAVE, f"{self.what}_drop:{draft['no']}"),
        )

    async def in_words(self, turn: Turn) -> Reply:
        """`gửi` at the preview; raises ChoiceExpected for anything else."""
        if not calling.says_yes(turn.said.text, stops.SAY_SEND):
            raise ChoiceExpected
        return await self.at_once(turn)

    async def at_once(self, turn: Turn) -> Reply:
        """What lies there now, as by its button; very many are asked about first."""
        return await self._send(turn, drafts.draft_of(turn, self.what)["edition"], None)

    async def _look_again(self, turn: Turn) -> Reply:
        drafts.draft_of(turn, self.what, turn.args[0])
        return await self.preview(turn)

    async def _edit(self, turn: Turn) -> Reply:
        drafts.draft_of(turn, self.what, turn.args[0])
        return await self.edit(turn)

    async def _leave(self, turn: Turn) -> Reply:
        drafts.draft_of(turn, self.what, turn.args[0])
        drafts.drop(turn)
        return Reply(self.left)

    async def _go(self, turn: Turn) -> Reply:
        drafts.draft_of(turn, self.what, turn.args[0])
        return await self._send(turn, turn.args[1], None)

    async def _go_to_many(self, turn: Turn) -> Reply:
        drafts.draft_of(turn, self.what, turn.args[0])
        return await self._send(turn, turn.args[1], turn.args[2])

    async def _number_in_words(self, turn: Turn) -> Reply:
        people = stops.number_said(turn.said.text)
        if people is None:
            raise ChoiceExpected
        return await self._send(turn, drafts.draft_of(turn, self.what)["edition"], people)

    async def _send(self, turn: Turn, edition: int, sure_of: int | None) -> Reply:
        """The second of two taps finds no draft any more."""
        draft = drafts.draft_of(turn, self.what)
        if edition != draft["edition"]:
            raise DraftGone
        ready = await self.ready(turn)
        limit = await limit_passed(turn.db, ready.unit, ready.people)
        if limit is not None and sure_of != ready.people:
            sure = Choice(self.send_to(ready.people), f"{self.what}_sure:{draft['no']}:{edition}:{ready.people}")
            look = Choice(stops.LOOK_AGAIN, f"{self.what}_look:{draft['no']}")
            return Reply(self.sure_of_many(ready.people, limit), (sure, look), expect=f"{self.what}_sure")
        reply = await ready.send()
        drafts.drop(turn)
        return in_place(turn, reply)
