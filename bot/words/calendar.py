"""A meeting in somebody's own calendar."""

from bot.words.vi import KINDS

ADD, TO_REMOVE = "Thêm vào lịch", "Bỏ khỏi lịch"
FILE = "Buổi họp này trong tệp lịch: mở tệp là máy thêm vào lịch."
FILE_OFF = "Buổi họp đã hoãn. Mở tệp này để bỏ buổi họp khỏi lịch."
PRODUCT = "-//Chibot//Chibot//VI"


def summary(kind: str, cell: str) -> str:
    return f"{KINDS[kind].capitalize()}, {cell}"


def name(meeting_id: int) -> str:
    return f"hop-{meeting_id}.ics"
