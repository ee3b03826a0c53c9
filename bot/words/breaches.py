"""Breaches of personal data: the clock, and the draft of what the authority is told."""

from datetime import datetime, timedelta

from bot.words.times import when


def alarm(number: int, until: datetime) -> str:
    return (
        f"Sự cố dữ liệu cá nhân số {number}: hạn thông báo cơ quan chức năng là {when(until)}. Xem: chibot breach list."
    )


def entered(number: int, until: datetime) -> str:
    return f"Đã ghi sự cố số {number}. Hạn thông báo (72 giờ): {when(until)}."


def left(until: datetime, now: datetime, reported_at: datetime | None) -> str:
    if reported_at is not None:
        return f"đã thông báo {when(reported_at)}{' (quá hạn)' if reported_at > until else ''}"
    rest = until - now
    hours = abs(rest) // timedelta(hours=1)
    return f"quá hạn {hours} giờ" if rest < timedelta() else f"còn {hours} giờ"


SENSITIVE = {True: "nhạy cảm", False: "cơ bản"}


def reported(number: int) -> str:
    return f"Đã ghi: sự cố số {number} đã được thông báo."


def draft(
    found_at: datetime, until: datetime, scope: str, people: int | None, now: datetime, *, is_sensitive: bool
) -> str:
    """To be read, corrected and signed by a person; the software sends nothing."""
    return f"""DỰ THẢO THÔNG BÁO VI PHẠM QUY ĐỊNH VỀ BẢO VỆ DỮ LIỆU CÁ NHÂN
(Máy lập để văn phòng kiểm tra, bổ sung và ký; máy không gửi đi đâu.)

Kính gửi: Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao (A05), Bộ Công an
(Mời kiểm tra lại nơi nhận và mẫu văn bản đang áp dụng.)

1. Cơ quan thông báo: ……………………………………………………
2. Thời điểm phát hiện: {when(found_at)}.
3. Hạn thông báo (72 giờ kể từ khi phát hiện): {when(until)}.
4. Sự việc và phạm vi: {scope}
5. Loại dữ liệu: {"có dữ liệu cá nhân nhạy cảm" if is_sensitive else "dữ liệu cá nhân cơ bản"}.
   (Danh sách đảng viên và việc dự sinh hoạt cho biết quan điểm chính trị; lý do vắng vì ốm là dữ liệu sức khỏe: đều nhạy cảm.)
6. Số người có dữ liệu liên quan: {people if people is not None else "chưa xác định"}.
7. Hậu quả, thiệt hại đã biết và có thể xảy ra: ……………………………
8. Biện pháp đã làm và sẽ làm để ngăn chặn, khắc phục: ……………………
9. Người liên hệ (họ tên, chức vụ, điện thoại): …………………………

Lập lúc {when(now)}. Người ký: ……………………………"""
