"""Linking a phone: by a link, by a code, by its own number; wrong codes, and what becomes of the old phone."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.endpoints import Address, Endpoint, LinkCode
from bot.model.members import Member
from bot.services.addresses import endpoint_at, members_at, reachable
from bot.services.codes import CODE_LENGTH, DIGITS, LETTERS, ROLL_OR_DAY, code_of, looks_like_code, new_token
from bot.services.joining import (
    LOCKED_FOR,
    MOST_WRONG,
    VALID,
    Invitation,
    invite,
    is_locked,
    link,
    link_by_phone,
    redeem,
)
from bot.words.vi import linked_elsewhere
from tests import village

PHONE = "+84912345678"
WRONG = "AAAAAAAA33"


async def invited(db: AsyncSession, now: datetime) -> Invitation:
    person = await village.member(db, await village.cell(db))
    (invitation,) = await invite(db, [person], "secretary", now)
    return invitation


async def chat(db: AsyncSession, number: int = 7, channel: str = "telegram") -> Endpoint:
    return await endpoint_at(db, channel, "bot", str(number))


async def places(db: AsyncSession, person: Member) -> list[int]:
    """Where the member is linked just now."""
    found = await db.scalars(select(Address.endpoint_id).filter_by(member_id=person.id, ended_at=None))
    return sorted(found)


# What a code looks like


def test_every_new_code_looks_like_one() -> None:
    assert all(looks_like_code(code_of(new_token())) for _ in range(300))


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from(LETTERS + DIGITS), min_size=CODE_LENGTH - 2, max_size=CODE_LENGTH - 2),
    st.lists(st.sampled_from(DIGITS), min_size=2, max_size=2),
    st.lists(st.sampled_from(["", " ", "-", " - ", "\u00a0"]), min_size=CODE_LENGTH, max_size=CODE_LENGTH),
    st.booleans(),
)
def test_a_code_is_known_however_it_is_typed(letters: list[str], digits: list[str], gaps: list[str], low: bool) -> None:
    text = "".join(one + gap for one, gap in zip(letters + digits, gaps, strict=True))
    assume(not ROLL_OR_DAY.fullmatch("".join(letters + digits)))
    assert looks_like_code(text.lower() if low else text)


REPLIES = [
    "", "1", "2", "có", "vắng", "co mat", "khong di", "đi công tác", "di cong tac", "vang mat a", "ok em",
    "da vang a",
    "nghỉ ốm", "xin phép vắng", "TU CHOI", "bận việc nhà", "0912345678", "chua chac", "den tre 30", "hop luc 7h30",
    "19h30 em ve", "vang 3 ngay", "dong y", "/start", "de mai em xem", "toi dang di", "cam on anh", "7h em den a",
]  # fmt: skip


def test_a_short_reply_is_no_code() -> None:
    assert [text for text in REPLIES if looks_like_code(text)] == []


@settings(max_examples=50)
@given(st.text(alphabet=string.ascii_letters + " ", max_size=24))
def test_words_without_digits_are_no_code(text: str) -> None:
    assert not looks_like_code(text)


# Redeeming


@pytest.mark.parametrize("way", ["token", "code"])
async def test_a_link_and_a_code_each_lead_to_the_member(each_db: AsyncSession, now: datetime, way: str) -> None:
    invitation = await invited(each_db, now)
    endpoint = await chat(each_db)
    found = await redeem(each_db, endpoint, getattr(invitation, way), now)
    assert found is invitation.member
    assert [one.id for one in await members_at(each_db, endpoint.id)] == [invitation.member.id]


async def test_a_code_is_known_in_small_letters_and_in_groups(db: AsyncSession, now: datetime) -> None:
    invitation = await invited(db, now)
    typed = f" {invitation.code[:5].lower()}-{invitation.code[5:].lower()} "
    assert await redeem(db, await chat(db), typed, now) is invitation.member


@pytest.mark.parametrize(("first", "second"), [("token", "code"), ("code", "token"), ("code", "code")])
async def test_an_invitation_is_good_once(db: AsyncSession, now: datetime, first: str, second: str) -> None:
    invitation = await invited(db, now)
    await redeem(db, await chat(db), getattr(invitation, first), now)
    assert await redeem(db, await chat(db, 8), getattr(invitation, second), now) is None


@pytest.mark.parametrize(("late", "is_good"), [(timedelta(seconds=-1), True), (timedelta(0), False)])
async def test_an_invitation_ends_after_two_weeks(
    db: AsyncSession, now: datetime, late: timedelta, is_good: bool
) -> None:
    invitation = await invited(db, now)
    found = await redeem(db, await chat(db), invitation.code, now + VALID + late)
    assert (found is not None) is is_good


async def test_a_new_code_ends_the_one_before(db: AsyncSession, now: datetime) -> None:
    old = await invited(db, now)
    (new,) = await invite(db, [old.member], "secretary", now)
    assert await redeem(db, await chat(db), old.code, now) is None
    assert await redeem(db, await chat(db), new.code, now) is old.member


async def test_a_new_code_ends_nobody_elses(db: AsyncSession, now: datetime) -> None:
    old = await invited(db, now)
    other = await village.member(db, await village.cell(db, code="khac"))
    await invite(db, [other], "secretary", now)
    assert await redeem(db, await chat(db), old.token, now) is old.member


async def test_only_hashes_are_stored_and_logged(db: AsyncSession, now: datetime) -> None:
    invitation = await invited(db, now)
    await redeem(db, await chat(db), invitation.code, now)
    row = (await db.scalars(select(LinkCode))).one()
    audits = (await db.scalars(select(AuditRow))).all()
    stored = str([vars(row), *(vars(audit) for audit in audits)])
    assert invitation.code not in stored
    assert invitation.token not in stored


# Wrong codes


async def wrong(db: AsyncSession, endpoint: Endpoint, now: datetime, times: int) -> None:
    for _ in range(times):
        assert await redeem(db, endpoint, WRONG, now) is None


async def test_five_wrong_codes_lock_the_phone_for_an_hour(db: AsyncSession, now: datetime) -> None:
    endpoint = await chat(db)
    await wrong(db, endpoint, now, MOST_WRONG - 1)
    assert not is_locked(endpoint)
    await wrong(db, endpoint, now, 1)
    assert endpoint.locked_until is not None
    assert timedelta(minutes=59) < endpoint.locked_until - datetime.now(UTC) <= LOCKED_FOR


async def test_while_locked_even_the_right_code_is_not_taken(db: AsyncSession, now: datetime) -> None:
    invitation, endpoint = await invited(db, now), await chat(db)
    await wrong(db, endpoint, now, MOST_WRONG)
    assert await redeem(db, endpoint, invitation.code, now) is None
    assert await redeem(db, await chat(db, 8), invitation.code, now) is invitation.member


@pytest.mark.parametrize("days", [-400, 400])
async def test_the_clock_of_people_opens_no_lock(db: AsyncSession, now: datetime, days: int) -> None:
    endpoint = await chat(db)
    elsewhen = now + timedelta(days=days)
    await wrong(db, endpoint, elsewhen, MOST_WRONG)
    invitation = await invited(db, elsewhen + timedelta(days=1))
    assert await redeem(db, endpoint, invitation.code, elsewhen + timedelta(days=1)) is None


async def test_after_the_hour_there_are_five_tries_again(db: AsyncSession, now: datetime) -> None:
    endpoint = await chat(db)
    await wrong(db, endpoint, now, MOST_WRONG)
    endpoint.locked_until = datetime.now(UTC) - timedelta(seconds=1)
    await wrong(db, endpoint, now, MOST_WRONG - 1)
    assert not is_locked(endpoint)


async def test_a_right_code_forgives_the_wrong_ones(db: AsyncSession, now: datetime) -> None:
    invitation, endpoint = await invited(db, now), await chat(db)
    await wrong(db, endpoint, now, MOST_WRONG - 1)
    await redeem(db, endpoint, invitation.code, now)
    await wrong(db, endpoint, now, MOST_WRONG - 1)
    assert not is_locked(endpoint)


# The old phone


async def test_a_new_phone_ends_the_old_one_on_its_network_alone(each_db: AsyncSession, now: datetime) -> None:
    person = await village.member(each_db, await village.cell(each_db))
    old, new = await chat(each_db, 1), await chat(each_db, 2)
    elsewhere = await chat(each_db, 3, "rehearsal")
    for endpoint in (old, elsewhere, new):
        await link(each_db, endpoint, person, "test", now)
    assert await places(each_db, person) == sorted([elsewhere.id, new.id])


async def test_the_other_person_stays_on_a_phone_that_one_leaves(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    leaves, stays = await village.members(db, cell, 2)
    shared = await chat(db)
    for person in (leaves, stays):
        await link(db, shared, person, "test", now)
    await link(db, await chat(db, 8), leaves, "test", now)
    assert [one.id for one in await members_at(db, shared.id)] == [stays.id]


async def test_back_to_the_old_phone(db: AsyncSession, now: datetime) -> None:
    person = await village.member(db, await village.cell(db))
    first, second = await chat(db, 1), await chat(db, 2)
    for endpoint in (first, second, first):
        await link(db, endpoint, person, "test", now)
    assert await places(db, person) == [first.id]


async def test_a_dead_chat_lives_again_once_it_is_linked(db: AsyncSession, now: datetime) -> None:
    person = await village.member(db, await village.cell(db))
    endpoint = await village.reachable_at(db, person, now)
    endpoint.dead_at, endpoint.dead_reason = now, "blocked"
    await db.flush()
    assert (await reachable(db, [person.id]))[person.id] == []
    await link(db, endpoint, person, "test", now)
    assert (await reachable(db, [person.id]))[person.id] == [endpoint]


# The own number


async def test_two_people_with_one_phone_are_both_linked(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    people = [await village.member(db, cell, name, phone=PHONE) for name in ("Lê Văn Chồng", "Lê Thị Vợ")]
    endpoint = await chat(db)
    found = await link_by_phone(db, endpoint, PHONE, now)
    assert [one.id for one in found] == [one.id for one in people]
    assert [one.id for one in await members_at(db, endpoint.id)] == [one.id for one in people]


async def test_a_number_of_nobody_links_nobody(db: AsyncSession, now: datetime) -> None:
    await village.member(db, await village.cell(db), phone=PHONE)
    assert await link_by_phone(db, await chat(db), "+84987654321", now) == []


async def test_the_phone_that_was_there_before_is_told_of_the_new_one(db: AsyncSession, now: datetime) -> None:
    person = await village.member(db, await village.cell(db))
    old = await village.reachable_at(db, person, now, chat="old")
    new = await endpoint_at(db, "rehearsal", "rehearsal", "new")
    await link(db, new, person, "test", now)
    (told,) = await village.all_notices(db)
    assert told.content is not None
    assert (told.endpoint_id, told.content["text"]) == (old.id, linked_elsewhere(person.name))
