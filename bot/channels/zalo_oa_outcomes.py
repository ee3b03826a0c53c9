"""What became of a call to an Official Account, by Zalo's error codes, in the outcomes that all networks share.

The words of Zalo's answers may name a person or a phone: only the code is looked at and logged.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from bot.channels.zalo_oa_wire import TOKEN_REFUSED, Answer, NoPassError, NotReachedError
from bot.messages import (
    OUTSIDE_WINDOW,
    Accepted,
    AddressDead,
    ChannelDown,
    Outcome,
    Rejected,
    Scope,
    Unknown,
    Wait,
)
from bot.words.times import local

log = logging.getLogger(__name__)


class Use(StrEnum):
    """What was sent: the same code says other things of other messages."""

    WORDS = "words"
    FORM = "form"
    """A template by user id."""
    GROUP = "group"
    PHONE = "phone"
    """A template by phone number."""


MINUTE = 60.0
"""Calls are counted by the minute; the headers say how many are left, not when."""
RATE = -32
QUOTAS = {-211, -218, -115, -144, -147}
NIGHT = {-133, -234}
OF_THE_APP = {-14002, -14003, -242}
"""The app or its proof is refused: nothing goes at all."""
OF_THE_ACCOUNT = {-221, -223, -224, -248, -249, -320, -321, -135, -136, -137}
"""Not verified, no such plan, no money, against the rules. What it is about stands still, and nothing else: where a
template or a group is not paid for, words still go to people."""
OF_THE_FORM = {-131}
"""This template is not reviewed: others are."""
NOT_TO_THEM = {
    -213: OUTSIDE_WINDOW,  # never wrote or does not follow: may any day
    -227: "inactive",  # not on Zalo for 45 days, or barred: comes back without a word to us
    -230: OUTSIDE_WINDOW,  # last word more than 7 days ago: a template or the next channel still reaches them
    -232: OUTSIDE_WINDOW,  # no such dealings with us as this kind of message wants
    -244: "kind_refused",  # they restrict this kind of message: an answer to their own words still arrives
    -139: "kind_refused",  # the same for templates: those of another kind arrive
    -114: "cannot_receive",  # state of the account, an old app, a fault of Zalo's: may be over tomorrow
    -119: "cannot_receive",
}
"""This message goes the member's next way; the address stays good, for nothing says that its owner has gone."""
NOBODY_THERE = {
    -217: "blocked",  # until they open the account again, which is an event
    -108: "phone_invalid",  # until the roster has another number, which is another address
    -118: "no_zalo",  # nobody on Zalo has this number
    -141: "refused",  # they want no templates of ours at all: to be respected, not tried each month
}
REFUSES_TEMPLATES = -141
OUR_MISTAKE = {-201: "parameter", -1121: "too_long", -240: "dead_api", -100: "upload_expired"}
GROUP_OVER = -237


def outcome_of(answer: Answer, use: Use, now: datetime) -> Outcome:
    """What an answer means for the message, its address and the network."""
    if answer.code is None or (answer.code == 0 and answer.status != 200):
        return _unclear(answer)
    if answer.code == 0:
        return Accepted(answer.id("message_id", "msg_id"))
    if answer.code == RATE:
        return _rate(answer)
    for codes, meant in MEANINGS:
        if answer.code in codes:
            return meant(answer.code, use, now)
    log.error("zalo_says_something_unknown", extra={"code": answer.code, "use": use.value})
    return Rejected(f"zalo{answer.code}")


def outcome_of_failure(error: OSError) -> Outcome:
    """Of the three failures of the wire."""
    if isinstance(error, NoPassError):
        return ChannelDown(str(error), needs_human=error.needs_person)
    if isinstance(error, NotReachedError):
        return ChannelDown(str(error), needs_human=False)
    return Unknown(str(error))


def _rate(answer: Answer) -> Outcome:
    return Wait(answer.rest or MINUTE, Scope.CHANNEL)


def _unclear(answer: Answer) -> Outcome:
    """A page instead of an answer: of Zalo's gates, or of somebody between us.

    They may mind what is in this one message: it is given up, for at the head of the queue it would hold up all others.
    """
    status = answer.status
    if status == 429:
        return _rate(answer)
    if status in {401, 407}:
        return ChannelDown(f"http_{status}", needs_human=True)
    if 400 <= status < 500 and status != 408:
        log.error("zalo_message_refused_on_the_way", extra={"status": status})
        return Rejected("too_large" if status == 413 else f"http_{status}")
    return Unknown("undecodable_answer" if status < 400 else "server_error")


def _token(_: int, __: Use, ___: datetime) -> Outcome:
    return ChannelDown("token_refused", needs_human=True)


def _tomorrow(_: int, __: Use, now: datetime) -> Outcome:
    """This message alone waits: what is used up is often not used up for others."""
    return Wait(_until(now, hour=0), Scope.MESSAGE)


def _morning(_: int, __: Use, now: datetime) -> Outcome:
    return Wait(_until(now, hour=6), Scope.MESSAGE)


def _until(now: datetime, hour: int) -> float:
    """Seconds until the clocks of Viet Nam next show this hour, and a minute more, for they differ."""
    here = local(now)
    then = here.replace(hour=hour, minute=1, second=0, microsecond=0)
    return (then + timedelta(days=then <= here) - here).total_seconds()


def _down(code: int, _: Use, __: datetime) -> Outcome:
    return ChannelDown(f"zalo{code}", needs_human=True)


def _account(code: int, use: Use, now: datetime) -> Outcome:
    if use in {Use.WORDS, Use.PHONE}:
        return _down(code, use, now)
    return _form(code, use, now)


def _form(code: int, use: Use, _: datetime) -> Outcome:
    log.error("zalo_needs_a_person", extra={"code": code, "use": use.value})
    return Rejected(f"zalo{code}")


def _not_to_them(code: int, _: Use, __: datetime) -> Outcome:
    return Rejected(NOT_TO_THEM[code])


def _nobody(code: int, use: Use, _: datetime) -> Outcome:
    if code == REFUSES_TEMPLATES and use is not Use.PHONE:
        return Rejected("kind_refused")  # they can still be talked to
    return AddressDead(NOBODY_THERE[code])


def _mistake(code: int, use: Use, _: datetime) -> Outcome:
    log.error("zalo_refuses_what_we_wrote", extra={"code": code, "use": use.value})
    return Rejected(OUR_MISTAKE[code])


def _group(code: int, use: Use, _: datetime) -> Outcome:
    """Paid for again, it takes messages again."""
    log.error("zalo_needs_a_person", extra={"code": code, "use": use.value})
    return Rejected("group_expired")


MEANINGS: tuple[tuple[set[int], Callable[[int, Use, datetime], Outcome]], ...] = (
    (TOKEN_REFUSED, _token),
    (QUOTAS, _tomorrow),
    (NIGHT, _morning),
    (OF_THE_APP, _down),
    (OF_THE_ACCOUNT, _account),
    (OF_THE_FORM, _form),
    (set(NOT_TO_THEM), _not_to_them),
    (set(NOBODY_THERE), _nobody),
    (set(OUR_MISTAKE), _mistake),
    ({GROUP_OVER}, _group),
)
