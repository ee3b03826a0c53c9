"""What stands on the page about opinions: numbers alone."""

from bot.words import opinion_counts as chat
from bot.words.opinions import KINDS

OPINIONS = "Ý kiến"
UNIT, TOTAL, SUM = "Đơn vị", "Tổng số", chat.TOTAL
STATES = {one: f"{name[:1].upper()}{name[1:]}" for one, name in chat.COLUMN_NAMES.items()}
FEW, NOTE, small_cells = chat.FEW, chat.TABLE_NOTE, chat.small_cells
NONE = "Trong kỳ này chưa có ý kiến nào."
BY_STATE, BY_KIND, BY_UNIT = "Kết quả", "Loại", "Từng đơn vị"
LATE = "Quá hạn trả lời"
KINDS_SAID = KINDS


def about(period: str) -> str:
    return f"{chat.TITLE}, {period}"
