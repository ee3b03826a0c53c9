"""The forms of what is said on Telegram: parts, keyboards, captions."""

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.text_parts import parts, units
from bot.messages import Accepted, Choice, Document, Reply
from tests.fakes.telegram import Person

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram

CHOICES = (Choice("Có mặt", "a:1:1"), Choice("Vắng", "a:1:0"))
MINUTES = Document("bien-ban.pdf", b"%PDF-1.7", "application/pdf")


async def test_text_is_never_marked_up_nor_links_opened(telegram: "Telegram", lan: Person) -> None:
    await telegram.send("42", Reply("<b>*https://chibot.example/x*</b>"))
    fields = lan.received[0].fields
    assert lan.received[0].text == "<b>*https://chibot.example/x*</b>"
    assert "parse_mode" not in fields
    assert fields["link_preview_options"] == {"is_disabled": True}


async def test_short_choices_stand_in_twos_and_long_ones_alone(telegram: "Telegram", lan: Person) -> None:
    short = Choice("Rõ", "r")
    await telegram.send("42", Reply("?", (short, short, short)))
    await telegram.send("42", Reply("?", (short, Choice("Tôi đang đi công tác xa", "x"))))
    assert [[len(row) for row in sent.rows] for sent in lan.received] == [[2, 1], [1, 1]]


async def test_a_document_carries_its_text_as_caption(telegram: "Telegram", lan: Person) -> None:
    reply = Reply("Biên bản", CHOICES, document=MINUTES)
    assert isinstance(await telegram.send("42", reply), Accepted)
    (sent,) = lan.received
    assert sent.upload
    assert (sent.upload.name, sent.upload.content) == ("bien-ban.pdf", b"%PDF-1.7")
    assert (sent.text, len(sent.buttons)) == ("Biên bản", 2)


async def test_a_text_too_long_for_a_caption_goes_before_the_document(telegram: "Telegram", lan: Person) -> None:
    reply = Reply("đ" * 1025, CHOICES, document=MINUTES)
    assert isinstance(await telegram.send("42", reply), Accepted)
    text, file = lan.received
    assert (text.text, text.buttons, file.text) == ("đ" * 1025, [], "")
    assert len(file.buttons) == 2


async def test_the_own_number_is_asked_for_with_a_key(telegram: "Telegram", lan: Person) -> None:
    await telegram.send("42", Reply("Số của đồng chí?", (Choice("Bỏ qua", "skip"),), wants_contact=True))
    assert lan.received[0].wants_contact
    assert lan.received[0].markup is not None
    assert lan.received[0].markup["keyboard"][1] == [{"text": "Bỏ qua"}]


async def test_a_long_text_is_cut_at_line_ends_with_buttons_on_the_last(telegram: "Telegram", lan: Person) -> None:
    lines = [f"{number}. " + "😀" * 100 for number in range(50)]
    outcome = await telegram.send("42", Reply("\n".join(lines), CHOICES))
    assert outcome == Accepted(str(lan.received[-1].message_id))
    assert "\n".join(sent.text for sent in lan.received).split("\n") == lines
    assert [len(sent.buttons) for sent in lan.received] == [0, 0, 2]


async def test_one_endless_word_is_cut_too(telegram: "Telegram", lan: Person) -> None:
    assert isinstance(await telegram.send("42", Reply("😀" * 5000)), Accepted)
    assert "".join(sent.text for sent in lan.received) == "😀" * 5000


@given(st.text(st.sampled_from("aữ😀 \n"), max_size=60), st.integers(2, 9))
def test_a_cut_loses_nothing_but_space(text: str, limit: int) -> None:
    cut = parts(text, limit)
    assert all(0 < units(part) <= limit for part in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())
