"""What can be said at each step of a talk; every step has its hint."""

from collections.abc import Mapping

HINTS: Mapping[str, str] = {
    "reason": "Đang hỏi lý do vắng. Mời đồng chí chọn hoặc nhắn lý do, như “ốm”, hoặc nhắn “thôi”.",
}
