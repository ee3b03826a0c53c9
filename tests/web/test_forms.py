"""Forms as they come, and as somebody might make them up."""

from fastapi import Request

from bot.web.forms import LARGEST, read_form


def sent(raw: bytes) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": raw, "more_body": False}

    return Request({"type": "http", "headers": []}, receive)


async def test_what_no_database_keeps_is_left_out() -> None:
    assert await read_form(sent(b"ten=Th%C3%B4n%00+Hai&ma=%00")) == {"ten": "Thôn Hai", "ma": ""}


async def test_what_is_no_form_of_ours_is_an_empty_one() -> None:
    for raw in (b"\xff", b"a=1&" * 51, b"a=" + b"1" * LARGEST):
        assert await read_form(sent(raw)) == {}
