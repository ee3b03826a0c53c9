"""In from Telegram's own app: by what it signed, once, as the person whose account it is."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from sqlalchemy import delete

from bot.model.endpoints import Consent, ConsentKind
from bot.services.addresses import endpoint_at
from bot.services.consents import agree
from bot.words import committee_pages as words
from tests import village
from tests.channels.opened import opened
from tests.fakes.telegram.web_app import signed
from tests.sites import open_pages
from tests.web.committee.office import Pages

TOKEN = "123456:DEMO"
OFFICIAL, SHARED, STRANGER, MEMBER = 42, 43, 44, 45


@pytest.fixture(scope="module")
async def at_the_app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pages]:
    """Telegram is on: 42 is the commune's, 43 the commune's and the province's, 45 somebody without an office."""
    network = {"telegram": opened(TOKEN)}
    async with open_pages(sqlite_template, tmp_path_factory, Pages, channels=network) as pages:
        await pages.set_up()
        async with pages.sessions.begin() as db:
            for viewer, chat in (("commune", OFFICIAL), ("office", SHARED), ("province", SHARED), ("member", MEMBER)):
                await village.reachable_at(
                    db, pages.viewers[viewer], pages.hour, str(chat), "telegram", account=network["telegram"].account
                )
        yield pages


def of(user: int, minutes_ago: int = 0) -> dict[str, str]:
    return {"du-lieu": signed(TOKEN, user, datetime.now(UTC) - timedelta(minutes=minutes_ago))}


async def test_the_page_of_the_app_reads_what_was_signed_and_nothing_else_may_run(at_the_app: Pages) -> None:
    assert await at_the_app.gets("/vao/telegram") == 200
    assert words.FROM_THE_APP in at_the_app.text
    policy = at_the_app.headers["Content-Security-Policy"]
    assert "script-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


async def test_an_official_is_let_in_once_with_the_same_proof(at_the_app: Pages) -> None:
    proof = of(OFFICIAL)
    assert await at_the_app.posts("/vao/telegram", proof) == 303
    assert "HttpOnly" in at_the_app.headers["Set-Cookie"]
    turned = {"du-lieu": urlencode(parse_qsl(proof["du-lieu"])[::-1])}
    for again in (proof, turned):
        assert await at_the_app.posts("/vao/telegram", again) == 403
        assert words.OPEN_AGAIN in at_the_app.text


async def test_two_who_share_an_account_choose_and_nobody_else_can_be_chosen(at_the_app: Pages) -> None:
    proof = of(SHARED)
    assert await at_the_app.posts("/vao/telegram", proof) == 200
    assert words.WHOSE in at_the_app.text
    stranger = {"ai": str(at_the_app.viewers["commune"].id)}
    assert await at_the_app.posts("/vao/telegram", proof | stranger) == 200
    assert await at_the_app.posts("/vao/telegram", proof | {"ai": str(at_the_app.viewers["province"].id)}) == 303


@pytest.mark.parametrize("user", [STRANGER, MEMBER])
async def test_whoever_holds_no_office_is_told_so(at_the_app: Pages, user: int) -> None:
    assert await at_the_app.posts("/vao/telegram", of(user)) == 403
    assert words.NO_OFFICE in at_the_app.text


async def test_whoever_has_not_agreed_to_messages_there_is_asked_to_as_in_the_chat(at_the_app: Pages) -> None:
    official, account, proof = at_the_app.viewers["clerk"], opened(TOKEN).account, of(46)
    async with at_the_app.sessions.begin() as db:
        await village.reachable_at(db, official, at_the_app.hour, "46", "telegram", account=account)
        await db.execute(delete(Consent).where(Consent.member_id == official.id))
    assert await at_the_app.posts("/vao/telegram", proof) == 403
    assert words.NOT_AGREED in at_the_app.text
    async with at_the_app.sessions.begin() as db:
        place = await endpoint_at(db, "telegram", account, "46")
        await agree(db, official.id, place, ConsentKind.TAPPED, "1", at_the_app.hour)
    assert await at_the_app.posts("/vao/telegram", proof) == 303


async def test_what_is_old_or_forged_or_from_elsewhere_is_not_believed(at_the_app: Pages) -> None:
    forged = {"du-lieu": signed("123456:OTHER", OFFICIAL, datetime.now(UTC))}
    for fields in (of(OFFICIAL, minutes_ago=61), forged, {"du-lieu": "tgWebAppData"}, {}):
        assert await at_the_app.posts("/vao/telegram", fields) == 403
        assert words.NOT_BELIEVED in at_the_app.text
    assert await at_the_app.posts("/vao/telegram", of(OFFICIAL), come_from="cross-site") == 403


async def test_where_telegram_is_off_there_is_no_such_door(pages: Pages) -> None:
    assert await pages.posts("/vao/telegram", of(OFFICIAL)) == 404
