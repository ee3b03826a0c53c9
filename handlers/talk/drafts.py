"""What somebody puts together step by step: kept at the phone until it is done or left, also over a restart."""

from typing import Any

from bot.conversation import Turn
from bot.refusals import DraftGone


def begin(turn: Turn, what: str, **facts: Any) -> int:
    """Put a new draft in the place of any other; returns its number, which buttons carry."""
    number = int(turn.about.rpartition(":")[2])
    turn.endpoint.draft = {"no": number, "what": what, **facts}
    return number


def draft_of(turn: Turn, what: str, number: int | None = None) -> dict[str, Any]:
    """The draft of this kind, and of this number where a button says one; raises DraftGone."""
    draft = turn.endpoint.draft
    if draft is None or draft["what"] != what or number not in {None, draft["no"]}:
        raise DraftGone
    return dict(draft)


def add(turn: Turn, what: str, **facts: Any) -> dict[str, Any]:
    """Write more into the draft; raises DraftGone."""
    turn.endpoint.draft = {**draft_of(turn, what), **facts}
    return dict(turn.endpoint.draft)


def change(turn: Turn, what: str, **facts: Any) -> None:
    """Write more into one that has editions: a button under an older preview confirms nothing any more."""
    add(turn, what, **facts, edition=draft_of(turn, what)["edition"] + 1)


def drop(turn: Turn) -> None:
    turn.endpoint.draft = None
