"""Documents on their way down: to exactly whom they are for, once, level by level where it is said, and taken back."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import PLAIN, SMART
from bot.db.sessions import open_engine, sessions_of
from bot.messages import Capabilities, Reply
from bot.model.directives import Directive, DirectiveUnit, Haste, Passing, Receipt
from bot.model.members import Membership
from bot.model.notices import Notice, NoticeState, Urgency
from bot.model.roles import Office
from bot.refusals import DirectiveGone, DirectiveWrong, DoubtfulWords, SecrecyMarked
from bot.services import directive_again
from bot.services.addressees import Addressees, preview
from bot.services.addresses import prefer
from bot.services.directive_audience import addressees_said
from bot.services.directive_checks import checked, read
from bot.services.directive_lines import due_at
from bot.services.directive_passing import plan_passing
from bot.services.directive_preview import facts_for, plan
from bot.services.directive_reading import of_members, of_unit, receipts_of, seen_from, standing
from bot.services.directive_retention import take_directives
from bot.services.directive_telling import Rounds
from bot.services.directive_wording import short_enough
from bot.services.directives import File, Sending, make_directive, withdraw
from bot.services.merging import merge
from bot.services.notice_facts import gather
from bot.services.said import capabilities_of
from bot.services.telling import parts_of
from bot.services.terms import tariff_of
from bot.services.unit_settings import change
from bot.services.wording import Moot, word
from bot.words import directive_drafts as draft_words
from bot.words import directives as words
from tests import village
from tests.conftest import NOW
from tests.directive_places import CONTENT, Realm, passed_on, realm
from tests.resident_places import PRICE, with_sms

TODAY = date(2026, 11, 21)
SMS = replace(PLAIN, to_phones=True, most_parts=3, marks=False)


async def said_to(at: Realm, directive: Directive, capabilities: Capabilities = SMART, **which: object) -> Reply | Moot:
    """What the first notice says just now."""
    notice = (await at.notices(directive, **which))[0]
    return await word(at.db, notice, NOW, capabilities, await gather(at.db, [notice]))


# As issued


async def test_everybody_is_told_once_in_slices_as_the_preview_said(each_db: AsyncSession) -> None:
    at = await realm(each_db)
    found = await preview(each_db, Addressees((at.district.id,)), TODAY)
    directive = await at.make()
    assert await at.notices(directive) == []
    assert await at.tick(units=1) > 1
    assert await at.tick() == 0
    notices, receipts = await at.notices(directive), await at.receipts(directive)
    assert [one.member_id for one in notices] == [one.id for one in at.people]
    assert [(one.member_id, one.unit_id) for one in receipts] == [(one.member_id, one.unit_id) for one in notices]
    assert (found.people, found.units) == (len(notices), 3)
    rows = await at.rows(directive)
    assert {code: row.expected for code, row in rows.items()} == {"dong": 2, "tay": 2, "tram": 1}
    assert all(row.told_at == NOW and row.passed_at for row in rows.values())
    await each_db.refresh(directive)
    assert directive.told_at == NOW


async def test_offices_at_units_of_a_kind(db: AsyncSession) -> None:
    at = await realm(db)
    await village.office(db, at.people[0], at.cells[0])
    directive = await at.make(to=Addressees((at.district.id,), offices=(Office.SECRETARY,)))
    await at.tick()
    assert [one.member_id for one in await at.receipts(directive)] == [at.people[0].id]
    assert set(await at.rows(directive)) == {"dong"}


async def test_an_office_and_a_status_at_once_are_refused_rather_than_one_forgotten(db: AsyncSession) -> None:
    at = await realm(db)
    for said in ("bí thư, đảng viên dự bị", "đảng viên dự bị, đảng ủy xã"):
        with pytest.raises(DirectiveWrong):
            await addressees_said(db, at.district, said)


async def test_one_that_cannot_be_told_stops_nobody(db: AsyncSession) -> None:
    at = await realm(db)
    broken, fine = await at.make(), await at.make(replace(CONTENT, number="28-QĐ/TU"))
    broken.addressees = {"units": "?"}
    await db.flush()
    await at.tick()
    assert await at.notices(broken) == []
    assert len(await at.notices(fine)) == 5


async def test_haste_changes_the_order_and_only_a_person_lets_it_leave_at_night(db: AsyncSession) -> None:
    at = await realm(db)
    urgencies = []
    for number, (haste, at_night) in enumerate(
        [(Haste.NONE, True), (Haste.KHAN, False), (Haste.HOA_TOC, False), (Haste.HOA_TOC, True)]
    ):
        directive = await at.make(replace(CONTENT, number=f"{number}-CV/TU", haste=haste), at_night=at_night)
        await at.tick()
        urgencies.append((await at.notices(directive))[0].urgency)
    assert urgencies == [Urgency.ROUTINE, Urgency.SOON, Urgency.SOON, Urgency.EXPRESS]


# What may not go


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("văn bản 05-NQ/TU ngày 1/11: TÀI LIỆU MẬT về dân quân", SecrecyMarked),
        ("văn bản 05-NQ/TU(M) ngày 1/11: Về dân quân", SecrecyMarked),
        ("văn bản 05-NQ/TU ngày 1/11: Tuyệt mật", SecrecyMarked),
        ("văn bản 05-NQ/TU ngày 1/11: Không phổ biến rộng", DoubtfulWords),
        ("văn bản 5/NQ-TU: Về sinh hoạt", DirectiveWrong),
    ],
)
def test_marks_are_refused_before_anything_is_read(line: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read(line, TODAY)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"summary": " "}, draft_words.SUMMARY_MISSING),
        ({"summary": "a" * 501}, "Trích yếu dài nhất 500"),
        ({"issued_on": date(2026, 11, 22)}, draft_words.NO_DAY_AHEAD),
        ({"due_on": date(2026, 11, 20)}, draft_words.DUE_IS_PAST),
        ({"due_on": date(2029, 11, 20)}, draft_words.DUE_TOO_FAR),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, object], why: str) -> None:
    with pytest.raises(DirectiveWrong) as refusal:
        checked(replace(CONTENT, **changed), TODAY)  # type: ignore[arg-type] # by name
    assert why in str(refusal.value.facts["why"])


async def test_body_and_file_go_only_where_the_unit_says_so(db: AsyncSession) -> None:
    at = await realm(db)
    file = File("quyet-dinh.pdf", "application/pdf", b"%PDF-")
    with_body, how = replace(CONTENT, body="Điều 1. …"), Sending(Addressees((at.district.id,)))
    for content, brought in ((with_body, None), (CONTENT, file)):
        with pytest.raises(DirectiveWrong):
            await make_directive(db, at.district, content, how, "test", NOW, brought)
    change(at.district, "directive_body", "body")
    with pytest.raises(DirectiveWrong):
        await make_directive(db, at.district, CONTENT, how, "test", NOW, file)
    directive = await make_directive(db, at.district, with_body, how, "test", NOW)
    await at.tick()
    said = await said_to(at, directive)
    assert isinstance(said, Reply)
    assert "Điều 1." in said.text


async def test_the_same_to_the_same_people_is_a_slip(db: AsyncSession) -> None:
    at = await realm(db)
    first = await at.make()
    with pytest.raises(DirectiveWrong):
        await at.make()
    await withdraw(db, first.id, "test", NOW)
    await at.make()


# Level by level


async def test_each_committee_passes_it_on_with_a_note_and_an_earlier_day(each_db: AsyncSession) -> None:
    at = await realm(each_db)
    directive = await at.make_by_level()
    await at.tick()
    rows = await at.rows(directive)
    assert {code: row.passed_at is None for code, row in rows.items()} == {"xa": True, "tram": False}
    assert [one.unit_id for one in await at.receipts(directive)] == [at.cells[2].id]
    (arrived,) = await at.words_to(at.leader)
    assert "Đảng ủy xã Húc Động nhận văn bản mới cần chuyển tiếp" in arrived
    assert (await standing(each_db, directive, at.district)).not_passed == 1
    assert (await plan_passing(each_db, directive.id, at.commune, "", None, NOW)).people == 4
    later = date(2026, 12, 1)
    with pytest.raises(DirectiveWrong):
        await passed_on(each_db, directive.id, at.commune, "", later, NOW)
    assert await passed_on(each_db, directive.id, at.commune, "Học trong tháng", date(2026, 11, 25), NOW) == 2
    with pytest.raises(DirectiveWrong):
        await passed_on(each_db, directive.id, at.commune, "", None, NOW)
    await at.tick()
    assert len(await at.receipts(directive)) == 5
    due = await due_at(each_db, directive, [at.cells[0].id, at.cells[2].id])
    assert due == {at.cells[0].id: date(2026, 11, 25), at.cells[2].id: date(2026, 11, 30)}
    said = await said_to(at, directive, unit_id=at.cells[0].id)
    assert isinstance(said, Reply)
    assert "Đảng ủy xã Húc Động: Học trong tháng" in said.text
    assert "Hạn: hết ngày 25/11/2026." in said.text


async def test_a_note_with_a_mark_is_not_passed_on(db: AsyncSession) -> None:
    at = await realm(db)
    directive = await at.make_by_level()
    with pytest.raises(SecrecyMarked):
        await passed_on(db, directive.id, at.commune, "TỐI MẬT", None, NOW)
    assert (await at.rows(directive))["xa"].passed_at is None


async def test_a_committee_that_alone_is_addressed_need_not_pass_it_on(db: AsyncSession) -> None:
    at = await realm(db)
    to = Addressees((at.district.id,), offices=(Office.COMMUNE_COMMITTEE,))
    directive = await at.make(to=to, passing=Passing.BY_LEVEL)
    await at.tick()
    assert [one.member_id for one in await at.receipts(directive)] == [at.leader.id]
    assert await at.words_to(at.leader) == []
    assert (await at.rows(directive))["xa"].passed_at == NOW


async def test_level_by_level_the_first_tells_its_own_people_too(db: AsyncSession) -> None:
    at = await realm(db)
    await village.office(db, at.people[4], at.district, Office.OFFICE)
    offices = (Office.OFFICE, Office.COMMUNE_COMMITTEE)
    directive = await at.make(to=Addressees((at.district.id,), offices=offices), passing=Passing.BY_LEVEL)
    await at.tick()
    assert {one.member_id for one in await at.receipts(directive)} == {at.people[4].id, at.leader.id}
    assert {code: row.passed_at is None for code, row in (await at.rows(directive)).items()} == {
        "huyen": False,
        "xa": False,
    }


async def test_a_kind_of_committee_means_whoever_leads_there(db: AsyncSession) -> None:
    at = await realm(db)
    to = await addressees_said(db, at.district, "đảng ủy xã")
    found = await preview(db, to, TODAY)
    assert (found.units, found.people) == (1, 1)


# The words


async def test_the_message_says_what_it_is_and_where_to_read_it(db: AsyncSession) -> None:
    at = await realm(db)
    directive = await at.make(replace(CONTENT, haste=Haste.KHAN, must_study=True))
    await at.tick()
    said = await said_to(at, directive)
    assert isinstance(said, Reply)
    assert said.text.splitlines() == [
        f"Kính gửi đồng chí {at.people[0].name}: KHẨN. Quyết định số 27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy.",
        "Trích yếu: Quy định về sinh hoạt chi bộ",
        "Phải học tập. Hạn: hết ngày 30/11/2026.",
        words.IN_THE_APP,
        words.BY_BUTTON,
    ]
    values = [one.value for one in said.choices]
    assert values == [f"directive_{what}:{directive.id}:{at.people[0].id}" for what in ("ack", "ask")]


async def test_by_sms_it_is_two_parts_at_most(db: AsyncSession) -> None:
    at = await realm(db)
    directive = await at.make(replace(CONTENT, summary="Về việc tổ chức học tập, quán triệt " * 10))
    await at.tick()
    said = await said_to(at, directive, SMS)
    assert isinstance(said, Reply)
    assert parts_of(said, SMS) <= 2
    assert "27-QĐ/TU của Tỉnh ủy, Về việc tổ chức học tập" in said.text
    assert "Hạn 30/11." in said.text
    assert len(said.choices) == 2


async def test_by_sms_with_marks_the_longest_names_still_fit(db: AsyncSession) -> None:
    at, unicode_sms = await realm(db), replace(SMS, marks=True)
    content = replace(
        CONTENT, haste=Haste.HOA_TOC, must_study=True, issuer="Ban Chỉ đạo " * 16, summary="Về việc " * 60
    )
    said = short_enough(facts_for(at.district, content), "Nguyễn Thị Phương Thảo", unicode_sms)
    assert parts_of(said, unicode_sms) <= 2


async def test_what_it_costs_is_what_it_then_takes(each_db: AsyncSession) -> None:
    at = await realm(each_db)
    with_sms(each_db)
    for person, name in zip(at.people, ("Lò Văn A", "Nguyễn Thị Phương Thảo"), strict=False):
        person.name = name
        way = await village.reachable_at(each_db, person, NOW, f"8490000010{person.id % 10}", "sms_a")
        await prefer(each_db, person.id, way.id)
    found = await plan(each_db, at.district, CONTENT, Addressees((at.district.id,)), NOW)
    directive = await at.make()
    await at.tick()
    sms = capabilities_of(tariff_of(each_db, "sms_a"))
    notices = await at.notices(directive, channel="sms_a")
    facts = await gather(each_db, notices)
    said = [await word(each_db, one, NOW, sms, facts) for one in notices]
    parts = sum(parts_of(one, sms) for one in said if isinstance(one, Reply))
    assert (found.outlay.messages, found.outlay.by_sms, found.outlay.cost) == (parts, 2, parts * PRICE)


async def test_who_has_left_is_neither_told_nor_shown_it_any_more(each_db: AsyncSession) -> None:
    at = await realm(each_db)
    directive, gone = await at.make(), at.people[0]
    await at.tick()
    await each_db.execute(update(Membership).where(Membership.member_id == gone.id).values(until_on=TODAY))
    said = await said_to(at, directive, member_id=gone.id)
    assert isinstance(said, Moot)
    assert said.cause == "left"
    assert await of_members(each_db, [gone.id], TODAY) == []
    assert not await receipts_of(each_db, directive, [gone.id], TODAY)


async def test_nobody_is_told_what_they_have_taken_note_of(db: AsyncSession) -> None:
    at = await realm(db)
    directive = await at.make()
    await at.tick()
    (await at.receipts(directive))[0].acknowledged_at = NOW
    await db.flush()
    said = await said_to(at, directive)
    assert isinstance(said, Moot)
    assert said.cause == "answered"


# Taking back, replacing, once more


async def test_withdrawing_drops_what_waits_and_tells_who_has_it(each_db: AsyncSession) -> None:
    at = await realm(each_db)
    directive = await at.make_by_level()
    await at.tick()
    await passed_on(each_db, directive.id, at.commune, "", None, NOW)
    await at.tick()
    first, *others = await at.notices(directive)
    (arrived,) = await each_db.scalars(select(Notice).filter_by(member_id=at.leader.id))
    first.state = arrived.state = NoticeState.SENT
    await each_db.flush()
    assert await withdraw(each_db, directive.id, "test", NOW) == len(others)
    assert {one.state for one in await at.notices(directive)} == {NoticeState.SENT, NoticeState.CANCELLED}
    await at.tick()
    (word_of_it,) = await at.notices(directive, revision=2)
    assert word_of_it.member_id == first.member_id
    said = await said_to(at, directive, revision=2)
    assert isinstance(said, Reply)
    assert "Quyết định số 27-QĐ/TU đã được thu hồi" in said.text
    assert "Không chuyển tiếp nữa" in (await at.words_to(at.leader))[-1]
    for late in (
        withdraw(each_db, directive.id, "test", NOW),
        passed_on(each_db, directive.id, at.commune, "", None, NOW),
        directive_again.again(each_db, directive.id, at.district, "test", NOW),
    ):
        with pytest.raises(DirectiveGone):
            await late


async def test_a_committee_whose_word_still_waits_hears_nothing_of_it_any_more(each_db: AsyncSession) -> None:
    at = await realm(each_db)
    directive = await at.make_by_level()
    await at.tick()
    await withdraw(each_db, directive.id, "test", NOW)
    await at.tick()
    (arrived,) = await each_db.scalars(
        select(Notice).filter_by(member_id=at.leader.id).execution_options(populate_existing=True)
    )
    assert arrived.state is NoticeState.CANCELLED


async def test_it_is_withdrawn_while_the_clock_tells_people(database_url: str) -> None:
    """Neither waits for the other in a circle."""
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    try:
        async with sessions.begin() as db:
            directive = await (await realm(db)).make()

        async def withdrawing() -> int:
            async with sessions.begin() as db:
                return await withdraw(db, directive.id, "test", NOW)

        async with sessions.begin() as db:
            await Rounds(1).tell_some(db, NOW)
            withdrawn = asyncio.create_task(withdrawing())
            await asyncio.sleep(0.3)  # until it waits
            assert await Rounds().tell_some(db, NOW) == 2
            owed = await db.scalar(select(func.count()).select_from(Notice))
        assert await withdrawn == owed == 5
    finally:
        await engine.dispose()


async def test_where_nobody_was_told_yet_nobody_hears_of_the_withdrawal(db: AsyncSession) -> None:
    at = await realm(db)
    directive = await at.make()
    await withdraw(db, directive.id, "test", NOW)
    assert await at.tick() == 0
    assert await at.notices(directive) == []


async def test_another_takes_its_place(db: AsyncSession) -> None:
    at = await realm(db)
    old = await at.make()
    await at.tick()
    for one in await at.notices(old):
        one.state = NoticeState.SENT
    await db.flush()
    await at.make(replace(CONTENT, number="29-QĐ/TU"), replaces=old.id)
    await at.tick()
    said = await said_to(at, old, revision=2)
    assert isinstance(said, Reply)
    assert "thay bằng văn bản số 29-QĐ/TU" in said.text
    with pytest.raises(DirectiveWrong):
        await at.make(replace(CONTENT, number="30-QĐ/TU"), replaces=old.id)


async def test_once_more_to_those_it_has_not_reached(each_db: AsyncSession) -> None:
    at = await realm(each_db)
    directive = await at.make()
    await at.tick()
    states = (NoticeState.SENT, NoticeState.FAILED, NoticeState.UNCERTAIN, NoticeState.EXPIRED, NoticeState.WAITING)
    for notice, state in zip(await at.notices(directive), states, strict=True):
        notice.state = state
    (await at.receipts(directive))[1].acknowledged_at = NOW
    await each_db.flush()
    stands = await standing(each_db, directive, at.district)
    assert (stands.people, stands.sent, stands.waiting, stands.failed) == (5, 1, 1, 2)
    found = await directive_again.unreached(each_db, directive, at.district)
    assert (found.count, found.without_channel, found.round) == (2, 0, 1)
    assert (await directive_again.unreached(each_db, directive, at.cells[0])).count == 0
    assert await directive_again.again(each_db, directive.id, at.district, "test", NOW, found.round) == 2
    assert await directive_again.again(each_db, directive.id, at.district, "test", NOW, found.round) == 0
    assert [one.member_id for one in await at.notices(directive, round=2)] == [at.people[2].id, at.people[3].id]


# Who sees it


async def test_units_see_what_is_at_them_or_below_and_members_their_own(each_db: AsyncSession) -> None:
    at = await realm(each_db)
    directive = await at.make(to=Addressees((at.commune.id,)))
    await at.tick()
    (await at.rows(directive))["dong"].acknowledged = 2
    await each_db.flush()
    sums = {unit.code: [(one.done, one.expected) for one in await of_unit(each_db, unit)] for unit in (
        at.district, at.commune, at.cells[0], at.cells[1], at.cells[2],
    )}  # fmt: skip
    assert sums == {"huyen": [(2, 4)], "xa": [(2, 4)], "dong": [(2, 2)], "tay": [(0, 2)], "tram": []}
    assert [one.number for one, _ in await of_members(each_db, [at.people[0].id, at.people[4].id], TODAY)] == [
        "27-QĐ/TU"
    ]
    assert [unit.code for unit in await seen_from(each_db, directive, at.leader.id, TODAY)] == ["xa"]
    assert await seen_from(each_db, directive, at.people[0].id, TODAY) == []


# Beside it


async def test_of_two_entries_for_one_person_one_counts(each_db: AsyncSession) -> None:
    at = await realm(each_db)
    directive = await at.make()
    await at.tick()
    (await at.receipts(directive))[1].acknowledged_at = NOW
    (await at.rows(directive))["dong"].acknowledged = 1
    await each_db.flush()
    await merge(each_db, at.people[0].id, at.people[1].id, "test", NOW)
    row = (await at.rows(directive))["dong"]
    assert (row.expected, row.acknowledged) == (1, 1)
    assert (await at.receipts(directive))[0].acknowledged_at == NOW


async def test_who_took_note_is_forgotten_after_two_years_and_the_counts_stay(db: AsyncSession) -> None:
    at = await realm(db)
    change(at.district, "directive_body", "body")
    directive = await at.make(replace(CONTENT, body="Điều 1."))
    await at.tick()
    assert await take_directives(db, NOW + timedelta(days=60), 500) == 0
    assert await take_directives(db, NOW + timedelta(days=120), 500) == 1
    await db.refresh(directive)
    assert directive.body is None
    assert await take_directives(db, NOW + timedelta(days=800), 500) == 10
    assert await db.scalar(select(func.count()).select_from(Receipt)) == 0
    assert (await at.rows(directive))["dong"].expected == 2


async def test_two_clocks_at_once_tell_everybody_once(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    try:
        async with sessions.begin() as db:
            directive = await (await realm(db)).make()

        async def ticking() -> None:
            rounds = Rounds(1)
            for _ in range(5):
                async with sessions.begin() as db:
                    await rounds.tell_some(db, NOW)

        await asyncio.gather(ticking(), ticking())
        async with sessions() as db:
            assert await db.scalar(select(func.count()).select_from(Notice)) == 5
            counts = select(func.sum(DirectiveUnit.expected)).where(DirectiveUnit.directive_id == directive.id)
            assert await db.scalar(counts) == 5
    finally:
        await engine.dispose()
