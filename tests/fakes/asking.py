"""The Bot API of the fake, asked without any library."""

from typing import Any

from aiohttp import ClientSession

from tests.fakes.telegram import FakeTelegram


async def ask(server: FakeTelegram, method: str, **fields: Any) -> Any:
    async with (
        ClientSession() as http,
        http.post(f"{server.base_url}/bot{server.token}/{method}", json=fields) as r,
    ):
        answer = await r.json()
        assert answer.get("error_code", 200) == r.status
        return answer["result"] if answer["ok"] else (r.status, answer["description"])


async def texts(server: FakeTelegram, **fields: Any) -> list[str]:
    return [update["message"]["text"] for update in await ask(server, "getUpdates", **fields)]
