"""Two entries that may be one person, in front of the office."""

LIST = "Mục có thể trùng"
NONE = "Không thấy mục nào có thể trùng."
KEEP_APART, BACK = "Là hai người", "Về danh sách"
YES, NO = "Đúng, gộp", "Không gộp"


def title(count: int) -> str:
    return f"Có {count} cặp mục có thể là một người. Mời chọn một cặp để xem."


def choice(first: str, second: str) -> str:
    return first if first == second else f"{first} / {second}"


def entry(number: int, name: str, birth_year: int | None, cell: str) -> str:
    return f"- Mục {number}: {name}{f', sinh năm {birth_year}' if birth_year else ''}, {cell}."


def ask(entries: list[str]) -> str:
    return "\n".join(["Hai mục này là một người?", *entries])


def keep_choice(number: int, cell: str) -> str:
    return f"Gộp, giữ mục {number} ({cell})"


def ask_sure(keep: int, gone: int, cell: str) -> str:
    return (
        f"Gộp mục {gone} vào mục {keep}: mọi việc dự họp, máy đã nối, chức vụ, diện của hai mục thành của một người, "
        f"từ hôm nay chỉ còn ở {cell}. Buổi đã chốt mà cả hai có tên thì giữ kết quả cao hơn và đếm lại. "
        "Không tách lại được."
    )


def merged(name: str, meetings: int) -> str:
    return f"Đã gộp thành một mục: đồng chí {name}. Số buổi có cả hai mục: {meetings}."


APART_KEPT = "Đã ghi là hai người; không hỏi lại cặp này."


def would_merge(name: str, other: str, meetings: int) -> str:
    return (
        f"Sẽ gộp mục “{other}” vào mục “{name}”; cả hai cùng có tên ở {meetings} buổi. "
        "Chưa gộp gì. Nếu đúng, mời chạy lại, thêm --write. Không tách lại được."
    )


def into(number: int) -> str:
    return f"Mục này đã gộp vào mục {number}."
