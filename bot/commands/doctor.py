"""What `chibot doctor` looks at."""

import stat
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.house import House
from bot.model.accounts import Account
from bot.networks import ask_telegram
from bot.services import ledger
from bot.words import office, watching


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, and what to do about it."""

    name: str
    ok: bool
    text: str

    def as_document(self) -> dict[str, Any]:
        return asdict(self)


async def examine(house: House) -> list[Check]:
    """Settings and database could be opened, or we were not here; the rest is looked at."""
    checks = [Check("settings", True, office.SETTINGS_OK), Check("database", True, office.DATABASE_OK)]
    return [*checks, await _ledger(house), _clock(house), *_file(house), *await _channels(house)]


async def _ledger(house: House) -> Check:
    """For every broadcast the states add up to what is owed, and nothing waits that nobody would send."""
    async with house.sessions() as db:
        unbalanced, astray = await ledger.unbalanced(db), await ledger.astray(db)
    if unbalanced or astray:
        return Check("ledger", False, watching.ledger_wrong(len(unbalanced), astray))
    return Check("ledger", True, watching.LEDGER_OK)


def _clock(house: House) -> Check:
    offset = house.settings.clock_offset
    return Check("clock", not offset, office.CLOCK_OFF.format(offset=offset) if offset else office.CLOCK_OK)


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
    if house.settings.telegram.token is None:
        return [Check("channels", False, office.NO_CHANNEL)]
    async with house.sessions() as db:
        accounts = {one.channel: one for one in await db.scalars(select(Account))}
    answers = await ask_telegram(house) is not None
    return [_telegram(accounts.get("telegram"), answers=answers), Check("telegram_law", True, office.TELEGRAM_WARNING)]


def _telegram(account: Account | None, *, answers: bool) -> Check:
    """Asked just now, and what `serve` met last."""
    if not answers:
        return Check("telegram", False, (account and account.trouble) or office.CHANNEL_SILENT)
    if account is None or account.name is None:
        return Check("telegram", False, office.CHANNEL_NEVER)
    if account.sending_trouble is not None:
        return Check("telegram", False, watching.troubled_sending(account.sending_trouble))
    return Check("telegram", account.trouble is None, account.trouble or office.CHANNEL_OK)
