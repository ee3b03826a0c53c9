"""A person gives us the Official Account: by the permission page, or with a token of Zalo's own API Explorer."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.house import House
from bot.networks import is_of_another_account, open_passes, why_not_renewed
from bot.passes import Pair, PassStore
from bot.services.alarms import end_alarm

log = structlog.get_logger()
PATH = "/hooks/zalo-oa/authorised"
TOKENS, OLD = "zalo_oa:tokens", "zalo_oa:authorised"
"""The alarms that are over once the account is given."""
JUST_NOW = timedelta(minutes=10)


class Given(StrEnum):
    """How it ended."""

    GIVEN = "given"
    STALE = "stale"  # not asked for by us, or too long ago
    REFUSED = "refused"  # Zalo says no: a code or a token that is spent, too old or another app's
    ANOTHER = "another"  # the account is not the one of the settings
    UNREACHED = "unreached"  # Zalo or the database is out; to be tried again from the beginning


def callback(house: House) -> str:
    """Where Zalo sends the person back to; to be written down on the app's page too."""
    return f"{house.settings.public_url}{PATH}"


async def by_address(house: House, query: Mapping[str, str]) -> Given:
    """The person has come back from the permission page."""
    passes = open_passes(house)
    if not passes.oauth.is_own_state(query.get("state", ""), datetime.now(UTC)) or not query.get("code"):
        return Given.STALE
    if query.get("oa_id", house.settings.zalo_oa.oa_id) != house.settings.zalo_oa.oa_id:
        return Given.ANOTHER
    given = await by_code(house, query["code"])
    if given is Given.REFUSED and await _was_given_just_now(passes.store):
        return Given.GIVEN  # browsers ask twice
    return given


async def by_code(house: House, said: str) -> Given:
    """The code, or the whole address that the browser shows."""
    code = dict(parse_qsl(urlsplit(said).query)).get("code", "") if "code=" in said else said.strip()
    return await _take(house, lambda: open_passes(house).oauth.exchanged(code))


async def by_refresh_token(house: House, token: str) -> Given:
    """A pair that somebody has had made elsewhere: its refresh token is spent at once for one that only we know."""
    return await _take(house, lambda: open_passes(house).oauth.refreshed(token.strip()))


async def _take(house: House, ask: Callable[[], Awaitable[Pair]]) -> Given:
    try:
        pair = await ask()
        if await is_of_another_account(house, pair.access):
            return Given.ANOTHER
        await open_passes(house).authorised(pair)
    except OSError as error:
        needs_person, code = why_not_renewed(error)
        log.warning("account_not_given", error=type(error).__name__, code=code)
        return Given.REFUSED if needs_person else Given.UNREACHED
    await _end_alarms(house)
    return Given.GIVEN


async def _end_alarms(house: House) -> None:
    try:
        async with house.sessions.begin() as db:
            for name in (TOKENS, OLD):
                await end_alarm(db, name, house.now())
    except (OSError, SQLAlchemyError) as error:
        log.warning("alarms_not_written", error=type(error).__name__)


async def _was_given_just_now(store: PassStore) -> bool:
    try:
        kept = await store.kept()
    except OSError:
        return False
    return kept is not None and datetime.now(UTC) - kept.authorised_at < JUST_NOW
