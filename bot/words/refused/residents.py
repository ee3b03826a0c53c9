"""The sentences for what is refused about texts to residents."""

from bot import refusals as r
from bot.words.refused.facts import Sentences, money_of

SENTENCES: Sentences = {
    r.TooManyVillages: "Số này đã đăng ký nhận tin của {most} thôn. Muốn thêm, mời ngừng bớt một nơi: nhắn HUY DK.",
    r.NoResidents: "Ở đây chưa có người dân nào đăng ký nhận tin. Mời giới thiệu bà con nhắn: ĐK, rồi tên thôn.",
    r.NoWayToResidents: (
        "Có {count} người dân đăng ký nhưng máy chủ chưa bật kênh nào gửi được (SMS). Mời liên hệ văn phòng cấp ủy."
    ),
    r.ResidentTextWrong: "Nội dung cần từ {fewest} đến {most} chữ, đang có {count}. Mời ghi lại.",
    r.TooManyParts: "Nội dung dài quá: {parts} tin SMS mỗi máy, kênh chỉ nhận {most}. Mời ghi ngắn lại.",
    r.NoMoneyForResidents: lambda facts: (
        f"Ngân sách tin nhắn tháng này của {facts['unit']} còn {money_of(facts['left'])}, tin này cần {money_of(facts['cost'])}. "
        "Chưa gửi gì. Mời ghi ngắn lại, gửi ít nơi hơn, hoặc liên hệ văn phòng cấp ủy."
    ),
    r.TextGone: "Tin này không còn gì đang chờ gửi, hoặc không có. Mời xem lại danh sách tin cho người dân.",
}
