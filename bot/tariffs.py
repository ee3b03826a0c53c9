"""On what terms each network takes our messages, as the settings say: for free, for money, in registered words only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.config import Settings
from bot.sms_settings import sms_channel


class Means(StrEnum):
    """How a message reaches somebody."""

    FREE = "free"
    PAID = "paid"
    TEMPLATE = "template"
    """In registered words (`Form`)."""


@dataclass(frozen=True, slots=True)
class Fare:
    """What one message takes."""

    means: Means
    cost: int = 0
    """Đồng."""
    parts: int = 0
    """Of a short message; 0 for others."""


FOR_NOTHING = Fare(Means.FREE)


@dataclass(frozen=True, slots=True)
class Tariff:
    """The terms of one network."""

    account: str = ""
    """Ours on it; networks of one account are one to people."""
    price: int = 0
    """Đồng for a message in our own words that is not free."""
    free_window: timedelta | None = None
    """So long after a person's last word it is free; none: always."""
    free_in_window: int | None = None
    """So many are; none: all."""
    reply_window: timedelta | None = None
    """So long our own words are taken at all; none: always."""
    forms: Mapping[str, int] = field(default_factory=dict)
    """The kinds of registered forms, each with its price."""
    forms_only: bool = False
    to_phones: bool = False
    in_parts: bool = False
    """SMS: long words leave as several parts, and the price is that of one."""
    marks: bool = False
    """Words leave with their marks, which makes more parts of them."""
    max_parts: int = 3
    """More are not taken."""
    two_way: bool = True
    """People can answer there."""
    monthly: int | None = None
    """So many messages a month."""
    users: int | None = None
    """So many people may write to our account; none: all."""

    @property
    def costs_money(self) -> bool:
        return self.price > 0 or any(self.forms.values())

    def fare(self, form: str, heard_at: datetime | None, had: int, at: datetime, parts: int = 1) -> Fare | None:
        """What a message of this kind costs at that time; None where the network does not take it.

        `had`: the messages that have followed the person's last word already; `parts`: of the text, by SMS.
        """
        if self.forms_only or not _is_within(self.reply_window, heard_at, at):
            return self.of_form(form)
        return self.of_parts(parts) if self.in_parts else self.of_words(heard_at, had, at)

    def of_form(self, kind: str) -> Fare | None:
        return Fare(Means.TEMPLATE, self.forms[kind]) if kind in self.forms else None

    def of_parts(self, parts: int) -> Fare | None:
        """A text of so many; each has its price."""
        if parts > self.max_parts:
            return None
        return Fare(Means.PAID if self.price else Means.FREE, self.price * parts, parts)

    def of_words(self, heard_at: datetime | None, had: int, at: datetime) -> Fare:
        """Where they are taken."""
        is_within = _is_within(self.free_window, heard_at, at)
        is_free = is_within and (self.free_in_window is None or had < self.free_in_window)
        return FOR_NOTHING if is_free or not self.price else Fare(Means.PAID, self.price)


Tariffs = Mapping[str, Tariff]
"""By network; one that is not among them takes everything for nothing."""
TARIFFS = "tariffs"
"""Under this name every session knows them."""


def _is_within(window: timedelta | None, heard_at: datetime | None, at: datetime) -> bool:
    return window is None or (heard_at is not None and at < heard_at + window)


def tariffs_of(settings: Settings) -> Tariffs:
    """The terms of the networks that are on; Telegram has none."""
    return _of_the_account(settings) | _of_the_bot(settings) | _of_the_gateways(settings)


def _of_the_account(settings: Settings) -> dict[str, Tariff]:
    """Zalo's account is two networks: chats, and templates to phone numbers where any is registered."""
    oa = settings.zalo_oa
    if not oa.is_on or oa.oa_id is None:
        return {}
    chats = Tariff(
        account=oa.oa_id,
        price=oa.price,
        free_window=timedelta(hours=oa.free_hours),
        free_in_window=oa.free_in_window,
        reply_window=timedelta(days=oa.window_days),
        forms={kind: form.price for kind, form in oa.forms.items()},
    )
    prices = {kind: form.price for kind, form in oa.phone_forms.items()}
    phones = Tariff(account=oa.oa_id, forms=prices, forms_only=True, to_phones=True)
    return {"zalo_oa": chats} | ({"zalo_zns": phones} if prices else {})


def _of_the_bot(settings: Settings) -> dict[str, Tariff]:
    bot = settings.zalo_bot
    if bot.token is None:
        return {}
    account = bot.token.get_secret_value().partition(":")[0]
    return {"zalo_bot": Tariff(account=account, monthly=bot.monthly, users=bot.users)}


def _of_the_gateways(settings: Settings) -> dict[str, Tariff]:
    """A part's price; how many parts a text has is counted where it is known."""
    return {
        sms_channel(name): Tariff(
            account=name,
            price=terms.price,
            free_window=timedelta(0),
            to_phones=True,
            in_parts=True,
            marks=terms.marks,
            max_parts=terms.max_parts,
            two_way=terms.two_way,
        )
        for name, terms in settings.sms.items()
    }
