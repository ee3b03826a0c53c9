"""The kinds of meetings from the command line: briefings, groups, guests, a report of each kind."""

from tests.commands.conftest import Chibot

AT, PLACE = ("--at", "2026-12-03T19:30"), ("--place", "Nhà văn hóa")


def cell_of(chibot: Chibot) -> str:
    """The first cell of the roster."""
    return next(str(row["code"]) for row in chibot("units").json if row["kind"] == "cell" and row["members"])


def members_of(chibot: Chibot, cell: str) -> list[int]:
    return [row["id"] for row in chibot("members", "--cell", cell).json]


def test_a_group_is_made_filled_called_and_closed(commune: Chibot) -> None:
    cell = cell_of(commune)
    first, second, *_ = members_of(commune, cell)
    made = commune("party-group", cell, "--name", "Tổ 1", "--member", f"{first},{second}", "--leader", str(first)).json
    assert [(row["name"], row["members"]) for row in made] == [("Tổ đảng 1", 2)]
    group = made[0]["code"]
    called = commune("call", "--cell", group, "--kind", "group", *AT, *PLACE)
    assert called.json["people"] == 2
    assert commune("call", "--cell", group, "--kind", "regular", *AT, *PLACE).code == 1
    assert commune("party-group", cell, "--name", "Tổ 1", "--end").code == 1
    assert commune("cancel", "--meeting", called.json["meeting_id"]).code == 0
    assert commune("party-group", cell, "--name", "Tổ 1", "--end").json == []
    assert commune("party-group", cell, "--name", "Tổ 9", "--end").code == 1
    assert commune("party-group", cell, "--member", str(first)).code == 2


def test_a_briefing_calls_whom_the_command_says(commune: Chibot) -> None:
    cell, top = cell_of(commune), commune("units").json[0]["code"]
    member = members_of(commune, cell)[0]
    assert commune("role", "--member", str(member), "--unit", cell, "--role", "clerk").code == 0
    assert commune("brief", top, *AT, *PLACE, "--whom", f"clerk@{cell}").json["people"] == 1
    assert commune("brief", top, *AT, *PLACE, "--whom", f"clerk@{top}").code == 1
    assert commune("brief", top, *AT, *PLACE, "--whom", "king").code == 1
    assert commune("brief", cell, *AT, *PLACE, "--dry-run").code == 1


def test_guests_are_written_and_no_rate_knows_them(commune: Chibot) -> None:
    cell = cell_of(commune)
    meeting = str(commune("call", "--cell", cell, "--kind", "study:extended", *AT, *PLACE).json["meeting_id"])
    added = commune("guest", "--meeting", meeting, "--add", "Hà Văn A, phó chủ tịch, UBND xã; Bùi Thị B").json
    assert [one["came"] for one in added] == [None, None]
    came = commune("guest", "--meeting", meeting, "--came", "1").json
    assert [one["came"] for one in came] == [True, None]
    assert commune("guest", "--meeting", meeting, "--came", "9").code == 1
    expected = len(members_of(commune, cell))
    rolled = commune("roll", "--meeting", meeting, "--present", "all", "--close").json
    assert rolled["present"] == rolled["expected"] <= expected
    months = ("--from", "2026-12", "--to", "2026-12")
    (study,) = commune("report", "--unit", cell, *months, "--by-kind").json
    assert (study["kind"], study["present"]) == ("study", rolled["present"])
    assert commune("report", "--unit", cell, *months, "--kind", "study").json[0]["expected"] == rolled["expected"]
    assert commune("report", "--unit", cell, *months).json[0]["expected"] == 0
    assert commune("report", "--unit", cell, *months, "--kind", "party").code == 1


def test_what_stands_behind_a_kind_is_extended_or_wrong(commune: Chibot) -> None:
    assert commune("call", "--cell", cell_of(commune), "--kind", "regular:secret", *AT, *PLACE).code == 2
