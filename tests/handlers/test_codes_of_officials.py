"""A code opens what its owner's office opens: nobody makes one by which they would see more than they may."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.endpoints import LinkCode
from bot.model.members import Member
from bot.model.roles import Office, Role
from bot.services.joining import invite
from bot.services.links import Whom, people_for
from bot.services.roles import give_role
from bot.words.times import day_of
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import hers
from tests.services.test_importing import BINH, line, load
from tests.talk import Phone


async def codes_that_work(scene: Scene, person: Member) -> int:
    found = await scene.db.scalars(
        select(LinkCode).filter_by(member_id=person.id).where(LinkCode.expires_at > scene.now)
    )
    return len(found.all())


async def deputy(scene: Scene) -> Phone:
    await village.office(scene.db, scene.lan, scene.cell, Office.DEPUTY_SECRETARY)
    return scene.phone


async def cut(phone: Phone, scene: Scene, person: Member) -> str:
    await phone.presses_value(f"link_cut:{scene.cell.id}:{person.id}")
    return await phone.presses("Đúng, ngắt")


@pytest.mark.parametrize("office", [Office.SECRETARY, Office.CLERK, Office.INSPECTION])
async def test_a_new_office_ends_the_codes_that_lie_about(scene: Scene, office: Office) -> None:
    await invite(scene.db, [scene.lan], "test", scene.now)
    at = scene.cell if office is not Office.INSPECTION else await village.commune(scene.db)
    await give_role(scene.db, scene.lan, at, office, "test", scene.now)
    assert await codes_that_work(scene, scene.lan) == 0


async def test_an_office_that_is_only_prolonged_leaves_a_code_good(scene: Scene) -> None:
    await invite(scene.db, [scene.secretary], "test", scene.now)
    until = day_of(scene.now) + timedelta(days=90)
    await give_role(scene.db, scene.secretary, scene.cell, Office.SECRETARY, "test", scene.now, until)
    assert await codes_that_work(scene, scene.secretary) == 1


async def test_an_office_out_of_a_workbook_ends_them_too(scene: Scene) -> None:
    await load(scene.db, scene.now, [BINH])
    person = (await scene.db.execute(select(Member).filter_by(name=BINH.name, birth_year=1971))).scalar_one()
    await invite(scene.db, [person], "test", scene.now)
    await load(scene.db, scene.now, [BINH])
    assert await codes_that_work(scene, person) == 1
    await load(scene.db, scene.now, [line(BINH.name, birth_year=1971, phone=BINH.phone, duty="clerk")])
    assert await codes_that_work(scene, person) == 0


async def test_a_deputy_makes_no_code_for_the_secretary(scene: Scene) -> None:
    phone = await deputy(scene)
    assert "văn phòng cấp ủy" in await phone.says("mã cho Trần Thị Bình")
    people = await people_for(scene.db, scene.cell.id, Whom.ALL, scene.lan.id, scene.now)
    assert [one.member for one in people] == [scene.lan]
    assert await codes_that_work(scene, scene.secretary) == 0


async def test_the_secretary_makes_one_for_the_deputy(scene: Scene) -> None:
    await deputy(scene)
    await hers(scene).says("mã cho Nguyễn Thị Lan")
    assert await codes_that_work(scene, scene.lan) == 1


async def test_an_office_given_for_later_counts_as_well(scene: Scene) -> None:
    later = day_of(scene.now) + timedelta(days=5)
    commune = await village.commune(scene.db)
    role = Role(member_id=scene.lan.id, unit_id=commune.id, office=Office.OFFICE, from_on=later, given_by="test")
    scene.db.add(role)
    await scene.db.flush()
    assert "văn phòng cấp ủy" in await hers(scene).says("mã cho Nguyễn Thị Lan")
    role.until_on = day_of(scene.now) - timedelta(days=1)
    await scene.db.flush()
    assert "Mã của đồng chí Nguyễn Thị Lan" in await hers(scene).says("mã cho Nguyễn Thị Lan")


async def test_who_cuts_off_an_official_hears_where_the_new_code_comes_from(scene: Scene) -> None:
    phone = await deputy(scene)
    assert "cần mã mới từ văn phòng cấp ủy" in await cut(phone, scene, scene.secretary)
    assert not any("Mã mới" in label for label in phone.offered)


async def test_who_cuts_off_a_member_hands_them_a_code(scene: Scene) -> None:
    phone = hers(scene)
    assert "văn phòng" not in await cut(phone, scene, scene.lan)
    assert "Mã của đồng chí Nguyễn Thị Lan" in await phone.presses("Mã mới")
