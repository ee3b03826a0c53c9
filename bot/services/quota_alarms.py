"""Telling somebody in time that a Zalo bot's people or messages run out; it ends by itself with the month."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.alarms import end_alarm, raise_alarm
from bot.services.quotas import CHANNEL, FULL, NEARLY, Quota, standing
from bot.services.terms import tariff_of
from bot.words import quotas as words


async def watch_quotas(db: AsyncSession, now: datetime) -> int:
    """A duty of the clock; what it owes to people leaves by itself."""
    account = tariff_of(db, CHANNEL).account
    if account:
        real = datetime.now(UTC)
        stands = await standing(db, account, real)
        users, messages = stands.users, stands.messages
        await _tell(db, "users", users, (words.users_nearly(users.used, users.most), words.users_full(users.most)), now)
        texts = words.messages_nearly(messages.used, messages.most, real), words.messages_full(messages.most, real)
        await _tell(db, "messages", messages, texts, now)
    return 0


async def _tell(db: AsyncSession, what: str, quota: Quota, texts: tuple[str, str], now: datetime) -> None:
    """One alarm for each mark: whoever was told of the first today is told of the last all the same."""
    for mark, text in zip((NEARLY, FULL), texts, strict=True):
        if quota.level == mark:
            await raise_alarm(db, f"{CHANNEL}:{what}:{mark}", text, now)
        else:
            await end_alarm(db, f"{CHANNEL}:{what}:{mark}", now)
