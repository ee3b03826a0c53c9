"""What is said about the money that messages take."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.words.amounts import amount
from bot.words.vi import channel_name

UNREACHED, ALL = "không nhắn được", "tất cả"


def dong(cost: int) -> str:
    """`12.400 đồng`."""
    return f"{amount(cost)} đồng"


class Outlay(NamedTuple):
    """What sending takes: đồng, and what for."""

    cost: int
    paid: int
    """Messages that are neither templates nor SMS."""
    templates: int
    messages: int
    """Short messages; a long text is several."""
    by_sms: int
    """The people to whom they go."""


def outlay(total: Outlay) -> str:
    """As things stand; nothing where it takes nothing. SMS are counted wherever there are any."""
    kinds = {"tin tính phí": total.paid, "tin theo mẫu": total.templates}
    what = [f"{amount(count)} {kind}" for kind, count in kinds.items() if count]
    sms = f"{amount(total.messages)} tin SMS cho {amount(total.by_sms)} đồng chí"
    if total.cost:
        return f"Dự kiến hết {dong(total.cost)} ({', '.join([*what, *([sms] if total.by_sms else [])])})."
    return f"Dự kiến {sms}, không mất phí." if total.by_sms else ""


def unpaid(people: int, budgets: Iterable[tuple[str, int]]) -> str:
    """Whom no SMS reaches since the month's money does not suffice; `budgets`: whose, and what will be left of it."""
    if not people:
        return ""
    whose = "; ".join(f"{name} còn {dong(left)}" for name, left in budgets)
    return f"Ngân sách SMS tháng này không đủ ({whose}): không nhắn SMS được cho {amount(people)} đồng chí."


def budget(name: str, used: int, most: int) -> str:
    """`Ngân sách SMS tháng này của Đảng ủy xã Suối Trong: đã dùng 412.000/500.000 đồng.`"""
    return f"Ngân sách SMS tháng này của {name}: đã dùng {amount(used)}/{dong(most)}."


def budget_mark(name: str, used: int, most: int, mark: int) -> str:
    """For whoever is to see to it."""
    what = "Hết thì máy không nhắn SMS nữa" if mark < ALL_OF_IT else "Máy không nhắn SMS nữa"
    return (
        f"{budget(name, used, most)} {what}: ai không có cách nhận tin khác thì vào danh sách gọi điện. "
        "Muốn tăng, mời đặt lại sms_budget bằng lệnh: chibot set."
    )


ALL_OF_IT = 100


class Short(NamedTuple):
    """Of how many messages so many are left."""

    left: int
    needed: int
    is_of_today: bool = False
    """Else of this month."""


def short(networks: Mapping[str, Short]) -> str:
    """Networks that take fewer messages than are wanted of them."""
    return " ".join(
        f"{channel_name(channel)} {'hôm nay' if one.is_of_today else 'tháng này'} chỉ còn {amount(max(one.left, 0))} tin, "
        f"cần {amount(one.needed)}."
        for channel, one in networks.items()
    )


def spent(cost: int) -> str:
    return f"chi phí {dong(cost)}"
