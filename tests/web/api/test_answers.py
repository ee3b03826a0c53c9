"""What programs are told: counts, part by part, as the pages say them."""

from datetime import date

from sqlalchemy import event, select

from bot.model.attendances import Attendance
from bot.model.members import Member
from bot.model.tree_changes import TreeChangeKind
from bot.model.units import Unit
from bot.reports.participation import document_of, participation
from bot.services.reorganising.changes import Change
from bot.services.reorganising.plans import write
from bot.services.tree import move_unit
from tests.web.api.programs import Programs, open_api

MONTHS = "from=2026-09&to=2026-11"


async def test_the_tree_comes_in_parts_in_the_order_of_codes(programs: Programs) -> None:
    token = await programs.token("province")
    found = await programs.gets_all("/units?unit=tinh", token, limit=2)
    assert [one["code"] for one in found] == sorted(programs.units)
    assert await programs.gets_all("/units", token, limit=500) == found
    assert await programs.asks("/units/THON-MOT", token) == 200
    assert programs.found == next(one for one in found if one["code"] == "thon-mot")
    assert programs.found == {
        "code": "thon-mot", "name": "Thôn Một", "kind": "cell", "parent": "xa-dong", "parent_from": None,
        "parent_until": None, "since": "2026-09-01", "closed": None,
    }  # fmt: skip


async def test_the_tree_of_a_day_is_as_it_stood(apart: Programs) -> None:
    token = await apart.token("province")
    async with apart.sessions.begin() as db:
        moved, under = [await db.get_one(Unit, apart.units[code].id) for code in ("thon-hai", "xa-tay")]
        await move_unit(db, moved, under, date(2026, 11, 10))
        rename = Change(date(2026, 11, 12), TreeChangeKind.RENAME, "thon-hai", name="Thôn Hai Mới")
        await write(db, [rename], "test", apart.hour)
    then, now = [await apart.gets_all(f"/units?unit=xa-dong{on}", token, limit=9) for on in ("&on=2026-11-09", "")]
    assert [one["code"] for one in then] == ["thon-hai", "thon-mot", "xa-dong"]
    assert (then[0]["parent"], then[0]["parent_until"]) == ("xa-dong", "2026-11-10")
    assert then[0]["name"] == "Thôn Hai"
    assert await apart.asks("/participation?unit=xa-dong&from=2026-10", token) == 200
    assert [one["name"] for one in apart.found["items"]] == ["Thôn Hai", "Thôn Một"]
    assert [one["code"] for one in now] == ["thon-mot", "xa-dong"]


async def test_of_whoever_stands_above_only_what_the_owner_sees_is_named(programs: Programs) -> None:
    token = await programs.token("commune")
    found = await programs.gets_all("/units", token)
    assert {one["code"]: one["parent"] for one in found} == {
        "xa-dong": None, "thon-mot": "xa-dong", "thon-hai": "xa-dong",
    }  # fmt: skip


async def test_meetings_come_in_counts_with_the_hour_of_viet_nam(programs: Programs) -> None:
    token = await programs.token("province")
    found = await programs.gets_all(f"/meetings?unit=tinh&{MONTHS}", token)
    assert len(found) == len({one["id"] for one in found}) == 9
    third = next(one for one in found if one["unit"] == "thon-mot" and one["starts_at"][:7] == "2026-11")
    assert third["starts_at"] == "2026-11-03T09:00:00+07:00"
    assert third["roll"] == {
        "expected": 8, "present": 6, "excused": 0, "unexcused": 2, "rate_strict": "75.00", "rate_adjusted": "75.00",
        "late": 0, "early": 0,
    }  # fmt: skip
    assert len(await programs.gets_all("/meetings?unit=xa-dong&from=2026-09", token)) == 2
    assert await programs.gets_all(f"/meetings?unit=tinh&{MONTHS}&kind=thematic", token) == []


async def test_participation_is_what_the_report_says(programs: Programs) -> None:
    token = await programs.token("province")
    assert await programs.asks(f"/participation?unit=tinh&{MONTHS}", token) == 200
    async with programs.sessions() as db:
        lines = await participation(db, programs.units["tinh"], "2026-09", "2026-11")
    own, *below = [document_of(line) | {"below_line": line.is_below} for line in lines]
    assert programs.found["total"] == own
    assert programs.found["items"] == below
    assert (own["present"], own["expected"], own["rate_strict"]) == (65, 73, "89.04")


async def test_all_cells_however_deep_are_a_level(programs: Programs) -> None:
    token = await programs.token("province")
    found = await programs.gets_all(f"/participation?unit=tinh&{MONTHS}&level=cell", token)
    counts = {one["code"]: (one["present"], one["expected"], one["met"], one["due"]) for one in found}
    assert counts == {
        "thon-mot": (21, 24, 3, 3), "thon-hai": (2, 5, 1, 3), "thon-ba": (14, 14, 2, 3), "thon-bon": (28, 30, 3, 3),
    }  # fmt: skip


async def test_documents_and_how_far_each_has_come(programs: Programs) -> None:
    token = await programs.token("province")
    (one,) = await programs.gets_all("/directives?unit=tinh", token)
    assert (one["number"], one["done"], one["expected"], one["rate"]) == ("27-QĐ/TU", 1, 13, "7.69")
    assert (one["due"], one["late"], one["complete"]) == ("2026-11-30", False, False)
    below = await programs.gets_all(f"/directives/{one['id']}/completion?unit=xa-dong", token)
    assert {each["code"]: (each["done"], each["expected"]) for each in below} == {
        "thon-hai": (0, 5),
        "thon-mot": (1, 8),
    }
    assert await programs.asks(f"/directives/{one['id']}/completion?unit=xa-tay", token) == 404


async def test_what_was_owed_is_the_sum_of_what_became_of_it(programs: Programs) -> None:
    token = await programs.token("province")
    found = await programs.gets_all("/ledger?unit=tinh", token)
    assert len(found) == 10
    for one in found:
        told = one["messages"]
        parts = [told[name] for name in ("sent", "failed", "uncertain", "cancelled", "expired", "waiting")]
        assert told["owed"] == sum(parts) > 0
        assert told["failed"] == sum(told["failed_by_cause"].values())


async def test_no_answer_holds_a_name_of_a_person(programs: Programs) -> None:
    token = await programs.token("province")
    async with programs.sessions() as db:
        names = set(await db.scalars(select(Member.name).join(Attendance, Attendance.member_id == Member.id)))
    assert len(names) > 10
    for path in ("/units", f"/meetings?unit=tinh&{MONTHS}", f"/participation?unit=tinh&{MONTHS}&level=cell",
                 "/directives?unit=tinh", f"/directives/{programs.directive}/completion?unit=tinh",
                 "/ledger?unit=tinh&limit=100"):  # fmt: skip
        assert await programs.asks(path, token) == 200
        assert not [name for name in names if name in programs.text], path


MOST_STATEMENTS = 12
"""Three for who asks, the rest for the answer."""


async def test_every_part_of_every_answer_comes_from_each_database(database_url: str) -> None:
    """In a few statements, however many units there are."""
    said: list[str] = []
    async with open_api(database_url) as (programs, readers):
        token = await programs.token("province")
        event.listen(readers.sync_engine, "before_cursor_execute", lambda *about: said.append(about[2]))
        for path, count in (
            ("/units?unit=tinh", 7), ("/units?unit=tinh&on=2026-10-01", 7), (f"/meetings?unit=tinh&{MONTHS}", 9),
            (f"/participation?unit=tinh&{MONTHS}&level=cell", 4), ("/directives?unit=tinh", 1),
            (f"/directives/{programs.directive}/completion?unit=xa-dong", 2), ("/ledger?unit=tinh", 10),
        ):  # fmt: skip
            assert len(await programs.gets_all(path, token, limit=5)) == count, path
            said.clear()
            assert await programs.asks(path, token) == 200
            asked = [one for one in said if one.startswith(("SELECT", "WITH"))]
            assert 4 <= len(asked) <= MOST_STATEMENTS, (path, len(asked))
