"""What an answer of the Zalo Bot Platform means, in the outcomes that all networks share."""

from collections.abc import Mapping

from bot.channels.zalo_bot_wire import Answer
from bot.messages import Accepted, ChannelDown, Outcome, Rejected, Scope, Unknown, Wait

UNAUTHORISED, TIMED_OUT, TOO_MANY, SERVER_ERROR = 401, 408, 429, 500
NOBODY_THERE: Mapping[int, str] = {403: "forbidden", 404: "chat_not_found"}
QUOTA_WAIT = 60.0
LIMITED_FOR = 600.0
"""Seconds after which a refusal for too many messages is one for the month and no longer one for the moment."""
IS_WELL_FOR = 60.0
"""Seconds for which it is taken for granted that the platform knows us."""


def outcome_of(answer: Answer) -> Outcome:
    """What follows from an answer to `sendMessage` alone; a quota and an address are looked at more closely."""
    if answer.ok:
        result = answer.result if isinstance(answer.result, Mapping) else {}
        message_id = result.get("message_id")
        return Accepted(str(message_id)[:64] if isinstance(message_id, str | int) else None)
    if answer.code >= SERVER_ERROR:
        return Unknown("server_error")
    if answer.code == TIMED_OUT:
        return Unknown("timed_out_there")
    if answer.code == TOO_MANY:
        return Wait(QUOTA_WAIT, Scope.CHANNEL)
    if not answer.is_clear:
        return _unclear(answer)
    if answer.code == UNAUTHORISED:
        return ChannelDown("token_refused", needs_human=True)
    return Rejected(f"{answer.code} {answer.said}".strip())


def _unclear(answer: Answer) -> Outcome:
    """Not the platform's form: a success may be meant, a refusal is somebody else's and says nothing of the message."""
    if answer.code < 300:
        return Unknown("undecodable_answer")
    return ChannelDown(f"Somebody else answers in Zalo's place ({answer.code})", needs_human=False)


def seems_nobody(answer: Answer) -> bool:
    """A bad request whose words say that the chat or the person is not there."""
    said = answer.said.lower()
    return "not found" in said and ("chat" in said or "user" in said)
