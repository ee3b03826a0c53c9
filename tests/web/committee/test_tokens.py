"""A person's tokens for programs, on the page of the own account: shown once, listed, revoked."""

import re

from bot.services.api_tokens import tokens_of
from bot.words import api_tokens as said
from tests.web.committee.office import Pages

FORM = {"ten": "Máy tính", "quyen-units": "1", "quyen-ledger": "1", "ngay": "90"}


async def test_a_token_is_shown_once_and_then_listed_without_it(pages: Pages) -> None:
    assert await pages.gets("/tai-khoan", "commune") == 200
    assert said.NONE in pages.text
    assert await pages.sends("/tai-khoan/ma", FORM, "commune") == 200
    secret = re.search(r"chibot_[0-9a-f]{48}", pages.text)
    assert secret is not None
    assert pages.headers["Cache-Control"] == "no-store"
    assert await pages.gets("/tai-khoan", "commune") == 200
    assert secret[0] not in pages.text
    assert "Máy tính: các đơn vị, kết quả gửi tin; đến 19/02/2027; chưa dùng lần nào" in pages.text
    async with pages.sessions.begin() as db:
        (token,) = await tokens_of(db, pages.hour)
    assert await pages.sends("/tai-khoan/thu-hoi-ma", {"so": str(token.id)}, "province") == 409
    assert await pages.sends("/tai-khoan/thu-hoi-ma", {"so": str(token.id)}, "commune") == 303
    assert await pages.gets("/tai-khoan", "commune") == 200
    assert said.NONE in pages.text


async def test_a_form_that_is_wrong_is_told_why(pages: Pages) -> None:
    for wrong in ({"ngay": "0"}, {"ngay": "x"}, {"ten": " "}, {"quyen-units": "", "quyen-ledger": ""}):
        assert await pages.sends("/tai-khoan/ma", FORM | wrong, "office") == 409
        assert "Mời đồng chí ghi lại." in pages.text


async def test_nobody_makes_one_without_the_own_form(pages: Pages) -> None:
    for path in ("/tai-khoan/ma", "/tai-khoan/thu-hoi-ma"):
        assert await pages.posts(path, FORM, None) == 401
        assert await pages.posts(path, FORM | {"khoa": "0" * 32}, "office") == 403
        assert await pages.posts(path, FORM, "office", come_from="cross-site") == 403


async def test_whoever_sees_no_counts_is_offered_none(pages: Pages) -> None:
    for viewer in ("member", "tech_admin"):
        assert await pages.gets("/tai-khoan", viewer) == 200
        assert said.TITLE not in pages.text
        assert await pages.sends("/tai-khoan/ma", FORM, viewer) == 409
