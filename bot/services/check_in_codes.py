"""What a meeting shows and says while its people check in: a picture for half a minute, a code of four digits.

Both are computed from the secret of the meeting and the time: nothing is stored, every process says the same.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.model.check_ins import CheckIn, CheckInMode

PICTURE = timedelta(seconds=30)
"""So long one picture is shown; the one before is good for as long again."""
WITH_PICTURES = 1
"""Minutes of a code where it is not said but comes with the picture."""
TICKET = timedelta(minutes=5)
"""So long somebody who has proved to be there may take to say who they are."""
MAC = 16
"""Letters of a picture's proof: 80 bits."""
CODES = 10_000
OLD = 12
"""So many codes back one is said to be old instead of wrong."""
AT = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is good just now, and until when the code is said."""

    token: str
    code: str
    code_until: datetime


def shown(check_in: CheckIn, now: datetime) -> Shown:
    step, length = _step(now, _code_length(check_in)), _code_length(check_in)
    return Shown(
        f"{check_in.meeting_id}-{_picture(check_in, _step(now, PICTURE))}",
        _code(check_in, step),
        AT + (step + 1) * length,
    )


def is_picture(check_in: CheckIn, proof: str, now: datetime) -> bool:
    """Whether this was shown in the last minute."""
    if not check_in.mode.shows_picture or not proof.isascii():
        return False
    step = _step(now, PICTURE)
    return any(hmac.compare_digest(_picture(check_in, one), proof) for one in (step, step - 1))


def is_code(check_in: CheckIn, code: str, now: datetime) -> bool:
    """Whether this is the present code or the one before it: a short message takes its time."""
    return code in _codes(check_in, now, 2)


def was_code(check_in: CheckIn, code: str, now: datetime) -> bool:
    return code in _codes(check_in, now, OLD)


def _codes(check_in: CheckIn, now: datetime, count: int) -> list[str]:
    step = _step(now, _code_length(check_in))
    first = _step(check_in.opened_at, _code_length(check_in))
    return [_code(check_in, one) for one in range(step, step - count, -1) if one >= first]


def ticket(check_in: CheckIn, now: datetime) -> str:
    """`<moment>-<proof>`: that somebody was there at this moment, good for a few minutes."""
    moment = int((now - AT).total_seconds())
    return f"{moment}-{_proof(check_in, f'ticket {moment}')}"


def is_ticket(check_in: CheckIn, said: str, now: datetime) -> bool:
    moment, _, proof = said.partition("-")
    if not (moment.isascii() and moment.isdecimal() and len(moment) < MAC and proof.isascii()):
        return False
    age = now - AT - timedelta(seconds=int(moment))
    return timedelta() <= age <= TICKET and hmac.compare_digest(_proof(check_in, f"ticket {moment}"), proof)


def _step(now: datetime, length: timedelta) -> int:
    return (now - AT) // length


def _code_length(check_in: CheckIn) -> timedelta:
    return timedelta(minutes=check_in.code_minutes)


def minutes_of(mode: CheckInMode, said: int) -> int:
    """How long a code lasts: one that is never said aloud need not wait for slow listeners."""
    return said if mode.says_code else WITH_PICTURES


def _picture(check_in: CheckIn, step: int) -> str:
    return _proof(check_in, f"picture {step}")


def _proof(check_in: CheckIn, what: str) -> str:
    return base64.b32encode(_mac(check_in, what)).decode().lower()[:MAC]


def _code(check_in: CheckIn, step: int) -> str:
    return f"{int.from_bytes(_mac(check_in, f'code {step}')) % CODES:04}"


def _mac(check_in: CheckIn, what: str) -> bytes:
    return hmac.digest(check_in.secret.encode(), f"{check_in.meeting_id} {what}".encode(), "sha256")
