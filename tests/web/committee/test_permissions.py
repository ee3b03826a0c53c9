"""Every page and deed by every office, at the own and at other units: the table of pages against the rights."""

import pytest

from bot.services.permissions import Right
from bot.web.committee.routes import DEEDS, PAGES
from tests.web.committee.office import Pages

SEES: dict[str, set[str]] = {
    "province": {"tinh", "xa-dong", "xa-tay", "thon-mot", "thon-bon"},
    "commune": {"xa-dong", "thon-mot"},
    "other_commune": {"xa-tay", "thon-bon"},
    "secretary": {"thon-mot"},
    "clerk": {"thon-mot"},
    "supervisor": {"thon-mot"},
    "member": set(),
    "tech_admin": set(),
}
"""Where each viewer sees counts, written out by hand."""
UNITS = ("tinh", "xa-dong", "xa-tay", "thon-mot", "thon-bon", "khong-co")


@pytest.mark.parametrize("viewer", SEES)
async def test_whoever_sees_counts_of_a_unit_opens_its_pages_and_nobody_else(pages: Pages, viewer: str) -> None:
    for page in PAGES:
        if page.right is not Right.SEE_COUNTS or "{leaf}" in page.path:
            continue
        opened = {unit for unit in UNITS if await pages.gets(f"/tong-hop/{unit}{page.path}", viewer) in {200, 303}}
        suits = {unit for unit in SEES[viewer] if page.suits(pages.units[unit])}
        assert opened & suits == suits, page.path
        assert opened <= SEES[viewer], page.path


@pytest.mark.parametrize("viewer", [None, "member", "other_commune"])
async def test_nobody_gets_anywhere_without_the_right(pages: Pages, viewer: str | None) -> None:
    for page in PAGES:
        path = page.path.replace("{leaf}", "1")
        assert await pages.gets(f"/tong-hop/xa-dong{path}", viewer) in {401, 403}, page.path
    for deed in DEEDS:
        path = deed.path.replace("{leaf}", "1")
        assert await pages.posts(f"/tong-hop/xa-dong{path}", {}, viewer) in {401, 403}, deed.path


async def test_a_unit_that_is_not_theirs_looks_like_one_that_is_not_there(pages: Pages) -> None:
    texts = set()
    for unit in ("xa-tay", "khong-co"):
        assert await pages.gets(f"/tong-hop/{unit}", "commune") == 403
        texts.add(pages.text)
    assert len(texts) == 1


async def test_a_deed_needs_the_key_of_the_visitors_own_forms(pages: Pages) -> None:
    for deed in DEEDS:
        path = f"/tong-hop/xa-dong{deed.path.replace('{leaf}', '1')}"
        assert await pages.posts(path, {"khoa": "0" * 32}, "office") == 403, deed.path
        assert await pages.posts(path, {}, "office", come_from="cross-site") == 403, deed.path


async def test_an_address_that_is_none_is_said_and_breaks_nothing(pages: Pages) -> None:
    for query in ("ky=m2026-13", "loai=weekly", "cap=country", "ky=%00"):
        assert await pages.gets(f"/tong-hop/xa-dong?{query}", "commune") == 400, query
