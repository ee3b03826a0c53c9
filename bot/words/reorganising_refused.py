"""Why a change of the tree cannot be, and what to do about it."""

from collections.abc import Mapping
from enum import StrEnum


class Why(StrEnum):
    """Why a change cannot be carried out."""

    NO_CODE = "no_code"
    NO_NAME = "no_name"
    NO_KIND = "no_kind"
    LONG_NAME = "long_name"
    GROUP = "group"
    CLOSED = "closed"
    NOT_YET = "not_yet"
    MOVED_LATER = "moved_later"
    RENAMED_LATER = "renamed_later"
    UNDER_CELL = "under_cell"
    UNDER_LOWER = "under_lower"
    STANDS_THERE = "stands_there"
    UNLIKE = "unlike"
    STILL_OPEN = "still_open"
    MET_AFTER = "met_after"
    HALTED = "halted"
    OPINIONS_WAIT = "opinions_wait"
    HAS_PEOPLE = "has_people"
    HAS_UNITS = "has_units"
    NAME_TAKEN = "name_taken"
    SPLITS_COMMITTEE = "splits_committee"
    NO_PEOPLE = "no_people"
    STRANGERS = "strangers"
    ALL_GO = "all_go"
    CODE_STAYS = "code_stays"
    CALLED_SO = "called_so"
    NOT_PLANNED = "not_planned"
    NO_DRAFT = "no_draft"
    MORE_PEOPLE = "more_people"
    OFFICE_ENDED = "office_ended"
    BROKEN = "broken"
    OTHER_LEVEL = "other_level"


SENTENCES: Mapping[Why, str] = {
    Why.NO_CODE: "Thiếu mã đơn vị. Mời chọn mã mà trang Sắp xếp đơn vị gợi ý, hoặc xem bằng lệnh: chibot units.",
    Why.NO_NAME: "Thiếu tên mới. Mời ghi tên đơn vị.",
    Why.NO_KIND: "Thiếu loại đơn vị. Mời ghi, ví dụ: chi bộ, đảng ủy xã.",
    Why.LONG_NAME: "Tên quá dài. Mời ghi không quá {most} chữ.",
    Why.GROUP: "{unit} là tổ đảng. Tổ đảng do chi bộ lập và bỏ, không ghi ở đây.",
    Why.CLOSED: "{unit} đã kết thúc từ ngày {day}. Mời xem lại mã.",
    Why.NOT_YET: "{unit} chỉ có từ ngày {day}. Mời ghi từ ngày đó trở đi.",
    Why.MOVED_LATER: "{unit} đã chuyển ngày {day}. Mời ghi từ ngày đó trở đi.",
    Why.RENAMED_LATER: "{unit} đã đổi tên ngày {day}. Mời ghi từ ngày đó trở đi.",
    Why.UNDER_CELL: "{unit} là chi bộ, không có đơn vị bên dưới. Mời ghi mã của một cấp ủy.",
    Why.UNDER_LOWER: "{unit} là cấp cao hơn {to} nên không đứng dưới được. Mời xem lại hai mã.",
    Why.STANDS_THERE: "{unit} đang ở dưới {to} rồi. Mời bỏ dòng này.",
    Why.UNLIKE: "Chi bộ chỉ nhập vào chi bộ, cấp ủy chỉ nhập vào cấp ủy: {unit} và {to} khác loại. Mời xem lại hai mã.",
    Why.STILL_OPEN: "{unit} còn buổi họp {at} chưa chốt. Mời chốt hoặc hoãn buổi ấy trước.",
    Why.MET_AFTER: "{unit} đã họp {at}. Mời ghi ngày sau ngày {day}.",
    Why.HALTED: "{unit} đang có lệnh dừng gửi tin. Mời bỏ lệnh dừng trước: nhắn “gửi tiếp”, hoặc dùng lệnh chibot go.",
    Why.OPINIONS_WAIT: "{unit} còn ý kiến chưa trả lời. Mời trả lời trước, hoặc ghi đơn vị nhận ở ô Vào, đến.",
    Why.HAS_PEOPLE: "{unit} còn đảng viên. Mời ghi đơn vị nhận ở ô Vào, đến.",
    Why.HAS_UNITS: "{unit} còn {below} bên dưới. Mời ghi đơn vị nhận ở ô Vào, đến.",
    Why.NAME_TAKEN: "{to} đã có đơn vị tên {unit}. Mời ghi tên khác.",
    Why.SPLITS_COMMITTEE: (
        "Chỉ tách chi bộ thành chi bộ; {unit} không tách như vậy được. Mời ghi một dòng lập mới và các dòng chuyển."
    ),
    Why.NO_PEOPLE: "Chưa ghi ai sang đơn vị mới. Mời ghi đảng viên của {unit} ở trang Đảng viên.",
    Why.STRANGERS: "Số {who} không phải đảng viên của {unit} vào ngày ấy. Mời xem lại trang Đảng viên.",
    Why.ALL_GO: "Mọi đảng viên của {unit} đều đi. Mời dùng đổi tên hoặc nhập.",
    Why.CODE_STAYS: "Mã của {unit} không đổi, để các trang cũ vẫn mở được. Mời bỏ mã mới.",
    Why.CALLED_SO: "{unit} đang mang tên và loại ấy rồi. Mời bỏ dòng này.",
    Why.NO_DRAFT: "Bản xem thử này đã được ghi rồi, hoặc đã quá một ngày. Mời mở lại trang “Sắp xếp đơn vị” để xem.",
    Why.MORE_PEOPLE: "Số đảng viên liên quan đã thay đổi từ lúc xem thử. Mời xem thử lại.",
    Why.OFFICE_ENDED: (
        "Người ghi việc này không còn giữ chức vụ có quyền sắp xếp các đơn vị ấy. "
        "Mời mở trang Sắp xếp đơn vị, bấm Nhận để máy làm tiếp, hoặc bấm Bỏ."
    ),
    Why.BROKEN: "Máy gặp lỗi khi làm việc này. Mời báo người quản trị máy xem nhật ký, hoặc bỏ việc này rồi ghi lại.",
    Why.OTHER_LEVEL: (
        "{unit} không đổi sang cấp khác được, vì báo cáo cũ giữ cấp cũ. "
        "Mời ghi một dòng lập mới, rồi một dòng nhập {unit} vào đơn vị mới."
    ),
    Why.NOT_PLANNED: "Không có việc số {number} đang chờ. Mời xem lại danh sách việc đang chờ.",
}


def why_not(why: Why, **facts: object) -> str:
    """The sentence: what is wrong, and what to do."""
    return SENTENCES[why].format(**facts)
