"""Names on pages: for whoever may see them at that very unit, and written down once a day."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.model.attendances import Attendance
from bot.model.audit import AuditRow
from bot.model.meetings import Meeting
from bot.model.members import Membership
from bot.model.roles import Office, Role
from bot.services.party_groups import make_group
from bot.words.names_seen import NO_GROUP, OWN_GROUP
from tests import village
from tests.web.committee.office import Pages

AT = "/tong-hop/thon-mot"


async def meeting_of(pages: Pages) -> str:
    """The page of the latest meeting of Thôn Một."""
    async with pages.sessions() as db:
        of = select(Meeting.id).filter_by(cell_id=pages.units["thon-mot"].id).order_by(Meeting.starts_at.desc())
        return f"{AT}/buoi/{await db.scalar(of.limit(1))}"


@pytest.mark.parametrize(
    ("viewer", "sees"),
    [("secretary", True), ("clerk", True), ("supervisor", False), ("commune", False), ("province", False),
     ("office", False), ("inspection", False), ("org_dept", False)],
)  # fmt: skip
async def test_names_are_for_those_who_lead_the_cell_or_keep_its_rolls(
    pages: Pages, viewer: str, *, sees: bool
) -> None:
    for path, named in ((AT, sees and viewer != "clerk"), (await meeting_of(pages), sees)):
        assert await pages.gets(path, viewer) == 200
        assert ("Lê Thị Member" in pages.text) is ("Trần Văn Sốa" in pages.text) is named, path


async def test_the_year_of_a_person_is_for_the_secretary_and_no_other_office_of_the_cell(pages: Pages) -> None:
    async with pages.sessions.begin() as db:
        await village.office(db, pages.viewers["member"], pages.units["thon-mot"], Office.CELL_COMMITTEE)
    for viewer in ("member", "clerk"):
        assert await pages.gets(f"{AT}?ky=y2026", viewer) == 200
        assert "do bí thư, phó bí thư xem" in pages.text
        assert "Trần Văn" not in pages.text
    async with pages.sessions.begin() as db:
        await db.execute(delete(Role).where(Role.member_id == pages.viewers["member"].id))


async def test_who_leads_a_group_and_is_written_at_the_cell_sees_the_names_of_that_group(pages: Pages) -> None:
    path, viewer, cell = await meeting_of(pages), pages.viewers["member"], pages.units["thon-mot"]
    async with pages.sessions.begin() as db:
        group = await make_group(db, cell, "Tổ 1", "test", pages.hour)
        await village.office(db, viewer, cell, Office.GROUP_LEADER)
        of_meeting = Attendance.meeting_id == int(path.rsplit("/", 1)[1])
        ids = (await db.scalars(select(Attendance.member_id).where(of_meeting))).all()
    for in_group, said in (([], NO_GROUP), ([viewer.id, *ids[:2]], OWN_GROUP)):
        async with pages.sessions.begin() as db:
            await db.execute(update(Membership).where(Membership.member_id.in_(in_group)).values(group_id=group.id))
            await db.execute(
                update(Attendance).where(of_meeting, Attendance.member_id.in_(in_group)).values(group_id=group.id)
            )
        assert await pages.gets(path, "member") == 200
        assert pages.text.count('<tr><th scope="row">') == len({*in_group} & {*ids})
        assert said in pages.text
    async with pages.sessions.begin() as db:
        await db.execute(delete(Role).where(Role.member_id == viewer.id))


async def test_how_to_ask_in_a_case_is_told_to_whom_it_is_open(pages: Pages) -> None:
    for viewer, told in (("inspection", True), ("org_dept", True), ("commune", False), ("secretary", False)):
        await pages.gets(AT, viewer)
        assert ("Xem tên khi có vụ việc" in pages.text) is told, viewer


async def test_people_stand_with_their_year_and_their_mark(pages: Pages) -> None:
    await pages.gets(f"{AT}?ky=y2026", "secretary")
    # the first two on the list of November stayed away, the first in October too
    assert sorted({f"{n}/3" for n in range(4) if f"<td>{n}/3</td>" in pages.text}) == ["1/3", "2/3", "3/3"]
    await pages.gets(await meeting_of(pages), "secretary")
    assert pages.text.count('<td class="text">vắng không lý do</td>') == 2


async def test_reasons_are_for_whoever_decides_on_leaves(pages: Pages) -> None:
    path = await meeting_of(pages)
    async with pages.sessions.begin() as db:
        row = (await db.scalars(select(Attendance).filter_by(meeting_id=int(path.rsplit("/", 1)[1])).limit(1))).one()
        row.answer, row.reason = "away", "illness"  # type: ignore[assignment] # as they are stored
    for viewer, sees in (("secretary", True), ("clerk", False), ("commune", False)):
        await pages.gets(path, viewer)
        assert ("ốm" in pages.text or "bệnh" in pages.text) is sees, viewer


async def test_seeing_names_is_written_down_once_a_day(pages: Pages) -> None:
    for _ in range(2):
        await pages.gets(AT, "secretary")
        await pages.gets(await meeting_of(pages), "clerk")
    pages.hour += timedelta(days=1)
    pages.cookies.clear()
    await pages.gets(AT, "secretary")
    by = [f"member:{pages.viewers[viewer].id}" for viewer in ("secretary", "clerk")]
    async with pages.sessions() as db:
        rows = (await db.scalars(select(AuditRow).where(AuditRow.by.in_(by)).order_by(AuditRow.id))).all()
    seen = [(one.deed, (one.about or "").partition(":")[0]) for one in rows if one.deed.endswith("_seen")]
    days = {one.at.date() for one in rows if one.deed == "names_seen" and one.about == "unit:thon-mot"}
    assert len(days) == seen.count(("names_seen", "unit")) == 2
    assert seen.count(("names_seen", "meeting")) == 1
    assert all("count" in one.facts for one in rows if one.deed == "names_seen")


async def test_committees_leave_no_such_trace(pages: Pages) -> None:
    await pages.gets(AT, "commune")
    async with pages.sessions() as db:
        found = await db.scalars(select(AuditRow.deed).filter_by(by=f"member:{pages.viewers['commune'].id}"))
        assert set(found) <= {"logged_in", "logged_out"}
