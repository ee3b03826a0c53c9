"""The sentences for what is refused about days, series of meetings and days off."""

from bot import refusals as r
from bot.words.refused.facts import Sentences, day_of
from bot.words.times import WEEKDAYS

SENTENCES: Sentences = {
    r.TimeUnreadable: "Không đọc được thời gian “{text}”. Mời ghi theo mẫu: {example}.",
    r.LunarDay: "Máy chưa đọc được ngày âm lịch. Mời đồng chí ghi ngày dương lịch, ví dụ: {example}.",
    r.NotThatWeekday: lambda facts: (
        f"Ngày {facts['on']:%d/%m/%Y} là {WEEKDAYS[facts['on'].weekday()]}, không phải thứ đồng chí ghi. "
        f"Mời xem lại và ghi theo mẫu: {facts['example']}."
    ),
    r.SeriesByWeekday: (
        "Mời đồng chí ghi rõ tuần nào trong tháng, ví dụ: thứ Năm đầu tiên, thứ Sáu cuối tháng; hoặc theo ngày: {example}."
    ),
    r.NoSuchHoliday: lambda facts: (
        f"Ngày {day_of(facts['on'])} không có trong danh sách ngày nghỉ. Mời xem danh sách: chibot holidays list."
    ),
    r.NotThatMonth: lambda facts: (
        f"Ngày {day_of(facts['on'])} không thuộc tháng {facts['month']}. Mời đồng chí chọn một ngày trong tháng đó."
    ),
    r.NoMeetingThatMonth: "Tháng {month} không có buổi nào theo lịch để đổi. Mời đồng chí xem lại lịch họp.",
}
