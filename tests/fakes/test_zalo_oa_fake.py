"""The fake Open API is as strict as the real one: asked without our channels, over plain HTTP."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData, web

from tests.fakes.zalo_oa import FakeZaloOA, Person, sign
from tests.fakes.zalo_oa.hook import PAUSES

CS, BY_USER, BY_PHONE = "/v3.0/oa/message/cs", "/v3.0/oa/message/template", "/message/template"


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloOA]:
    async with FakeZaloOA(reports=True) as zalo:
        zalo.register("1", "ten", labels=("Có mặt",), longest=5)
        yield zalo


@pytest.fixture
def lan(zalo: FakeZaloOA) -> Person:
    return zalo.person("42")


async def ask(zalo: FakeZaloOA, path: str, body: Any = None, token: str | None = None) -> Any:
    """The data, or the error."""
    headers = {"access_token": token or zalo.access_token}
    method, what = ("GET", {}) if body is None else ("POST", {"json": body})
    async with ClientSession() as http, http.request(method, zalo.base_url + path, headers=headers, **what) as answer:
        assert answer.status == 200, "also for failure"
        said = await answer.json()
        return said["data"] if said["error"] == 0 else said["error"]


async def says(zalo: FakeZaloOA, user_id: str = "42", **message: Any) -> Any:
    return await ask(zalo, CS, {"recipient": {"user_id": user_id}, "message": message or {"text": "x"}})


def buttons(count: int = 1, **more: Any) -> dict[str, Any]:
    one = {"title": "Có", "type": "oa.query.hide", "payload": "#x"} | more
    return {"type": "template", "payload": {"buttons": [one] * count}}


async def test_all_ids_are_strings(zalo: FakeZaloOA, lan: Person) -> None:
    data = await says(zalo)
    assert all(isinstance(data[key], str) for key in ("message_id", "user_id", "sent_time"))
    brought = lan.says("có")
    assert isinstance(brought.body["timestamp"], str)
    assert isinstance(brought.body["message"]["msg_id"], str)


@pytest.mark.parametrize(
    "message",
    [
        {"text": "x" * 2001},
        {"text": ""},
        {"text": 7},
        {"texts": "x"},
        {"text": "x", "quote": "y"},
        {"attachment": buttons()},
        {"text": "x", "attachment": buttons(6)},
        {"text": "x", "attachment": buttons(title="x" * 101)},
        {"text": "x", "attachment": buttons(payload="x" * 1001)},
        {"text": "x", "attachment": buttons(type="oa.query.shout")},
        {"text": "x", "attachment": buttons(colour="red")},
        {"attachment": {"type": "file", "payload": {"token": "never uploaded"}}},
        {"attachment": {"type": "template", "payload": {"template_type": "list", "elements": []}}},
    ],
)
async def test_what_is_not_documented_is_refused(zalo: FakeZaloOA, lan: Person, message: dict[str, Any]) -> None:
    assert await says(zalo, **message) == -201
    assert lan.received == []


async def test_windows_open_with_a_word_and_close_by_its_own_clock(zalo: FakeZaloOA, lan: Person) -> None:
    zalo.person("43", has_written=False)
    assert [await says(zalo, "43"), await says(zalo, "44")] == [-213, -213]
    prices = []
    for hours in (47, 2, 24 * 4):
        zalo.clock.advance(hours=hours)
        await says(zalo)
        prices.append(lan.received[-1].price)
    zalo.clock.advance(hours=24 * 2)
    assert (prices, await says(zalo)) == ([0, 55, 55], -230)
    lan.says("có")
    assert "message_id" in await says(zalo)
    lan.leaves()
    assert await says(zalo) == -217


async def test_so_many_are_free_within_the_free_hours(lan: Person) -> None:
    async with FakeZaloOA(free_in_window=2) as zalo:
        person = zalo.person("42")
        for _ in range(3):
            await says(zalo)
        assert [sent.price for sent in person.received] == [0, 0, 55]
        assert (await ask(zalo, "/v3.0/oa/quota/message", {"user_id": "42"}))["cs_reply"] == {"remain": 0, "total": 2}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"template_id": "2"}, -109),
        ({"template_data": {}}, -201),
        ({"template_data": {"ten": "Lan", "them": "x"}}, -201),
        ({"template_data": {"ten": ""}}, -201),
        ({"template_data": {"ten": "Nguyễn"}}, -1121),
        ({"tracking_id": "x" * 49}, -201),
        ({"phone": "0912345678"}, -108),
        ({"phone": "84999999999"}, -118),
        ({"mode": "development"}, -127),
        ({"campaign": "x"}, -201),
    ],
)
async def test_a_template_takes_what_is_registered(zalo: FakeZaloOA, change: dict[str, Any], error: int) -> None:
    zalo.phone("84912345678")
    right = {"phone": "84912345678", "template_id": "1", "template_data": {"ten": "Lan"}, "tracking_id": "a"}
    assert await ask(zalo, BY_PHONE, right | change) == error
    assert "msg_id" in await ask(zalo, BY_PHONE, right)


async def test_quotas_and_nights(zalo: FakeZaloOA, lan: Person) -> None:
    body = {"user_id": "42", "template_id": "1", "template_data": {"ten": "Lan"}}
    zalo.templates_left, zalo.templates["1"].left = 2, 1
    assert "message_id" in await ask(zalo, BY_USER, body)
    assert await ask(zalo, BY_USER, body) == -147
    zalo.templates["1"].left, zalo.templates_left = 1, 0
    assert await ask(zalo, BY_USER, body) == -144
    zalo.keeps_nights, zalo.templates_left = True, 5
    zalo.phone("84912345678")
    by_phone = {"phone": "84912345678", "tracking_id": "a", "template_id": "1", "template_data": {"ten": "Lan"}}
    errors = []
    for _ in range(24):
        errors.append(await ask(zalo, BY_PHONE, by_phone) == -133)
        zalo.clock.advance(hours=1)
        zalo.templates_left, zalo.templates["1"].left = 5, 5
    assert sum(errors) == 8


async def test_an_old_token_and_too_many_calls_are_refused(zalo: FakeZaloOA, lan: Person) -> None:
    old = zalo.access_token
    zalo.oauth.gives()
    assert await ask(zalo, "/v2.0/oa/getoa", token=old) == -216
    zalo.per_minute = 1
    assert [type(await says(zalo)), await says(zalo)] == [dict, -32]


async def test_what_does_not_exist_fails_the_test() -> None:
    zalo = FakeZaloOA()
    await zalo.start()
    token = {"access_token": zalo.access_token}
    async with ClientSession() as http, http.post(f"{zalo.base_url}/v9", json={}, headers=token) as answer:
        assert answer.status == 404
    with pytest.raises(AssertionError, match="/v9"):
        await zalo.__aexit__(None)


async def test_files_are_taken_by_their_kind_and_kept_for_a_week(zalo: FakeZaloOA, lan: Person) -> None:
    async def upload(kind: str, media_type: str, content: bytes = b"x") -> Any:
        form = FormData()
        form.add_field("file", io.BytesIO(content), filename="a", content_type=media_type)
        headers = {"access_token": zalo.access_token}
        url = f"{zalo.base_url}/v2.0/oa/upload/{kind}"
        async with ClientSession() as http, http.post(url, data=form, headers=headers) as answer:
            said = await answer.json()
            return said.get("data") or said["error"]

    assert await upload("file", "application/zip") == -201
    assert await upload("image", "image/png", b"x" * 1024 * 1024 + b"x") == -201
    token = (await upload("file", "application/pdf"))["token"]
    file = {"type": "file", "payload": {"token": token}}
    assert "message_id" in await says(zalo, attachment=file)
    zalo.clock.advance(hours=24 * 7 + 1)
    lan.says("lại")
    assert await says(zalo, attachment=file) == -100


# The webhook


class Site:
    """Somebody's site, which answers as it is told."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.came = list(statuses), list[web.Request]()
        self.bodies: list[bytes] = []

    async def __aenter__(self) -> str:
        app = web.Application()
        app.router.add_post("/", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        self.came.append(request)
        self.bodies.append(await request.read())
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


async def test_an_event_is_signed_over_its_very_bytes(zalo: FakeZaloOA, lan: Person) -> None:
    site = Site()
    async with site as zalo.hook.url:
        brought = lan.says("Vắng")
        await zalo.hook.settled()
    (raw,) = site.bodies
    assert "Vắng".encode() in raw
    mac = sign(zalo.app_id, raw, brought.body["timestamp"], "oaSecretKeyDemo")
    assert site.came[0].headers["X-ZEvent-Signature"] == mac


async def test_it_is_brought_again_until_somebody_takes_it(zalo: FakeZaloOA, lan: Person) -> None:
    site = Site(500, 403, 302)
    async with site as zalo.hook.url:
        zalo.hook.second = 0.0001
        one = lan.says("có")
        await zalo.hook.settled()
        assert (one.tries, one.status, zalo.hook.is_on) == (4, 200, True)
        assert [request.headers.get("num_retry") for request in site.came] == [None, "1", "2", "3"]
        assert len(set(site.bodies)) == 1


async def test_after_the_last_try_the_webhook_is_off(zalo: FakeZaloOA, lan: Person) -> None:
    site = Site(*[500] * 10)
    async with site as zalo.hook.url:
        zalo.hook.second = 0.0001
        lan.says("có")
        await zalo.hook.settled()
        lan.says("có")
        await asyncio.sleep(0.05)
        assert (len(site.came), zalo.hook.is_on) == (len(PAUSES) + 1, False)


async def test_a_template_that_arrived_is_reported_with_its_number(zalo: FakeZaloOA) -> None:
    zalo.phone("84912345678")
    body = {"phone": "84912345678", "template_id": "1", "template_data": {"ten": "Lan"}, "tracking_id": "n1"}
    data = await ask(zalo, BY_PHONE, body)
    (report,) = zalo.hook.events
    assert (report.body["event_name"], report.headers["X-ZEvent-Server"]) == ("user_received_message", "ZNS")
    assert (report.body["message"]["msg_id"], report.body["message"]["tracking_id"]) == (data["msg_id"], "n1")
