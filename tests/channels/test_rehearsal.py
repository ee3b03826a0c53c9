"""The phones of the rehearsal keep what was said on them, whatever becomes of our side."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.channels.rehearsal import PLAIN, Rehearsal
from bot.channels.rehearsal_phones import Phones
from bot.messages import Choice, Document, Rejected, Reply

QUESTION = Reply("Đồng chí dự được không?", (Choice("Có mặt", "answer:1"), Choice("Xin vắng", "answer:2")))


async def test_a_word_that_nobody_confirmed_comes_again_after_a_restart(tmp_path: Path) -> None:
    before = Rehearsal(phones=Phones(tmp_path / "phones.db"))
    before.phone("42").says("có")
    first = await before.poll(None)
    before.phones.close()
    after = Rehearsal(phones=Phones(tmp_path / "phones.db"))
    again = await after.poll(None)
    assert [event.event_id for event in again.events] == [event.event_id for event in first.events]
    assert not (await after.poll(again.next_mark)).events
    assert after.is_idle


async def test_no_id_is_given_twice_whatever_was_taken_away(tmp_path: Path) -> None:
    one = Rehearsal(phones=Phones(tmp_path / "phones.db"))
    one.phone("42").says("văn bản tuyệt mật")
    (event,) = (await one.poll(None)).events
    await one.send("42", Reply("Máy không nhận.", removes=event.message_ref))
    assert [bubble.text for bubble in one.phone("42").talk] == ["Máy không nhận."]
    one.phones.close()
    other = Rehearsal(phones=Phones(tmp_path / "phones.db"))
    other.phone("42").says("có")
    (later,) = (await other.poll(event.event_id)).events
    assert int(later.event_id) > int(event.event_id)


async def test_a_screen_shows_both_sides_in_their_order() -> None:
    network = Rehearsal(phones=Phones(now=lambda: datetime(2026, 12, 1, tzinfo=UTC)))
    phone = network.phone("42")
    await network.send("42", QUESTION)
    phone.taps("Có mặt")
    phone.says("cảm ơn")
    assert [(one.is_own, one.is_press, one.text) for one in phone.talk] == [
        (False, False, QUESTION.text),
        (True, True, "Có mặt"),
        (True, False, "cảm ơn"),
    ]
    assert {one.at for one in phone.talk} == {datetime(2026, 12, 1, tzinfo=UTC)}


async def test_one_phone_never_sees_or_changes_what_is_on_another() -> None:
    network, plain = Rehearsal(), Rehearsal("rehearsal_plain", PLAIN)
    plain.phones = network.phones
    await network.send("42", QUESTION)
    ref = str(network.phone("42").screen[0].id)
    assert network.phone("43").talk == []
    assert plain.phone("42").talk == []
    assert isinstance(await network.send("43", Reply("khác", edits=ref)), Rejected)
    assert isinstance(await network.send("42", Reply("khác", edits="not a number")), Rejected)
    assert network.phone("42").screen[0].text == QUESTION.text


async def test_an_edited_message_stays_in_its_place_and_says_that_it_was_changed() -> None:
    network = Rehearsal()
    await network.send("42", QUESTION)
    await network.send("42", Reply("hai"))
    await network.send("42", Reply("một, sửa lại", edits=str(network.phone("42").screen[0].id)))
    assert [(one.text, one.is_changed) for one in network.phone("42").screen] == [
        ("một, sửa lại", True),
        ("hai", False),
    ]


async def test_a_document_is_fetched_as_it_was_sent() -> None:
    network = Rehearsal()
    picture = Document("bảng.png", b"\x89PNG", "image/png")
    await network.send("42", Reply("Bảng tháng 12", document=picture))
    (bubble,) = network.phone("42").screen
    assert (bubble.file, bubble.media_type) == ("bảng.png", "image/png")
    assert network.phones.file(bubble.id) == picture
    assert network.phones.file(bubble.id + 1) is None


async def test_whoever_looks_at_a_screen_is_woken_by_the_next_word() -> None:
    network = Rehearsal()
    looking = asyncio.create_task(network.phones.change())
    await asyncio.sleep(0)
    assert not looking.done()
    network.phone("42").says("có")
    async with asyncio.timeout(1):
        await looking
