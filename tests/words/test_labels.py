"""Words on a button: never more than forty letters, and the name can still be known."""

from itertools import product

from bot.words import calling, committee, labels, links
from tests.village import at

LONG = "Trường Trung học phổ thông Nguyễn Bỉnh Khiêm và Trạm Y tế xã"
MARKS = ("dưới mức", "chưa họp 10", "họp 2/12")


def labels_of(name: str, marks: tuple[str, ...]) -> list[str]:
    return [
        committee.child(name, 1230, 1500, "82.00", marks),
        committee.unmet(name, f"Đảng ủy {LONG}", ["2026-10", "2026-11"]),
        committee.unmet(name, "Đảng ủy xã Húc Động", ["2026-09", "2026-10", "2026-11"]),
        committee.unmet(name, "", ["2025-12", "2026-01"]),
        committee.found_unit(name, LONG),
        committee.up(name),
        calling.time_choice(at(2026, 12, 3, 19, 30), name),
        calling.half_choice(at(2026, 12, 3, 19, 30).time(), name),
        links.person(120, f"Nguyễn Thị {name}", "máy tập dượt, Telegram, Zalo, SMS"),
        links.person_in("Nguyễn Thị Hoàng Oanh", name),
        labels.cut(name),
    ]


def test_every_label_fits_a_phone() -> None:
    names, marks = ("Xã Húc Động", "Thôn Nà Ếch", LONG), [MARKS[:count] for count in range(4)]
    made = {label for name, some in product(names, marks) for label in labels_of(name, some)}
    assert [label for label in made if len(label) > labels.LONGEST] == []


def test_the_rate_is_read_whole_and_what_is_wrong_comes_first() -> None:
    said = committee.child("Đảng ủy xã Húc Động", 6, 8, "75.00", MARKS)
    assert said == "Xã Húc Động: 75,00\u00a0% (6/8), dưới mức"
