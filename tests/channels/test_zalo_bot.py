"""What is sent through a Zalo bot, over real HTTP, and how it can end."""

import socket
from collections.abc import AsyncIterator

import pytest

from bot.channels import zalo_bot_outcomes
from bot.channels.zalo_bot import ZaloBot
from bot.messages import (
    Accepted,
    AccountInfo,
    AddressDead,
    Channel,
    ChannelDown,
    Choice,
    Document,
    Form,
    HookRequest,
    Outcome,
    Rejected,
    Reply,
    Scope,
    Unknown,
    Wait,
    written_for,
)
from tests.fakes import zalo_bot as fake
from tests.fakes.zalo_bot import FakeZaloBot, Person

QUESTION = Reply("Đồng chí có dự họp không?", (Choice("Có mặt", "a:1:1"), Choice("Xin vắng", "a:1:0")))
SECRET = "brought-by-zalo"


@pytest.fixture
async def server() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot() as server:
        yield server


@pytest.fixture
async def channel(server: FakeZaloBot) -> AsyncIterator[ZaloBot]:
    channel = ZaloBot(server.token, api_base=server.base_url)
    yield channel
    await channel.close()


@pytest.fixture
def lan(server: FakeZaloBot) -> Person:
    return server.person("6ede9afa66b88fe6d6a9")


def opened(server: FakeZaloBot, left: int | None) -> ZaloBot:
    async def count() -> int | None:
        return left

    return ZaloBot(server.token, api_base=server.base_url, left=count)


async def test_it_is_a_channel_that_is_asked(channel: ZaloBot) -> None:
    as_channel: Channel = channel
    assert (as_channel.name, as_channel.account, as_channel.hook) == ("zalo_bot", "4077161553402884224", None)
    assert await channel.introduce() == AccountInfo("4077161553402884224", "Bot Thôn Mười")


async def test_choices_are_numbers_in_the_text(channel: ZaloBot, lan: Person) -> None:
    outcome = await channel.send(lan.id, written_for(QUESTION, channel.capabilities))
    (sent,) = lan.received
    assert outcome == Accepted(sent.message_id)
    assert sent.text == "Đồng chí có dự họp không?\n1. Có mặt\n2. Xin vắng"
    assert sent.fields == {"chat_id": lan.id, "text": sent.text}


async def test_a_long_text_comes_in_parts_in_order(channel: ZaloBot, lan: Person) -> None:
    lines = [f"{number}. Nguyễn Văn Ấ😀" for number in range(400)]
    assert isinstance(await channel.send(lan.id, Reply("\n".join(lines))), Accepted)
    assert len(lan.received) > 2
    assert "\n".join(sent.text for sent in lan.received).split("\n") == lines


async def test_the_first_part_that_fails_is_the_outcome_of_all(
    channel: ZaloBot, server: FakeZaloBot, lan: Person
) -> None:
    server.faults.next(fake.Slow(0), method="sendMessage")
    server.faults.next(fake.SERVER_ERROR, method="sendMessage")
    assert await channel.send(lan.id, Reply("a\n" * 3000)) == Unknown("server_error")
    assert len(lan.received) == 1


async def test_what_was_taken_of_a_long_text_is_not_said_again(
    channel: ZaloBot, server: FakeZaloBot, lan: Person
) -> None:
    lines = Reply("\n".join(f"{number}. Nguyễn Văn An" for number in range(300)))
    server.faults.next(fake.Slow(0), method="sendMessage")
    server.faults.next(fake.SERVER_ERROR, method="sendMessage")
    assert isinstance(await channel.send(lan.id, lines), Unknown)
    assert isinstance(await channel.send(lan.id, lines), Accepted)
    assert "\n".join(sent.text for sent in lan.received) == lines.text


async def test_a_group_is_written_to_by_its_own_id(channel: ZaloBot, server: FakeZaloBot, lan: Person) -> None:
    await lan.says("@Bot chào", group="zgr-17")
    assert isinstance(await channel.send("group:zgr-17", Reply("Mời họp")), Accepted)
    assert [sent.text for sent in server.sent_to("zgr-17")] == ["Mời họp"]


async def test_a_file_never_goes_and_its_words_do(channel: ZaloBot, lan: Person) -> None:
    assert not channel.capabilities.documents
    minutes = Document("bien-ban.pdf", b"%PDF-1.7", "application/pdf")
    assert isinstance(await channel.send(lan.id, Reply("Biên bản", document=minutes)), Accepted)
    assert [sent.method for sent in lan.received] == ["sendMessage"]


async def test_registered_words_are_none_of_its_own(channel: ZaloBot, server: FakeZaloBot, lan: Person) -> None:
    assert await channel.send(lan.id, Reply("Mời họp", form=Form("call", {}))) == Rejected("no_form")
    assert server.calls == []


REFUSALS: list[tuple[fake.Answer, Outcome]] = [
    (fake.BAD_REQUEST, Rejected("400 Bad request")),
    (
        fake.refusal(400, "text 0912345678 of Lê (4077161553402884224:TEST-Secret_9) is bad"),
        Rejected("400 text of is bad"),
    ),
    (fake.refusal(400, "Bad Request: chat not found"), AddressDead("chat_not_found")),
    (fake.UNAUTHORIZED, ChannelDown("token_refused", needs_human=True)),
    (fake.FORBIDDEN, AddressDead("forbidden")),
    (fake.NO_CHAT, AddressDead("chat_not_found")),
    (fake.TIMED_OUT, Unknown("timed_out_there")),
    (fake.QUOTA_USED_UP, Wait(60, Scope.CHANNEL)),
    (fake.SERVER_ERROR, Unknown("server_error")),
    (fake.refusal(418, "teapot"), Rejected("418 teapot")),
]


@pytest.mark.parametrize("with_200", [False, True])
@pytest.mark.parametrize(("answer", "outcome"), REFUSALS)
async def test_a_refusal_has_its_outcome_with_whatever_status_it_comes(
    channel: ZaloBot, server: FakeZaloBot, lan: Person, answer: fake.Answer, outcome: Outcome, *, with_200: bool
) -> None:
    server.refuses_with_200 = with_200
    server.faults.next(answer, method="sendMessage")
    assert await channel.send(lan.id, Reply("Mời họp")) == outcome
    assert lan.received == []


ELSEWHERE = "Somebody else answers in Zalo's place"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (fake.Garbage("<html>"), Unknown("undecodable_answer")),
        (fake.Garbage("[1]"), Unknown("undecodable_answer")),
        (fake.Garbage("[" * 100_000), Unknown("undecodable_answer")),
        (fake.Garbage('{"ok":"yes"}'), Unknown("undecodable_answer")),
        (fake.Garbage('{"ok":true}'), Accepted(None)),
        (fake.Garbage('{"ok":true,"result":{"message_id":9}}'), Accepted("9")),
        (fake.Garbage('{"ok":false}'), Rejected("400")),
        (fake.Garbage('{"ok":false,"error_code":"429"}'), Wait(60, Scope.CHANNEL)),
        (fake.Garbage("<html>", status=503), Unknown("server_error")),
        (fake.Garbage("<html>", status=429), Wait(60, Scope.CHANNEL)),
        (fake.Garbage("<html>", status=403), ChannelDown(f"{ELSEWHERE} (403)", needs_human=False)),
        (fake.Garbage("<html>", status=404), ChannelDown(f"{ELSEWHERE} (404)", needs_human=False)),
        (fake.Garbage('{"ok":true}', status=404), ChannelDown(f"{ELSEWHERE} (404)", needs_human=False)),
        (fake.Garbage("", status=302), ChannelDown(f"{ELSEWHERE} and redirects", needs_human=False)),
    ],
)
async def test_what_is_no_answer_of_the_platform_kills_no_address(
    channel: ZaloBot, server: FakeZaloBot, lan: Person, answer: fake.Answer, outcome: Outcome
) -> None:
    server.faults.next(answer, method="sendMessage")
    assert await channel.send(lan.id, Reply("Mời họp")) == outcome


async def test_where_our_token_is_unknown_nobody_is_given_up(server: FakeZaloBot, lan: Person) -> None:
    server.faults.next(fake.NO_CHAT, method="sendMessage")
    server.faults.next(fake.refusal(404, "Not found"), method="getMe")
    channel = ZaloBot(server.token, api_base=server.base_url)
    assert await channel.send(lan.id, QUESTION) == ChannelDown("token_refused", needs_human=True)
    server.faults.next(fake.NO_CHAT, method="sendMessage")
    server.faults.next(fake.SERVER_ERROR, method="getMe")
    assert await channel.send(lan.id, QUESTION) == ChannelDown("getMe: 500", needs_human=False)
    server.faults.next(fake.NO_CHAT, method="sendMessage")
    server.faults.next(fake.DropBeforeAccept(), method="getMe")
    assert isinstance(await channel.send(lan.id, QUESTION), ChannelDown)
    await channel.close()


async def test_it_is_asked_once_a_minute_whether_we_are_known(channel: ZaloBot, server: FakeZaloBot) -> None:
    outcomes = [await channel.send(f"nobody{number}", QUESTION) for number in range(5)]
    assert outcomes == [AddressDead("chat_not_found")] * 5
    assert [method for method, _ in server.calls].count("getMe") == 1


@pytest.mark.parametrize("left", [0, -3])
async def test_a_month_that_is_used_up_sends_the_notice_elsewhere(server: FakeZaloBot, lan: Person, left: int) -> None:
    server.monthly = 0
    channel = opened(server, left)
    assert await channel.send(lan.id, QUESTION) == Rejected("quota")
    await channel.close()


@pytest.mark.parametrize("left", [1, None])
async def test_too_many_at_once_is_waited_for_unless_it_lasts(
    server: FakeZaloBot, lan: Person, left: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = opened(server, left)
    server.faults.next(fake.QUOTA_USED_UP, method="sendMessage")
    assert await channel.send(lan.id, QUESTION) == Wait(60, Scope.CHANNEL)
    assert isinstance(await channel.send(lan.id, QUESTION), Accepted)
    server.monthly = 0
    assert await channel.send(lan.id, QUESTION) == Wait(60, Scope.CHANNEL)
    monkeypatch.setattr("bot.channels.zalo_bot.LIMITED_FOR", 0.0)
    assert await channel.send(lan.id, QUESTION) == Rejected("quota")
    assert zalo_bot_outcomes.LIMITED_FOR == 600
    await channel.close()


async def test_a_lost_answer_is_unknown_whether_it_was_taken_or_not(
    channel: ZaloBot, server: FakeZaloBot, lan: Person
) -> None:
    server.faults.next(fake.DropAfterAccept(), method="sendMessage")
    server.faults.next(fake.DropBeforeAccept(), method="sendMessage")
    outcomes = [await channel.send(lan.id, QUESTION) for _ in range(2)]
    assert all(isinstance(outcome, Unknown) for outcome in outcomes)
    assert len(lan.received) == 1


async def test_an_answer_that_takes_too_long_is_unknown(
    channel: ZaloBot, server: FakeZaloBot, lan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo_bot_wire.ANSWER_SECONDS", 0.1)
    server.faults.next(fake.Slow(1), method="sendMessage")
    assert isinstance(await channel.send(lan.id, QUESTION), Unknown)


async def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        channel = ZaloBot("1:x", api_base=f"http://127.0.0.1:{unused.getsockname()[1]}")
        outcome = await channel.send("42", QUESTION)
    await channel.close()
    assert isinstance(outcome, ChannelDown)
    assert not outcome.needs_human


async def test_a_handshake_that_hangs_ends_early_and_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.zalo_bot_wire.CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        channel = ZaloBot("1:x", api_base=f"https://127.0.0.1:{silent.getsockname()[1]}")
        assert isinstance(await channel.send("42", QUESTION), ChannelDown)
        await channel.close()


@pytest.mark.parametrize("text", ["", "  \n", "\ud800"])
async def test_what_cannot_be_said_is_rejected(channel: ZaloBot, lan: Person, text: str) -> None:
    assert isinstance(await channel.send(lan.id, Reply(text)), Rejected)
    assert lan.received == []


async def test_above_the_fifty_nobody_may_be_reached(lan: Person, server: FakeZaloBot, channel: ZaloBot) -> None:
    server.users, server.more_may_write = 1, False
    one_too_many = server.person("51", "Minh")
    assert isinstance(await channel.send(lan.id, QUESTION), Accepted)
    assert await channel.send(one_too_many.id, QUESTION) == AddressDead("forbidden")


# The webhook


def request(raw: bytes, **headers: str) -> HookRequest:
    return HookRequest("POST", {name.replace("_", "-"): value for name, value in headers.items()}, {}, raw)


async def test_only_the_secret_is_believed(server: FakeZaloBot) -> None:
    channel = ZaloBot(server.token, api_base=server.base_url, hook_secret=SECRET)
    body = b'{"ok":true,"result":{"event_name":"message.text.received"}}'
    assert channel.hook == "zalo-bot"
    assert channel.brought(request(body, x_bot_api_secret_token=SECRET)) is not None
    for wrong in ("", "x", SECRET[:-1], f"{SECRET} ", "ờ", "\udcff"):
        assert channel.brought(request(body, x_bot_api_secret_token=wrong)) is None
    assert channel.brought(request(body)) is None
    assert channel.brought(request(b"<html>", x_bot_api_secret_token=SECRET)) == []


async def test_without_a_secret_nothing_is_believed(channel: ZaloBot) -> None:
    assert channel.brought(request(b"{}", x_bot_api_secret_token="")) is None


async def test_a_webhook_is_set_with_its_secret_and_taken_away(server: FakeZaloBot) -> None:
    channel = ZaloBot(server.token, api_base=server.base_url, hook_secret=SECRET)
    await channel.listen_at(server.base_url)
    assert server.feed.hook
    assert (server.feed.hook.url, server.feed.hook.secret) == (server.base_url, SECRET)
    with pytest.raises(OSError, match=r"refuses getUpdates with 400: Webhook is active"):
        await channel.poll(None)
    await channel.listen_at(None)
    assert server.feed.hook is None
    await channel.listen_at(None)
    await channel.close()


async def test_a_webhook_that_nobody_reaches_is_refused(server: FakeZaloBot) -> None:
    channel = ZaloBot(server.token, api_base=server.base_url, hook_secret=SECRET)
    with pytest.raises(OSError, match="refuses setWebhook with 400: Webhook url is not reachable"):
        await channel.listen_at("http://127.0.0.1:9/hooks/zalo-bot")
    await channel.close()
