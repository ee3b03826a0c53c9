"""What is said through an Official Account, over real HTTP: words, buttons, files, templates, groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_oa_forms import cut, for_group
from bot.channels.zalo_zns import ZaloZns
from bot.messages import Accepted, AddressDead, Choice, Document, Form, Rejected, Reply
from bot.network_settings import ZaloForm
from tests.channels.zalo_oa_account import FORMS, FixedPasses
from tests.fakes import zalo_oa as fake
from tests.fakes.zalo_oa import FakeZaloOA, Person

QUESTION = Reply("Đồng chí có dự họp không?", (Choice("Có mặt", "answer:1:1:7:coming"), Choice("Vắng", "a:1:0")))
MINUTES = Document("biên bản.pdf", b"%PDF-1.7", "application/pdf")
PICTURE = Document("bieu-do.png", b"\x89PNG", "image/png")
CALL = Form("call", {"name": "Nguyễn Thị Lan", "time": "14:00 27/11/2026", "place": "Nhà văn hóa"}, "answer:12:1:345")


def asked(form: Form) -> Reply:
    return Reply("Mời họp", form=form)


async def test_a_question_arrives_with_its_buttons(oa: ZaloOA, minh: Person) -> None:
    outcome = await oa.send(minh.id, QUESTION)
    (sent,) = minh.received
    assert outcome == Accepted(sent.message_id)
    assert sent.text == QUESTION.text
    assert [button.title for button in sent.buttons] == ["Có mặt", "Vắng"]
    assert {one["type"] for one in sent.body["message"]["attachment"]["payload"]["buttons"]} == {"oa.query.hide"}


async def test_a_long_text_is_cut_with_the_buttons_on_the_last(oa: ZaloOA, minh: Person) -> None:
    lines = [f"{number}. " + "đồng chí " * 10 for number in range(60)]
    outcome = await oa.send(minh.id, Reply("\n".join(lines), QUESTION.choices))
    assert outcome == Accepted(minh.received[-1].message_id)
    assert "\n".join(sent.text for sent in minh.received).split() == "\n".join(lines).split()
    assert [len(sent.buttons) for sent in minh.received] == [0, 0, 2]


async def test_five_long_labels_fit_and_a_sixth_does_not(oa: ZaloOA, minh: Person) -> None:
    five = tuple(Choice("Chi bộ thôn Đông " * 10, f"pick:{number}") for number in range(5))
    assert isinstance(await oa.send(minh.id, Reply("Chọn", five)), Accepted)
    assert all(len(button.title) <= 100 and button.title.endswith("…") for button in minh.received[0].buttons)
    assert await oa.send(minh.id, Reply("Chọn", (*five, Choice("x", "y")))) == Rejected("too_many_choices")


async def test_a_failed_later_part_is_the_outcome_of_all(oa: ZaloOA, zalo: FakeZaloOA, minh: Person) -> None:
    zalo.faults.next(fake.Slow(0))
    zalo.faults.next(fake.Refusal(-230))
    assert await oa.send(minh.id, Reply("a\n" * 1500)) == Rejected("outside_window")
    assert len(minh.received) == 1


@pytest.mark.parametrize("text", ["", "  \n", "\ud800"])
async def test_what_cannot_be_said_is_rejected(oa: ZaloOA, minh: Person, text: str) -> None:
    assert isinstance(await oa.send(minh.id, Reply(text)), Rejected)
    assert minh.received == []


async def test_the_own_number_is_asked_for_behind_the_words(oa: ZaloOA, minh: Person) -> None:
    outcome = await oa.send(minh.id, Reply("Số của đồng chí?", (Choice("Bỏ qua", "skip"),), wants_contact=True))
    words, asking = minh.received
    assert outcome == Accepted(words.message_id)
    assert (len(words.buttons), asking.asks_for_number) == (1, True)
    assert asking.body["message"]["attachment"]["payload"]["elements"][0]["title"] == "Gửi số"


async def test_words_have_arrived_though_the_number_could_not_be_asked_for(
    oa: ZaloOA, zalo: FakeZaloOA, minh: Person
) -> None:
    zalo.faults.next(fake.Slow(0))
    zalo.faults.next(fake.Refusal(-201))
    assert isinstance(await oa.send(minh.id, Reply("Số của đồng chí?", wants_contact=True)), Accepted)


# Files


async def test_a_file_goes_first_and_the_words_with_their_buttons_behind_it(oa: ZaloOA, minh: Person) -> None:
    outcome = await oa.send(minh.id, Reply("Biên bản", QUESTION.choices, document=MINUTES))
    file, words = minh.received
    assert outcome == Accepted(words.message_id)
    assert file.upload == ("biên bản.pdf", b"%PDF-1.7", "application/pdf")
    assert (words.text, len(words.buttons)) == ("Biên bản", 2)


async def test_a_large_file_goes_whole(oa: ZaloOA, minh: Person) -> None:
    scan = Document('bản "quét"\n.pdf', b"%PDF" * 1_200_000, "application/pdf")
    assert isinstance(await oa.send(minh.id, Reply("", document=scan)), Accepted)
    assert minh.received[0].upload
    assert len(minh.received[0].upload.content) == 4_800_000
    assert "bản" in minh.received[0].upload.name


async def test_a_picture_is_shown(oa: ZaloOA, minh: Person) -> None:
    assert isinstance(await oa.send(minh.id, Reply("", document=PICTURE)), Accepted)
    assert minh.received[0].upload == ("bieu-do.png", b"\x89PNG", "image/png")


async def test_what_goes_to_many_is_uploaded_once(oa: ZaloOA, zalo: FakeZaloOA) -> None:
    people = [zalo.person(str(number)) for number in range(3)]
    for person in people:
        await oa.send(person.id, Reply("Biên bản", document=MINUTES))
    assert sum("upload" in path for path, _ in zalo.calls) == 1
    assert all(person.received[0].upload for person in people)


async def test_an_upload_that_zalo_no_longer_has_is_made_again(oa: ZaloOA, zalo: FakeZaloOA, minh: Person) -> None:
    await oa.send(minh.id, Reply("Biên bản", document=MINUTES))
    zalo.clock.advance(hours=24 * 8)
    minh.says("cho xem lại")
    assert isinstance(await oa.send(minh.id, Reply("Biên bản", document=MINUTES)), Accepted)
    assert sum("upload" in path for path, _ in zalo.calls) == 2


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (Document("a.xlsx", b"x", "application/vnd.ms-excel"), "kind_of_file"),
        (Document("a.pdf", b"x" * 5_000_001, "application/pdf"), "too_large"),
        (Document("a.png", b"x" * 1_000_001, "image/png"), "too_large"),
    ],
)
async def test_a_file_that_does_not_go_is_known_beforehand(
    oa: ZaloOA, zalo: FakeZaloOA, minh: Person, document: Document, why: str
) -> None:
    assert not oa.capabilities.carries(document.media_type, len(document.content))
    assert await oa.send(minh.id, Reply("Đây", document=document)) == Rejected(why)
    assert zalo.calls == []


def test_the_capabilities_say_which_files_go(oa: ZaloOA) -> None:
    for document in (MINUTES, PICTURE, Document("a.csv", b"x", "text/csv; charset=utf-8")):
        assert oa.capabilities.carries(document.media_type, len(document.content))


# Templates


async def test_a_template_goes_by_user_id_whenever_they_wrote(oa: ZaloOA, zalo: FakeZaloOA, minh: Person) -> None:
    zalo.clock.advance(hours=24 * 30)
    assert await oa.send(minh.id, Reply("Mời họp")) == Rejected("outside_window")
    assert isinstance(await oa.send(minh.id, asked(CALL)), Accepted)
    assert minh.received[0].data == {"ten": "Nguyễn Thị Lan", "gio": "14:00 27/11/2026", "noi": "Nhà văn hóa"}


async def test_a_form_without_a_template_calls_nobody(oa: ZaloOA, zns: ZaloZns, zalo: FakeZaloOA) -> None:
    moved = asked(Form("moved", {}))
    assert await oa.send("2468458", moved) == Rejected("no_form")
    assert await zns.send("84912345678", moved) == Rejected("no_form")
    assert await zns.send("84912345678", QUESTION) == Rejected("no_form")
    assert zalo.calls == []


async def test_a_long_name_is_cut_and_an_hour_is_not(oa: ZaloOA, minh: Person) -> None:
    await oa.send(minh.id, asked(Form("call", {**CALL.fields, "name": "Tôn Nữ Thị " * 5, "place": ""})))
    assert minh.received[0].data["ten"] == "Tôn Nữ Thị Tôn Nữ Thị Tôn Nữ…"
    assert minh.received[0].data["noi"] == "-"
    long_hour = asked(Form("call", {**CALL.fields, "time": "14 giờ 00, thứ Sáu ngày 27/11/2026"}))
    assert await oa.send(minh.id, long_hour) == Rejected("too_long_for_form")
    assert len(minh.received) == 1


async def test_words_that_do_not_fit_go_another_way_whole(zns: ZaloZns, zalo: FakeZaloOA) -> None:
    phone = zalo.phone("84912345678")
    words = asked(Form("word", {"name": "Lan", "text": "Hỏa tốc. " * 50}))
    assert await zns.send(phone.number, words) == Rejected("too_long_for_form")
    assert phone.received == []


async def test_an_account_may_say_how_long_its_parameters_are(zalo: FakeZaloOA, minh: Person) -> None:
    wide = ZaloForm(id="7895417", fields=FORMS["call"].fields, longest={"time": 60})
    oa = ZaloOA(zalo.settings(forms={"call": wide}), FixedPasses(zalo), contact_title="x")
    hour = "14 giờ 00, thứ Sáu ngày 27/11/2026"
    assert isinstance(await oa.send(minh.id, asked(Form("call", {**CALL.fields, "time": hour}))), Accepted)
    assert minh.received[0].data["gio"] == hour
    await oa.close()


async def test_a_template_goes_by_phone_with_a_number_of_its_own(zns: ZaloZns, zalo: FakeZaloOA) -> None:
    phone = zalo.phone("84912345678")
    outcome = await zns.send(phone.number, asked(CALL))
    (sent,) = phone.received
    assert outcome == Accepted(sent.message_id)
    assert sent.tracking_id
    assert sent.tracking_id.startswith("12:1:345~")
    assert phone.number not in sent.tracking_id
    assert sent.mode is None


async def test_templates_can_be_tried_out_on_administrators(zalo: FakeZaloOA) -> None:
    zns = ZaloZns(zalo.settings(phone_forms=FORMS, development=True), FixedPasses(zalo))
    admin, other = zalo.phone("84912345678", is_admin=True), zalo.phone("84912345679")
    assert isinstance(await zns.send(admin.number, asked(CALL)), Accepted)
    assert isinstance(await zns.send(other.number, asked(CALL)), Rejected)
    assert admin.received[0].mode == "development"
    await zns.close()


@pytest.mark.parametrize("address", ["", "+84912345678", "84912x", "²³", "8" * 16])
async def test_what_is_no_phone_number_is_not_tried(zns: ZaloZns, zalo: FakeZaloOA, address: str) -> None:
    assert await zns.send(address, asked(CALL)) == AddressDead("phone_invalid")
    assert zalo.calls == []


async def test_answers_that_zalo_could_not_bring_back_are_not_asked_for(zns: ZaloZns) -> None:
    too_long = Form("call", CALL.fields, "answer:" + "9" * 40)
    assert await zns.send("84912345678", asked(too_long)) == Rejected("tracking_too_long")


# Groups and who we are


async def test_a_group_is_told_without_calling_anybody(oa: ZaloOA, zalo: FakeZaloOA) -> None:
    group = zalo.group("4a9bada229cec09099df")
    words = Reply("Mời chi bộ họp [@all] lúc 14 giờ. [[@1]@2] [@a b]", QUESTION.choices)
    assert isinstance(await oa.send(f"group:{group.id}", words), Accepted)
    assert group.received[0].text.split() == ["Mời", "chi", "bộ", "họp", "lúc", "14", "giờ."]
    assert group.received[0].buttons == []


@given(st.text(st.sampled_from("[@]a1 "), max_size=40))
def test_no_mention_is_left_however_it_is_written(text: str) -> None:
    import re  # noqa: PLC0415

    assert not re.search(r"\[@[^\]\[]*\]", "".join(for_group(text)))


async def test_a_group_that_is_over_is_no_dead_address(oa: ZaloOA, zalo: FakeZaloOA) -> None:
    zalo.group("4a9b").is_over = True
    assert await oa.send("group:4a9b", Reply("Mời họp")) == Rejected("group_expired")
    assert await oa.send("group:4a9b", Reply(" ")) == Rejected("empty")


async def test_all_groups_are_found_page_by_page(oa: ZaloOA, zalo: FakeZaloOA) -> None:
    for number in range(120):
        zalo.group(f"g{number}", f"Chi bộ {number}")
    assert await oa.groups() == [(f"g{number}", f"Chi bộ {number}") for number in range(120)]


async def test_it_introduces_itself_and_sees_when_tokens_are_of_another_account(
    oa: ZaloOA, zns: ZaloZns, zalo: FakeZaloOA
) -> None:
    assert (await oa.introduce()).name == (await zns.introduce()).name == "Chi bộ mẫu"
    assert (await oa.about())["package_name"] == "Gói Nâng cao"
    zalo.about["oa_id"] = "1"
    with pytest.raises(OSError, match="another Official Account"):
        await oa.introduce()


async def test_what_zalo_charges_is_free_first_then_paid_then_refused(
    oa: ZaloOA, zalo: FakeZaloOA, minh: Person
) -> None:
    await oa.send(minh.id, Reply("một"))
    zalo.clock.advance(hours=49)
    await oa.send(minh.id, Reply("hai"))
    zalo.clock.advance(hours=24 * 5)
    assert await oa.send(minh.id, Reply("ba")) == Rejected("outside_window")
    minh.says("có")
    await oa.send(minh.id, Reply("bốn"))
    assert [sent.price for sent in minh.received] == [0, 55, 0]


@given(st.text(max_size=50), st.integers(1, 20))
def test_a_cut_is_never_longer_than_asked_for(text: str, longest: int) -> None:
    assert len(cut(text, longest)) <= longest
