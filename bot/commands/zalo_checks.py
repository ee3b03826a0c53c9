"""What `chibot doctor` asks Zalo: whether the accounts answer, and what keeps them from doing all they could."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.commands.check import Check
from bot.house import House
from bot.model.accounts import Account
from bot.words import alarms, costs, watching
from bot.words import zalo_account as words

Accounts = Mapping[str, Account]
PHONES = "zalo_zns"


async def zalo_checks(house: House, accounts: Accounts) -> list[Check]:
    """Of those that are on."""
    checks = []
    if house.settings.zalo_oa.is_on:
        checks += await _oa(house, accounts)
        if house.settings.zalo_oa.webhook_secret is None:
            checks.append(Check("zalo_oa_hook", False, words.NO_HOOK_SECRET))
    if house.settings.zalo_bot.token is not None:
        checks += await _bot(house, accounts.get("zalo_bot"))
    return checks


async def _oa(house: House, accounts: Accounts) -> list[Check]:
    """Asked just now with the token that is kept; one that is due is renewed by it."""
    from bot.networks import ask_zalo_oa, why_not_renewed

    try:
        standing = await ask_zalo_oa(house)
    except OSError as error:
        return [Check("zalo_oa", False, await _trouble(house, error, why_not_renewed(error)[0]))]
    account = house.settings.zalo_oa
    if standing.account not in {None, account.oa_id}:
        return [Check("zalo_oa", False, words.GIVEN["another"])]
    said = words.oa_standing(standing.name, standing.package, standing.forms_left)
    checks = [Check("zalo_oa", True, said)]
    checks += _plan(standing.is_verified, standing.is_linked, has_forms=bool(account.forms or account.phone_forms))
    checks += await _forms_of_today(house, standing.forms_left)
    sending = [(name, accounts[name].sending_trouble) for name in ("zalo_oa", PHONES) if name in accounts]
    return checks + [Check(name, False, watching.troubled_sending(trouble)) for name, trouble in sending if trouble]


async def _forms_of_today(house: House, left: int | None) -> list[Check]:
    """Wrong where more of them wait than may leave."""
    from bot.services.daily_quotas import owed_today

    if left is None:
        return []
    async with house.sessions() as db:
        owed = await owed_today(db, PHONES, house.settings.zalo_oa.oa_id or "", house.settings.now())
    return [Check(PHONES, False, costs.short({PHONES: costs.Short(left, owed, True)}))] if owed > left else []


async def _trouble(house: House, error: OSError, needs_person: bool) -> str:
    from bot.networks import open_passes

    kept = await open_passes(house).store.kept()
    if kept is None:
        return alarms.ZALO_NOT_AUTHORISED
    if needs_person and kept.asked_at is not None:
        return alarms.ZALO_ANSWER_LOST
    return alarms.zalo_refuses(None) if needs_person else words.oa_silent(str(error)[:200])


def _plan(is_verified: bool | None, is_linked: bool | None, *, has_forms: bool) -> list[Check]:
    """Wrong only where templates are set up, which need it."""
    checks = []
    if is_verified is False:
        checks.append(Check("zalo_oa_verified", not has_forms, words.NOT_VERIFIED))
    if is_linked is False and has_forms:
        checks.append(Check("zalo_oa_zca", False, words.NOT_LINKED))
    return checks


async def _bot(house: House, account: Account | None) -> list[Check]:
    from bot.networks import ask_zalo_bot
    from bot.services.quotas import standing

    if await ask_zalo_bot(house) is None:
        return [Check("zalo_bot", False, (account and account.trouble) or words.BOT_SILENT)]
    async with house.sessions() as db:
        stands = await standing(db, house.settings.accounts["zalo_bot"], datetime.now(UTC))
    used = words.bot_standing(stands.users.used, stands.users.most, stands.messages.used, stands.messages.most)
    is_full = not (stands.users.left and stands.messages.left)
    if account is not None and (account.trouble or account.sending_trouble):
        trouble = account.trouble or watching.troubled_sending(account.sending_trouble or "")
        return [Check("zalo_bot", False, trouble)]
    return [Check("zalo_bot", not is_full, used)]
