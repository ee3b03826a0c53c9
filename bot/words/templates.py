"""What is said of the Word templates of letters and minutes."""

NAMES = {"invitation": "giấy mời", "minutes": "biên bản", "report": "báo cáo"}
NOT_WORD = "Đây không phải tệp Word (.docx), hoặc tệp hỏng. Mời lưu lại thành .docx"
TOO_LARGE = "Tệp quá lớn. Mời bớt hình ảnh trong tệp, còn dưới 2 MB"
WITH_MACROS = "Tệp có macro. Mời lưu lại thành .docx thường"
SHIPPED = "mẫu có sẵn của Chibot"


def shown(name: str, of: str | None, file: str | None, names: list[str]) -> str:
    where = f"\nĐã ghi vào tệp {file}." if file else ""
    return f"Mẫu {NAMES[name]}: {of or SHIPPED}. Các tên dùng được: {', '.join(names)}.{where}"


def is_set(name: str, unit: str) -> str:
    return f"Đã nhận mẫu {NAMES[name]} cho {unit} và các đơn vị bên dưới."


def is_reset(name: str, unit: str, *, had_one: bool) -> str:
    return f"Đã bỏ mẫu {NAMES[name]} riêng của {unit}." if had_one else f"{unit} không có mẫu {NAMES[name]} riêng."


def unknown_name(name: str) -> str:
    return f"Trong tệp có chỗ ghi “{name}” mà máy không biết. Mời so với mẫu có sẵn"


def mistake(why: str) -> str:
    """`why` is the engine's own sentence, in English: whoever edits a template can look it up."""
    return f"Chỗ ghi trong {{{{ }}}} hoặc {{% %}} chưa đúng ({why[:120]}). Mời so với mẫu có sẵn"
