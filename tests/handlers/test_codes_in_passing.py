"""A code is a code wherever it is typed, and nothing else is one."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.model.attendances import Mark
from bot.model.endpoints import Endpoint, LinkCode
from bot.services.addresses import endpoint_at, members_at
from bot.services.codes import looks_like_code
from bot.services.joining import MOST_WRONG, invite
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import hers
from tests.handlers.test_joining import newcomer
from tests.handlers.test_roll import gathered
from tests.talk import Phone


async def endpoint(scene: Scene, chat: str) -> Endpoint:
    return await endpoint_at(scene.db, "rehearsal", "rehearsal", chat)


@pytest.mark.parametrize("value", ["menus:anything", "roll_page:12:0", "next-meeting", "agree"])
async def test_an_old_button_on_an_unlinked_phone_is_no_wrong_code(scene: Scene, value: str) -> None:
    stranger = Phone(scene.db, scene.now, "77")
    for _ in range(MOST_WRONG + 1):
        assert "một giờ" not in await stranger.presses_value(value)
    assert (await endpoint(scene, "77")).wrong_codes == 0


@pytest.mark.parametrize("begun", ["gọi họp", "giấy đồng ý", "đổi giờ họp"])
async def test_a_code_in_the_middle_of_something_links(scene: Scene, begun: str) -> None:
    son, invitation = await newcomer(scene)
    phone = hers(scene)
    await phone.says(begun)
    assert (await endpoint(scene, "9")).step
    code = invitation.code
    assert "Lê Văn Sơn" in await phone.says(f"{code[:5].lower()} {code[5:].lower()}")
    assert son in await members_at(scene.db, (await endpoint(scene, "9")).id)


async def test_a_line_of_the_roll_that_looks_like_a_code_stays_one(scene: Scene) -> None:
    hall = await gathered(scene.db, scene.now, 9, "ban")
    phone = await hall.phone()
    await phone.says("điểm danh")
    line = "3P 4P 6P 7P 9K"
    assert not looks_like_code(line)
    assert "Vừa ghi: 3 " in await phone.says(line)
    assert (await hall.mark(9), (await endpoint(scene, phone.chat)).wrong_codes) == (Mark.UNEXCUSED, 0)


@pytest.mark.parametrize("line", ["3P 4P 6P 7P 9K", "vang 34 36 47", "DD vang 34 6 7"])
async def test_no_number_of_roll_lines_is_a_wrong_try(scene: Scene, line: str) -> None:
    phone = hers(scene)
    for _ in range(MOST_WRONG + 1):
        await phone.says("gọi họp")
        await phone.says(line)
    assert (await endpoint(scene, "9")).wrong_codes == 0


async def test_a_day_written_in_a_codes_letters_is_no_wrong_try(scene: Scene) -> None:
    await hers(scene).says("gọi họp")
    await hers(scene).says("thu 3 ngay 9-6")
    assert (await endpoint(scene, "9")).wrong_codes == 0


async def test_wrong_codes_in_the_middle_of_something_lock_codes_and_nothing_else(scene: Scene) -> None:
    son, invitation = await newcomer(scene)
    phone = hers(scene)
    for count in range(MOST_WRONG):
        await phone.says("gọi họp")
        assert "Không đọc được thời gian" in await phone.says(f"AAAAAAA33{'34679'[count]}")
    await phone.says(invitation.code)
    assert son not in await members_at(scene.db, (await endpoint(scene, "9")).id)
    await phone.says("thôi")
    assert "thử lại sau một giờ" in await phone.says(invitation.code)
    assert "Đã ghi" in await phone.says("có")


async def test_a_wrong_code_at_the_consent_counts_once(scene: Scene) -> None:
    _, invitation = await newcomer(scene)
    stranger = Phone(scene.db, scene.now, "77")
    await stranger.says(invitation.code)
    assert "Mã không đúng" in await stranger.says("AAAAAAAA33")
    assert (await endpoint(scene, "77")).wrong_codes == 1


async def test_after_the_hour_the_wrong_tries_are_counted_anew(scene: Scene) -> None:
    ended = datetime.now(UTC) - timedelta(seconds=1)
    await scene.db.execute(update(Endpoint).values(wrong_codes=MOST_WRONG, locked_until=ended))
    await hers(scene).says("gọi họp")
    await hers(scene).says("AAAAAAAA33")
    place = await endpoint(scene, "9")
    assert (place.wrong_codes, place.locked_until) == (1, None)


async def test_a_locked_phone_links_nobody_in_the_middle_of_something(scene: Scene) -> None:
    son, invitation = await newcomer(scene)
    for _ in range(MOST_WRONG):
        await hers(scene).says("AAAAAAAA33")
    phone = hers(scene)
    await phone.says("gọi họp")
    await phone.says(invitation.code)
    assert son not in await members_at(scene.db, (await endpoint(scene, "9")).id)


async def test_an_old_code_in_the_middle_of_something_is_taken_for_the_answer(scene: Scene) -> None:
    (invitation,) = await invite(
        scene.db, [await village.member(scene.db, scene.cell, "Lê Văn Sơn")], "test", scene.now
    )
    await scene.db.execute(update(LinkCode).values(expires_at=scene.now))
    phone = hers(scene)
    await phone.says("gọi họp")
    assert "Không đọc được thời gian" in await phone.says(invitation.code)
