"""What the roll shows beside the marks: who was late or left early, for whom others spoke, sheets on paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.times import short_when

LATE, EARLY, ON_BEHALF, SELF, FROM_PAPER = "muộn", "về sớm", "ghi thay", "tự ghi", "ghi sau"
MORE_WAYS = "Cách điểm danh khác"
WAYS = "Mời đồng chí chọn cách điểm danh hoặc việc cần ghi thêm."
MANNER, PAPER = "Ai đến muộn, về sớm", "In tờ điểm danh"
MANNER_HOW = "Bấm vào tên để ghi: đến muộn, về sớm, cả hai, rồi bỏ. Hoặc nhắn: “muộn 5 7, về sớm 9”."
NOBODY_THERE = "Chưa ghi ai có mặt. Ai đến muộn thì ghi có mặt trước, hoặc nhắn: “muộn 5 7”."
BESIDE = {
    "late": "đến muộn: số {}",
    "early": "về sớm: số {}",
    "in_time": "không muộn, không về sớm: số {}",
    "on_behalf": "có người báo thay: số {}",
}


def told_beside(numbers: Mapping[str, Sequence[int]]) -> str:
    """What a line has said beside the marks."""
    parts = [BESIDE[clause].format(", ".join(map(str, found))) for clause, found in numbers.items()]
    return f"Đã ghi {'; '.join(parts)}." if parts else ""


def beside_line(late: Sequence[int], early: Sequence[int], on_behalf: Sequence[int]) -> list[str]:
    """Before closing, by numbers: they count as present, and are shown apart."""
    said = (("Đến muộn", late), ("Về sớm", early), ("Ghi thay", on_behalf))
    parts = [f"{what} {len(numbers)}: số {', '.join(map(str, numbers))}" for what, numbers in said if numbers]
    return [f"{'. '.join(parts)}."] if parts else []


def late_counts(late: int, early: int) -> list[str]:
    parts = [f"{what} {count}" for what, count in (("đến muộn", late), ("về sớm", early)) if count]
    return [f"Trong số có mặt: {', '.join(parts)}."] if parts else []


def other_day(starts_at: datetime) -> str:
    return (
        f"Máy đang điểm danh buổi họp {short_when(starts_at)}, ngày khác với ngày đồng chí ghi nên chưa ghi gì. "
        "Mời nhắn “thôi”, rồi gửi lại cả dòng."
    )


PAPER_READY = "Tờ điểm danh để in hoặc chép. Số thứ tự trên tờ được giữ nguyên. Sau buổi họp, mời nhắn một dòng theo mẫu ở cuối tờ."


def paper_changed(gone: Sequence[int], new: Sequence[str]) -> list[str]:
    """What has changed since the sheet was printed."""
    left = f"số {', '.join(map(str, gone))} không còn trong danh sách" if gone else ""
    came = f"thêm {'; '.join(new)}" if new else ""
    look = " Mời xem lại mấy số ấy." if came else ""
    return [f"So với tờ đã in: {', '.join(filter(None, (left, came)))}.{look}"] if left or came else []
