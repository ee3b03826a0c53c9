"""The secretary enters consents that were signed on paper."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.model.endpoints import Consent, ConsentKind
from bot.model.members import Member
from bot.services.addresses import endpoint_at
from bot.services.consents import stop
from bot.words import vi
from handlers import help as helping
from handlers import paper
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone, phone_abroad, plain_phone


@pytest.fixture
async def people(scene: Scene) -> list[Member]:
    """Numbers 3 to 6 of the list."""
    return await village.members(scene.db, scene.cell, 4)


@pytest.fixture
def hers(scene: Scene, people: list[Member]) -> Phone:
    """The secretary's."""
    return Phone(scene.db, scene.now, "9")


async def papers(scene: Scene) -> list[tuple[str, date | None]]:
    found = await scene.db.execute(
        select(Member.name, Consent.signed_on)
        .join(Member, Member.id == Consent.member_id)
        .where(Consent.kind == ConsentKind.PAPER)
        .order_by(Member.sort_key)
    )
    return [(name, on) for name, on in found]


async def test_who_signed_and_when_is_asked_shown_and_written(scene: Scene, hers: Phone) -> None:
    assert "3. Trần Văn Sốaa; 4. Trần Văn Sốab" in await hers.says("giấy đồng ý")
    assert "Đã chọn 2 đồng chí: Trần Văn Sốaa, Trần Văn Sốac" in await hers.says("3 5")
    assert "ký ngày 12/11/2026" in await hers.says("12/11")
    assert await papers(scene) == []
    assert "của 2 đồng chí" in await hers.presses("Đúng, ghi")
    day = date(2026, 11, 12)
    assert await papers(scene) == [("Trần Văn Sốaa", day), ("Trần Văn Sốac", day)]
    row = (await scene.db.scalars(select(Consent).filter_by(signed_on=day))).first()
    assert row is not None
    assert (row.entered_by, row.text_version) == (f"member:{scene.secretary.id}", vi.CONSENT_VERSION)
    assert hers.offered == ["Ghi giấy khác", "Ai đã nối máy"]


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("3", "a"),
        ("3 5-6", "acd"),
        ("3, 4 và 6", "abd"),
        ("3 – 5", "abc"),
        ("Trần Văn Sốab; đ/c sốad", "bd"),
        ("tất cả", "abcd"),
        ("Sốaa, 4", "ab"),
    ],
)
async def test_people_are_numbers_ranges_or_names(scene: Scene, hers: Phone, said: str, numbers: str) -> None:
    await hers.says("giấy đồng ý")
    answer = await hers.says(said)
    assert [letter for letter in "abcd" if f"Sốa{letter}" in answer] == list(numbers)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("3 17", "không có “17”"),
        ("Hồ Văn Không", "không có “Hồ Văn Không”"),
        ("Trần Văn", "số 3, 4, 5, 6"),
        ("5-3", "không có “5-3”"),
        ("#!", "không có"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_may_be_typed_again(
    scene: Scene, hers: Phone, said: str, refusal: str
) -> None:
    await hers.says("giấy đồng ý")
    assert refusal in await hers.says(said)
    assert "Sốaa" in await hers.says("3")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12/11", "12/11/2026"),
        ("ngày 2.11", "02/11/2026"),
        ("hôm nay", "21/11/2026"),
        ("hôm qua", "20/11/2026"),
        ("12/11/26", "12/11/2026"),
        ("12-11-2025", "12/11/2025"),
        ("1", "21/11/2026"),
    ],
)
async def test_the_day_on_the_paper_has_been(scene: Scene, hers: Phone, said: str, day: str) -> None:
    await hers.says("giấy đồng ý")
    await hers.says("3")
    assert f"ký ngày {day}" in await hers.says(said)


@pytest.mark.parametrize(
    ("said", "refusal"), [("22/11", "22/11/2026 chưa tới"), ("31/2", "Không đọc được"), ("tuần trước", "12/11")]
)
async def test_a_day_to_come_or_none_is_refused_and_asked_again(
    scene: Scene, hers: Phone, said: str, refusal: str
) -> None:
    await hers.says("giấy đồng ý")
    await hers.says("3")
    assert refusal in await hers.says(said)
    assert "ký ngày 12/11/2026" in await hers.says("12/11")


async def test_after_new_year_a_day_of_december_is_of_the_old_year(scene: Scene, hers: Phone) -> None:
    hers.now = village.at(2027, 1, 5)
    await hers.says("giấy đồng ý")
    await hers.says("3")
    assert "ký ngày 28/12/2026" in await hers.says("28/12")


async def test_who_took_the_consent_back_since_is_named_and_not_entered(scene: Scene, hers: Phone) -> None:
    await stop(scene.db, scene.lan.id, await endpoint_at(scene.db, "rehearsal", "rehearsal", "1"), scene.now)
    await hers.says("giấy đồng ý")
    await hers.says("2 3")
    said = await hers.says("12/11")
    assert "Sẽ ghi 1 đồng chí: Trần Văn Sốaa." in said
    assert "đã dừng nhận tin từ ngày ký trở đi: 1 đồng chí: Nguyễn Thị Lan." in said
    assert "Nguyễn Thị Lan" in await hers.presses("Đúng, ghi")
    assert [name for name, _ in await papers(scene)] == ["Trần Văn Sốaa"]


async def test_a_paper_is_entered_once_however_often_it_is_tapped(scene: Scene, hers: Phone) -> None:
    for _ in range(2):
        await hers.says("giấy đồng ý")
        await hers.says("3")
        await hers.presses("Hôm nay")
        if "Đúng, ghi" in hers.offered:
            await hers.presses("Đúng, ghi")
            assert "đã xong" in await hers.presses("Đúng, ghi")
    assert "Đã ghi từ trước: 1 đồng chí: Trần Văn Sốaa." in hers.screen[-1].text
    assert len(await papers(scene)) == 1


async def test_people_and_day_may_be_chosen_again(scene: Scene, hers: Phone) -> None:
    await hers.says("giấy đồng ý")
    await hers.says("3")
    await hers.says("12/11")
    await hers.presses("Chọn lại người")
    assert "Sẽ ghi 1 đồng chí: Trần Văn Sốab." in await hers.says("4")
    await hers.presses("Đổi ngày")
    assert "ký ngày 13/11/2026" in await hers.says("13/11")


async def test_from_the_card_of_a_person_only_the_day_is_asked(scene: Scene, hers: Phone) -> None:
    await hers.says("ai đã nối")
    await hers.presses("Sốab")
    assert "Đã chọn 1 đồng chí: Trần Văn Sốab." in await hers.presses("Ghi giấy đồng ý")
    await hers.presses("Hôm nay")
    await hers.presses("Đúng, ghi")
    assert len(await papers(scene)) == 1


async def test_without_buttons_all_is_typed(scene: Scene, people: list[Member]) -> None:
    await village.reachable_at(scene.db, scene.secretary, scene.now, "8", "rehearsal_plain")
    phone = plain_phone(scene.db, scene.now, "8")
    assert "7) Tất cả 6 đồng chí" in await phone.says("giấy đồng ý")
    assert "Nguyễn Thị Lan" in await phone.says("2")
    await phone.says("12/11")
    await phone.says("1")
    assert [name for name, _ in await papers(scene)] == ["Nguyễn Thị Lan"]


async def test_the_number_behind_the_people_is_everybody(scene: Scene, hers: Phone) -> None:
    await hers.says("giấy đồng ý")
    assert "Đã chọn 6 đồng chí" in await hers.says("7")


async def test_a_large_cell_has_pages_on_a_phone_without_buttons_too(scene: Scene) -> None:
    await village.members(scene.db, scene.cell, 40)
    await village.reachable_at(scene.db, scene.secretary, scene.now, "8", "rehearsal_plain")
    phone = plain_phone(scene.db, scene.now, "8")
    assert "44) Trang sau" in await phone.says("giấy đồng ý")
    assert "15. Trần" in await phone.says("44")
    assert "Sốaa" in await phone.says("3")
    assert "Đã chọn 42 đồng chí" in await Phone(scene.db, scene.now, "9").presses_value(
        await all_of(scene, Phone(scene.db, scene.now, "9"))
    )


async def all_of(scene: Scene, phone: Phone) -> str:
    await phone.says("giấy đồng ý")
    return phone.screen[-1].choices[0].value


async def test_nothing_of_it_is_kept_back_abroad(scene: Scene, people: list[Member]) -> None:
    phone = phone_abroad(scene.db, scene.now, "9")
    await phone.says("giấy đồng ý")
    assert "Sốaa" in await phone.says("3")


# Old buttons, others' buttons, restarts


async def test_a_restart_in_the_middle_loses_nothing(scene: Scene, hers: Phone) -> None:
    await hers.says("giấy đồng ý")
    await hers.says("3")
    again = Phone(scene.db, scene.now, "9")
    assert "ký ngày 12/11/2026" in await again.says("12/11")


async def test_what_was_begun_is_taken_up_where_it_was_left(
    scene: Scene, hers: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helping, "RESUME", {"paper": paper.resume})
    asked = [await hers.says("giấy đồng ý"), await hers.presses_value("draft")]
    asked += [await hers.says("3"), await hers.presses_value("draft")]
    asked += [await hers.says("12/11"), await hers.presses_value("draft")]
    assert asked[0::2] == asked[1::2]


async def test_a_button_of_another_paper_is_refused(scene: Scene, hers: Phone) -> None:
    await hers.says("giấy đồng ý")
    await hers.says("3")
    await hers.says("12/11")
    old = hers.screen[-1].choices[0].value
    await hers.says("giấy đồng ý")
    assert "đã xong" in await hers.presses_value(old)
    assert "đã xong" in await scene.phone.presses_value(old)
    assert await papers(scene) == []


async def test_who_is_secretary_no_more_writes_nothing(scene: Scene, hers: Phone) -> None:
    from bot.model.roles import Role  # noqa: PLC0415 - beside its only use

    await hers.says("giấy đồng ý")
    await hers.says("3")
    await hers.says("12/11")
    role = (await scene.db.scalars(select(Role))).one()
    role.until_on = scene.now.date() - timedelta(days=1)
    await scene.db.flush()
    assert "không được phân công" in await hers.presses("Đúng, ghi")
    assert await papers(scene) == []
    for button in ("Đổi ngày", "Chọn lại người"):
        assert "không được phân công" in await hers.presses(button)


async def test_a_secretary_of_two_cells_is_asked_which(scene: Scene, hers: Phone) -> None:
    other = await village.cell(scene.db, code="khac")
    await village.office(scene.db, scene.secretary, other)
    await hers.says("giấy đồng ý")
    assert "Thôn thon" in await hers.presses("thon")
