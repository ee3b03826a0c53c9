"""The sentences for what is refused where the program itself is started."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.PortTaken: (
        "Không mở được cổng {host}:{port}. Có thể chương trình đang chạy rồi; mời kiểm tra CHIBOT_HOST và CHIBOT_PORT."
    ),
    r.SeveralAtOneFile: (
        "Dữ liệu {path} đang được một tiến trình khác dùng (chibot serve hoặc chibot work). Tệp SQLite chỉ phục vụ một "
        "tiến trình; mời dừng tiến trình kia, hoặc dùng PostgreSQL (CHIBOT_DATABASE_URL) để chạy nhiều tiến trình."
    ),
}
