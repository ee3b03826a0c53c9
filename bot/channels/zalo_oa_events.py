"""The events of an Official Account: the envelope that any of them has, and the words in those that are understood.

One hook brings them all: what comes of templates sent by phone is of the channel `zalo_zns`.
"""

import hashlib
import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from bot.channels.zalo_oa_seals import Seal
from bot.messages import Arrival, Body, Event, Incoming, Kind, Receipt
from bot.network_settings import ZaloOA as Account

log = logging.getLogger(__name__)
OA, ZNS = "zalo_oa", "zalo_zns"
SENT, TO_GROUP = "user_send_", "user_send_group_"
FOLLOW, UNFOLLOW, INFO = "follow", "unfollow", "user_submit_info"
SEEN, RECEIVED, CLICK = "user_seen_message", "user_received_message", "user_click_response_button"
REPORTS = {SEEN: Arrival.SEEN, RECEIVED: Arrival.DELIVERED}
HEARD = {FOLLOW, UNFOLLOW, INFO, SEEN, RECEIVED, CLICK}
"""And all that begins as `SENT`. What the account itself sent comes back as `oa_send_…`: our own words, not kept."""
ID = re.compile(r"[0-9A-Za-z_-]{1,56}", re.ASCII)
LONG_ID = re.compile(r"[0-9A-Za-z_.:=-]{1,64}", re.ASCII)
NOT_WRITTEN_BY_A_PERSON = {"checksum", "coordinates", "id", "size", "thumbnail", "token", "type", "url"}


def inner(value: object, key: str) -> Mapping[str, Any]:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def an_id(value: object, form: re.Pattern[str] = ID) -> str:
    """Ids are strings, and now and then numbers; "" for what is none."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if form.fullmatch(text) else ""


def name_of(body: Body) -> str:
    name = body.get("event_name")
    return name if isinstance(name, str) else ""


def words(body: Body) -> Iterator[str]:
    """Every string that a person may have written, in order; no recursion, for a body may be nested deep."""
    rest: list[object] = [inner(body, "info").get("address"), body.get("message")]
    while rest:
        value = rest.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            keys = [key for key in value if key not in NOT_WRITTEN_BY_A_PERSON and not key.endswith(("_id", "_ids"))]
            rest += [value[key] for key in reversed(keys)]
        elif isinstance(value, list):
            rest += reversed(value)


def event_id(body: Body) -> str:
    """Zalo's number of a message that somebody wrote; else a digest, for there the number is of a message of ours."""
    message, name = inner(body, "message"), name_of(body)
    if name.startswith(SENT) and (written := an_id(message.get("msg_id"), LONG_ID)):
        return written
    said = [name, body.get("timestamp"), body.get("msg_id"), *(inner(body, who).get("id") for who in PEOPLE)]
    said += [message.get(key) for key in ("msg_id", "tracking_id", "submit_time", "data")]
    ids = message.get("msg_ids")
    said += ids if isinstance(ids, list) else []
    plain = [one for one in said if isinstance(one, str | int)]
    return f"{an_id(name)[:30]}:{hashlib.sha256(repr(plain).encode('utf-8', 'replace')).hexdigest()[:40]}"


PEOPLE = ("sender", "recipient", "follower")


class _Said(TypedDict):
    account: str
    event_id: str


@dataclass(frozen=True, slots=True)
class Ear:
    """Understands the events of one account."""

    account: str
    seal: Seal
    labels: Mapping[str, str]
    """What the quick replies of templates by phone mean, `coming` or `away`, by `plain_label`."""
    hears_phones: bool
    """Templates by phone are switched on."""

    @classmethod
    def of(cls, account: Account) -> "Ear":
        registered = account.phone_forms.values()
        labels = {plain_label(one.away): "away" for one in registered}
        labels |= {plain_label(one.coming): "coming" for one in registered}
        return cls(account.oa_id or "", Seal.of(account), labels, hears_phones=bool(registered))

    def event(self, body: Body) -> Event | None:
        """As little as can be read; None for what is not ours to know."""
        name = name_of(body)
        if not (name in HEARD or name.startswith(SENT)) or self._is_anothers(name, body):
            return None
        place = self._place(name, body)
        if place is None:
            return None
        channel, address = place
        return Event(
            event_id=event_id(body),
            address=address,
            body=body,
            message_ref=message_id(body) or None,
            words=tuple(dict.fromkeys(words(body))) if name.startswith(SENT) or name == INFO else (),
            channel=channel,
        )

    def read(self, body: Body) -> Incoming | None:
        """What was said; None where it says nothing to us, `ValueError` where it cannot be read."""
        name = name_of(body)
        if not name:
            raise ValueError("an event without a name")
        said = _Said(account=self.account, event_id=event_id(body))
        if name in REPORTS:
            return self._report(REPORTS[name], body, said)
        if name == CLICK:
            return self._click(body, said)
        return self._spoken(name, body, said)

    def _is_anothers(self, name: str, body: Body) -> bool:
        """One app may have several accounts: whatever is said to any of them comes by its one hook."""
        ids = [body.get("oa_id") or an_id(inner(body, who).get("id")) for who in ("sender", "recipient")]
        is_between = bool(body.get("oa_id")) or not name.startswith(TO_GROUP)  # to a group: that is no account
        return is_between and all(ids) and self.account not in map(str, ids)

    def _place(self, name: str, body: Body) -> tuple[str, str] | None:
        """Channel and address. A report has an address of its own: it need not wait for what its person says."""
        tracking = inner(body, "message").get("tracking_id")
        if tracking and name in {RECEIVED, CLICK}:
            return self._phone_place(name, str(tracking), body)
        if name in REPORTS:
            ids = message_ids(body)
            return (OA, f"report:{ids[0]}"[:64]) if ids else None
        if name.startswith(TO_GROUP):
            return OA, group_of(body, self.account)
        return OA, self._person(body)

    def _phone_place(self, name: str, tracking: str, body: Body) -> tuple[str, str] | None:
        """None for a template that somebody else sent through this account."""
        tracked = self.seal.tracked(tracking) if self.hears_phones else None
        if tracked is None:
            return None
        return ZNS, tracked[0] if name == CLICK else f"report:{message_id(body)}"[:64]

    def _person(self, body: Body) -> str:
        """Whoever of those in it is not us."""
        ids = [an_id(inner(body, who).get("id")) for who in ("sender", "follower", "recipient")]
        return next((one for one in ids if one and one != self.account), "")

    def _known_person(self, body: Body) -> str:
        if not (person := self._person(body)):
            raise ValueError("an event of nobody")
        return person

    def _spoken(self, name: str, body: Body, said: _Said) -> Incoming | None:
        if name.startswith(TO_GROUP):
            if not (address := group_of(body, self.account)):
                raise ValueError("a group without an id")
            kind, text = _content(name, body)
            return Incoming(OA, address=address, kind=kind, text=text, is_private=False, **said)
        if name.startswith(SENT):
            return self._private(name, self._known_person(body), body, said)
        if name in {FOLLOW, UNFOLLOW}:
            kind = Kind.FOLLOWED if name == FOLLOW else Kind.STOPPED
            return Incoming(OA, address=self._known_person(body), kind=kind, **said)
        if name == INFO:
            return _shared(self._known_person(body), inner(body, "info"), said)
        return None

    def _private(self, name: str, person: str, body: Body, said: _Said) -> Incoming:
        kind, text = _content(name, body)
        if kind is Kind.TEXT and (value := self.seal.pressed(person, text)) is not None:
            kind, text = Kind.CHOICE, value
        return Incoming(OA, address=person, kind=kind, text=text, message_ref=message_id(body) or None, **said)

    def _report(self, arrival: Arrival, body: Body, said: _Said) -> Incoming | None:
        receipts = tuple(Receipt(arrival, external_id=one) for one in message_ids(body))
        if not receipts:
            return None
        by_phone = self.hears_phones and bool(inner(body, "message").get("tracking_id"))
        channel, address = ZNS if by_phone else OA, f"report:{receipts[0].external_id}"[:64]
        return Incoming(channel, address=address, kind=Kind.REPORT, receipts=receipts, **said)

    def _click(self, body: Body, said: _Said) -> Incoming | None:
        """A quick reply of a template. It says its label alone: what is asked stands in the tracking number."""
        message = inner(body, "message")
        label = unicodedata.normalize("NFC", str(message.get("data", "")))
        ref = message_id(body) or None
        if not message.get("tracking_id"):  # sent by user id: as if they had typed it
            return Incoming(OA, address=self._known_person(body), kind=Kind.TEXT, text=label, message_ref=ref, **said)
        tracked = self.seal.tracked(str(message["tracking_id"])) if self.hears_phones else None
        if tracked is None:
            return None
        phone, answers = tracked
        meant = self.labels.get(plain_label(label))
        if meant is None:
            return Incoming(ZNS, address=phone, kind=Kind.TEXT, text=label, message_ref=ref, **said)
        kind, text = (Kind.CHOICE, f"{answers}:{meant}") if answers else (Kind.OTHER, "")  # nothing was asked there
        return Incoming(ZNS, address=phone, kind=kind, text=text, message_ref=ref, **said)


def plain_label(label: str) -> str:
    """Without what a page may have changed in it."""
    return " ".join(unicodedata.normalize("NFC", label).casefold().split())


def message_id(body: Body) -> str:
    message = inner(body, "message")
    return an_id(message.get("msg_id"), LONG_ID) or an_id(body.get("msg_id"), LONG_ID)


def message_ids(body: Body) -> list[str]:
    """Of the messages of ours that a report is about."""
    several = inner(body, "message").get("msg_ids")
    ids = [an_id(one, LONG_ID) for one in several] if isinstance(several, list) else [message_id(body)]
    return [one for one in dict.fromkeys(ids) if one]


def group_of(body: Body, account: str) -> str:
    """`group:…`; "" where the event does not say which."""
    recipient = inner(body, "recipient")
    found = an_id(recipient.get("group_id")) or an_id(recipient.get("id"))
    return f"group:{found}" if found and found != account else ""


def _shared(person: str, info: Mapping[str, Any], said: _Said) -> Incoming:
    """They typed number and name themselves."""
    phone = "".join(sign for sign in str(info.get("phone", "")) if sign in "+0123456789")
    name = unicodedata.normalize("NFC", str(info.get("name") or "")) or None
    kind = Kind.CONTACT if phone else Kind.OTHER
    return Incoming(OA, address=person, kind=kind, text=phone, calls_itself=name, **said)


def _content(name: str, body: Body) -> tuple[Kind, str]:
    if not name.endswith("_text"):
        return Kind.OTHER, ""
    text = inner(body, "message").get("text")
    if not isinstance(text, str):
        raise ValueError(f"{name[:40]} without text")  # noqa: TRY004 - what cannot be read is a value
    return Kind.TEXT, unicodedata.normalize("NFC", text)
