"""Who is answered: by the token, by what it may, by the offices of its owner on the day; and how often."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.model.logins import ApiToken
from bot.model.roles import Role
from bot.services.api_tokens import Scope, revoke_all
from bot.web.api.limits import WRONG_A_MINUTE
from bot.words import api as words
from tests.web.api.programs import Programs
from tests.web.committee.test_permissions import SEES, UNITS

ADDRESSES = {
    Scope.UNITS: "/units?unit={}",
    Scope.MEETINGS: "/meetings?unit={}",
    Scope.PARTICIPATION: "/participation?unit={}",
    Scope.LEDGER: "/ledger?unit={}",
}
FOLLOWS = SEES | {"clerk": set[str](), "supervisor": set[str]()}
"""Who follows documents, where: whoever passes them down."""


@pytest.mark.parametrize("viewer", [one for one, sees in SEES.items() if sees])
async def test_a_program_sees_what_its_owner_sees_and_nothing_else(programs: Programs, viewer: str) -> None:
    token = await programs.token(viewer)
    for path in (*ADDRESSES.values(), "/units/{}"):
        opened = {unit for unit in UNITS if await programs.asks(path.format(unit), token) == 200}
        assert opened == SEES[viewer], path
    followed = {unit for unit in UNITS if await programs.asks(f"/directives?unit={unit}", token) == 200}
    assert followed == FOLLOWS[viewer]


async def test_a_unit_that_is_not_theirs_looks_like_one_that_is_not_there(programs: Programs) -> None:
    token = await programs.token("commune")
    said = set()
    for unit in ("xa-tay", "khong-co"):
        assert await programs.asks(f"/participation?unit={unit}", token) == 404
        said.add(programs.text)
    assert len(said) == 1


async def test_a_token_is_good_for_its_scopes_alone(programs: Programs) -> None:
    for scope in ADDRESSES:
        token = await programs.token("commune", scope, name=scope)
        opened = {one for one, path in ADDRESSES.items() if await programs.asks(path.format("xa-dong"), token) == 200}
        assert opened == {scope}
    assert programs.status == 200
    assert await programs.asks("/units", token) == 403
    assert programs.found["detail"] == words.no_scope("units")
    assert 'error="insufficient_scope"' in programs.headers["WWW-Authenticate"]


async def test_without_a_token_or_with_a_wrong_one_nobody_is_answered(programs: Programs) -> None:
    for token, said in ((None, words.NO_TOKEN), ("chibot_wrong", words.WRONG_TOKEN)):
        assert await programs.asks("/units", token) == 401
        assert programs.found["detail"] == said
        assert programs.headers["WWW-Authenticate"].startswith('Bearer realm="chibot"')
        assert programs.headers["Content-Type"] == "application/problem+json"


async def test_a_token_ends_on_its_day_and_when_it_is_revoked(programs: Programs) -> None:
    token = await programs.token("commune", days=1)
    programs.hour += timedelta(hours=23, minutes=59)
    assert await programs.asks("/units", token) == 200
    programs.hour += timedelta(minutes=1)
    assert await programs.asks("/units", token) == 401
    token = await programs.token("commune", name="Khác")
    async with programs.sessions.begin() as db:
        await revoke_all(db, [programs.viewers["commune"].id], programs.hour)
    assert await programs.asks("/units", token) == 401


async def test_whoever_loses_the_last_office_loses_the_token_for_good(programs: Programs) -> None:
    token, owner = await programs.token("inspection"), programs.viewers["inspection"].id
    assert await programs.asks("/units", token) == 200
    async with programs.sessions.begin() as db:
        (role,) = await db.scalars(select(Role).filter_by(member_id=owner))
        role.until_on = (programs.hour - timedelta(days=1)).date()
    assert await programs.asks("/units", token) == 401
    async with programs.sessions.begin() as db:
        role = await db.merge(role)
        role.until_on = None
    assert await programs.asks("/units", token) == 401


async def test_the_first_use_of_a_day_is_written_down(programs: Programs) -> None:
    token = await programs.token("other_commune")
    async with programs.sessions() as db:
        newest = await db.scalar(select(ApiToken.id).order_by(ApiToken.id.desc()))
    for later in (timedelta(), timedelta(hours=1), timedelta(hours=1), timedelta(days=1)):
        programs.hour += later
        assert await programs.asks("/units", token) == 200
    async with programs.sessions() as db:
        rows = await db.scalars(select(AuditRow).filter_by(about=f"api_token:{newest}").order_by(AuditRow.id))
        deeds = [row.deed for row in rows]
        used_at = await db.scalar(select(ApiToken.used_at).filter_by(id=newest))
    assert deeds == ["api_token_issued", "api_token_used", "api_token_used"]
    assert used_at == programs.hour


async def test_a_cursor_that_no_answer_gave_is_refused_everywhere(programs: Programs) -> None:
    """An empty part looked like the end: a program that mixed its cursors up took half a list for the whole."""
    token = await programs.token("commune")
    for path in (
        "/units", "/units?unit=xa-dong&on=2026-10-01", "/participation?unit=xa-dong", "/meetings?unit=xa-dong",
        "/participation?unit=xa-dong&level=cell", "/directives?unit=xa-dong", "/ledger?unit=xa-dong",
        f"/directives/{programs.directive}/completion?unit=xa-dong",
    ):  # fmt: skip
        for cursor in ("xxx", "thon-ba"):  # of none, and of a unit that this owner may not see
            assert await programs.asks(f"{path}{'&' if '?' in path else '?'}cursor={cursor}", token) == 422, path
            assert words.CURSOR in programs.text


async def test_a_slip_in_the_question_is_said_name_by_name(programs: Programs) -> None:
    token = await programs.token("province")
    assert await programs.asks("/participation?form=2026-09&to=2026-13", token) == 422
    said = {one["where"]: one["what"] for one in programs.found["errors"]}
    assert said == {
        "unit": words.missing("unit"), "to": words.wanted("to"), "form": words.not_known("form"),
    }  # fmt: skip
    for query, why in (
        ("from=2026-11&to=2026-09", words.REVERSED), ("from=2025-09&to=2026-09", words.too_long(12)),
    ):  # fmt: skip
        assert await programs.asks(f"/participation?unit=tinh&{query}", token) == 422
        assert programs.found["detail"] == why


async def test_there_is_nothing_to_be_done_but_to_read(programs: Programs) -> None:
    token = await programs.token("province")
    assert await programs.asks("/units", token, method="POST") == 405
    assert (programs.found["detail"], programs.headers["Allow"]) == (words.ONLY_READ, "GET")
    assert await programs.asks("/members", token) == 404
    assert programs.found["detail"] == words.NO_ADDRESS


async def test_whoever_asks_too_often_is_told_when_to_ask_again(apart: Programs) -> None:
    token, other = await apart.token("commune"), await apart.token("province")
    assert [await apart.asks("/units", token) for _ in range(4)] == [200, 200, 200, 429]
    seconds = int(apart.headers["Retry-After"])
    assert 0 < seconds <= 20
    assert apart.found["detail"] == words.too_fast(seconds)
    for _ in range(WRONG_A_MINUTE):
        assert await apart.asks("/units", "chibot_wrong") == 401
    assert await apart.asks("/units", "chibot_wrong") == 429
    assert await apart.asks("/units", other) == 200  # a right one is known whatever comes from the same address
