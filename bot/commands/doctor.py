"""What `chibot doctor` looks at."""

import stat
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.commands.check import Check
from bot.commands.database_checks import database_checks
from bot.commands.machine_checks import machine_checks
from bot.commands.sms_checks import sms_checks
from bot.commands.work_checks import work_checks
from bot.commands.zalo_checks import zalo_checks
from bot.house import House
from bot.model.accounts import Account
from bot.networks import ask_telegram
from bot.services import ledger, request_clock
from bot.services.alarms import open_alarms
from bot.services.budgets import FULL, all_budgets
from bot.services.open_halts import open_halts
from bot.words import alarms, costs, office, watching
from bot.words import data_requests as asked


async def examine(house: House) -> list[Check]:
    """Settings and database could be opened, or we were not here; the rest is looked at."""
    checks = [Check("settings", True, office.SETTINGS_OK), Check("database", True, office.DATABASE_OK)]
    checks += [*await database_checks(house), *_file(house), *await machine_checks(house)]
    checks += [await _ledger(house), await _stops(house), *await work_checks(house), await _data_requests(house)]
    return [*checks, *await _channels(house), *await _budgets(house), *await _alarms(house)]


async def _ledger(house: House) -> Check:
    """For every broadcast the states add up to what is owed, and nothing waits that nobody would send."""
    async with house.sessions() as db:
        unbalanced, astray = await ledger.unbalanced(db), await ledger.astray(db)
    if unbalanced or astray:
        return Check("ledger", False, watching.ledger_wrong(len(unbalanced), astray))
    return Check("ledger", True, watching.LEDGER_OK)


async def _stops(house: House) -> Check:
    """A stop that was forgotten looks like an installation in which nothing is owed."""
    async with house.sessions() as db:
        found = await open_halts(db)
    if not found:
        return Check("stops", True, watching.NO_STOP)
    return Check("stops", False, "; ".join(watching.open_stop(one.unit, one.by, one.since) for one in found))


async def _data_requests(house: House) -> Check:
    """What members asked for about their own data has its clock."""
    async with house.sessions() as db:
        late, waiting = await request_clock.overdue(db, house.now())
    return Check("data_requests", not late, asked.overdue(late) if late else asked.waiting(waiting))


def _file(house: House) -> list[Check]:
    """A SQLite file holds who belongs and who was ill: nobody else on the machine may read it."""
    address = make_url(house.settings.sqlalchemy_url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return []
    mode = Path(address.database).stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return [Check("file", False, office.DATA_FOLDER_OPEN.format(path=address.database))]
    return [Check("file", True, office.DATA_FOLDER_OK)]


async def _channels(house: House) -> list[Check]:
    async with house.sessions() as db:
        accounts = {one.channel: one for one in await db.scalars(select(Account))}
    checks = [*await zalo_checks(house, accounts), *await sms_checks(house, accounts)]
    if house.settings.telegram.token is not None:
        answers = await ask_telegram(house) is not None
        law = Check("telegram_law", True, office.TELEGRAM_WARNING)
        checks = [_telegram(accounts.get("telegram"), answers=answers), law, *checks]
    return checks or [Check("channels", False, office.NO_CHANNEL)]


async def _budgets(house: House) -> list[Check]:
    """What units may still spend on short messages this month."""
    async with house.sessions() as db:
        limits = await all_budgets(db)
    return [
        Check(f"sms_budget {one.code}", one.level != FULL, costs.budget(one.name, one.used, one.most)) for one in limits
    ]


async def _alarms(house: House) -> list[Check]:
    """What a person was told of already, and has not seen to."""
    async with house.sessions() as db:
        raised = await open_alarms(db)
    return [Check(f"alarm {one.name}", False, alarms.shown(one.text, one.since_at)) for one in raised]


def _telegram(account: Account | None, *, answers: bool) -> Check:
    """Asked just now, and what `serve` met last."""
    if not answers:
        return Check("telegram", False, (account and account.trouble) or office.CHANNEL_SILENT)
    if account is None or account.name is None:
        return Check("telegram", False, office.CHANNEL_NEVER)
    if account.sending_trouble is not None:
        return Check("telegram", False, watching.troubled_sending(account.sending_trouble))
    return Check("telegram", account.trouble is None, account.trouble or office.CHANNEL_OK)
