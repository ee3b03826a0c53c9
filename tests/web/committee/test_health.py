"""How the installation is doing, for whoever looks after it: nothing of what is said in it."""

from datetime import timedelta

import pytest

from bot.model.accounts import Account, Lease
from bot.model.inbox import InboxRow
from bot.model.meetings import Step
from bot.model.notices import Notice, NoticeState, Urgency
from bot.services.alarms import raise_alarm
from bot.services.backups import note_backup
from bot.services.halts import halt
from bot.words import committee_pages as page_words
from bot.words import standing_pages as words
from tests.conftest import NOW
from tests.web.committee.asked import asked, row
from tests.web.committee.office import Pages

PAGE = "/tong-hop/tinh/suc-khoe"


@pytest.fixture(scope="module")
async def troubled(open_office: Pages) -> Pages:
    """Telegram cannot send; two messages wait, one of them since an hour; one event waits; Thôn Một is stopped."""
    pages = open_office
    hour = timedelta(hours=1)
    async with pages.sessions.begin() as db:
        db.add(Account(channel="telegram", account="12345", heard_at=NOW, sending_trouble="flood"))
        db.add(Lease(name="send:telegram:12345", holder="x", until_at=NOW - hour))
        db.add(
            InboxRow(
                channel="telegram", account="12345", event_id="1", address="7770777", received_at=NOW - hour,
                body={"text": "Tôi ốm"},
            )
        )  # fmt: skip
        for number, at in enumerate((NOW - hour, NOW + hour)):
            db.add(
                Notice(
                    about=f"inbox:{number}", step=Step.REPLY, urgency=Urgency.SOON, not_before=at,
                    state=NoticeState.WAITING, content={"text": "Kính gửi"}, attempts=0,
                )
            )  # fmt: skip
        await halt(db, pages.units["thon-mot"], "member:1", NOW)
        await raise_alarm(db, "telegram:flood", "Telegram không nhận tin.", NOW)
        note_backup(db, "test", NOW - 26 * hour, 1, 1)
    return pages


async def test_whoever_watches_comes_straight_to_it(troubled: Pages, pages: Pages) -> None:
    assert await pages.gets("/tong-hop", "tech_admin") == 303
    assert pages.headers["Location"] == PAGE
    assert await pages.gets(PAGE, "tech_admin") == 200
    assert await pages.gets("/tong-hop/tinh", "tech_admin") == 403


async def test_what_waits_and_what_is_wrong_stands_there_and_nothing_that_was_said(
    troubled: Pages, pages: Pages
) -> None:
    assert await pages.gets(PAGE, "tech_admin") == 200
    text = pages.text
    assert row(text, "Telegram")[1:] == [words.WELL, "flood"]
    assert row(text, "Trong ngày") == ["1", "1"]
    assert "Telegram không nhận tin." in text
    assert f"{words.OLDEST}: 1 giờ 0 phút" in text
    assert "1 ngày 2 giờ" in text
    assert row(text, "thon-mot")
    assert row(text, "gửi tin Telegram") == [words.NOT_HELD]
    for secret in ("Tôi ốm", "Kính gửi", "7770777", "12345", "member:1"):
        assert secret not in text


async def test_nobody_else_opens_it_and_it_is_nowhere_below_the_top(troubled: Pages, pages: Pages) -> None:
    for viewer in ("province", "inspection", "secretary"):
        assert await pages.gets(PAGE, viewer) == 403
    assert await pages.gets("/tong-hop/xa-dong/suc-khoe", "office") == 303
    assert await pages.gets("/tong-hop/xa-dong/suc-khoe", "commune") == 403
    assert page_words.NOT_YOURS in pages.text


async def test_the_page_asks_so_often(troubled: Pages, pages: Pages) -> None:
    with asked() as statements:
        assert await pages.gets(PAGE, "tech_admin") == 200
    assert len(statements) <= 16
