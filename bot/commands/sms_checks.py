"""What `chibot doctor` asks the SMS gateways: whether they answer and let us in, and whether there is money left."""

from collections.abc import Mapping

from bot.commands.check import Check
from bot.house import House
from bot.model.accounts import Account
from bot.sms_settings import sms_channel
from bot.words import sms as words
from bot.words import watching


async def sms_checks(house: House, accounts: Mapping[str, Account]) -> list[Check]:
    """One for each, asked just now."""
    return [await _check(house, name, accounts.get(sms_channel(name))) for name in house.settings.sms]


async def _check(house: House, name: str, account: Account | None) -> Check:
    from bot.gateways import ask_gateway

    stands = await ask_gateway(house.settings, name)
    title = sms_channel(name)
    if stands.trouble is not None:
        return Check(title, False, words.silent(name, stands.trouble))
    if account is not None and account.sending_trouble:
        return Check(title, False, watching.troubled_sending(account.sending_trouble))
    terms = house.settings.sms[name]
    if stands.amount is not None and stands.amount < max(terms.price, 1):
        return Check(title, False, words.no_money(name))
    return Check(title, True, words.stands(name, terms.two_way, stands.amount, stands.unit))
