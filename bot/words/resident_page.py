"""The page on which residents register a number or take it out again; it works without scripts."""

TITLE, STOP_TITLE, CODE_TITLE, DONE_TITLE = "Đăng ký nhận tin của thôn", "Ngừng nhận tin của thôn", "Nhập mã", "Đã xong"
INTRO = "Dành cho người dân: nhận tin quan trọng của thôn, xã qua điện thoại. Không mất phí, không quảng cáo."
STOP_INTRO = "Ghi số điện thoại đang nhận tin. Máy gửi mã 6 số đến số ấy để biết đúng là ông/bà."
PHONE, VILLAGE, CODE = "Số điện thoại", "Tên thôn, tên xã", "Mã 6 số trong tin nhắn"
VILLAGE_HINT, PHONE_HINT = "Ví dụ: Hồng Sen, Húc Động", "Ví dụ: 0900 000 009"
AGREE = "Tôi đồng ý nhận tin và để nơi gửi giữ số điện thoại cùng tên thôn của tôi."
TERMS = (
    "Mục đích: báo tin chung của thôn, xã (mưa lũ, họp dân, lịch tiêm, điện nước).",
    "Dữ liệu: chỉ số điện thoại và tên thôn; không cần họ tên.",
    "Nơi giữ: cấp ủy xã, trên máy chủ của cấp ủy.",
    "Thời gian giữ: đến khi ông/bà ngừng, và 24 tháng sau đó để biết là đã ngừng.",
    "Quyền: xem, sửa, xóa; ngừng lúc nào cũng được, ở trang này hoặc báo cấp ủy xã.",
)
SEND_CODE, CONFIRM, STOP = "Gửi mã cho tôi", "Xác nhận", "Ngừng nhận tin"
TO_STOP, TO_JOIN = "Muốn ngừng nhận tin?", "Muốn đăng ký nhận tin?"
CODE_SENT = (
    "Nếu số điện thoại nhận được tin, mã 6 số sẽ đến trong ít phút. Mã dùng trong 10 phút. Nhập mã vào ô dưới đây."
)
WRONG_PHONE = "Số điện thoại chưa đúng. Mời ghi số di động Việt Nam, ví dụ 0900 000 009."
NO_VILLAGE = "Chưa tìm thấy thôn này. Mời ghi tên thôn, tên xã, ví dụ: Hồng Sen, Húc Động."
WHICH_VILLAGE = "Có mấy nơi tên như vậy. Mời ông/bà chọn một nơi."
NOT_AGREED = "Chưa đánh dấu ô đồng ý nên chưa đăng ký. Mời ông/bà đọc và đánh dấu, nếu đồng ý."
WRONG_CODE = "Mã không đúng, hoặc đã quá 10 phút, hoặc đã nhập sai 5 lần. Mời xem lại tin nhắn, hoặc làm lại từ đầu."
TOO_OFTEN = "Từ nơi này đã có quá nhiều lần xin mã. Mời ông/bà thử lại sau một giờ, hoặc nhắn tin ĐK, rồi tên thôn."
NOT_YET = "Nơi đây chưa mở đăng ký bằng trang này. Mời ông/bà hỏi trưởng thôn."
NOT_TAKEN = "Chưa đăng ký được: {sentence}"
STOPPED = "Đã ngừng: số điện thoại này không nhận tin của thôn nữa. Muốn nhận lại thì đăng ký lại."
TROUBLE_TITLE = "Máy đang gặp lỗi"
TROUBLE = "Chưa ghi được gì. Mời ông/bà thử lại sau ít phút."
AGAIN = "Làm lại từ đầu"


def registered(where: str) -> str:
    return f"Đã đăng ký: số điện thoại này nhận tin của {where}. Ngừng lúc nào cũng được."
