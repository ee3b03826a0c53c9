"""The fake Telegram in a process of its own, and beside it an account of what it saw."""

import argparse
import asyncio
import json
import sys
from collections import Counter

from aiohttp import web

from bench.seconds import most_within_a_second
from tests.fakes.telegram import FakeTelegram


def account_of(telegram: FakeTelegram) -> web.Application:
    """`GET /` says what came; `GET /sent` each message with its moment."""

    async def all_of_it(_: web.Request) -> web.Response:
        times = Counter(sent.chat for sent in telegram.sent)
        return web.json_response(
            {
                "came": len(telegram.came),
                "delivered": len(telegram.sent),
                "reached": len(times),
                "repeated": [chat for chat, count in times.items() if count > 1],
                "told_to_wait": telegram.told_to_wait,
                "first": telegram.came[0] if telegram.came else 0.0,
                "last": telegram.sent[-1].at if telegram.sent else 0.0,
                "worst_second": most_within_a_second(telegram.came),
            }
        )

    async def each(_: web.Request) -> web.Response:
        return web.json_response([[sent.chat, sent.at] for sent in telegram.sent])

    app = web.Application()
    app.router.add_get("/", all_of_it)
    app.router.add_get("/sent", each)
    return app


async def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rate", type=float)
    arguments.add_argument("--latency", type=float, default=0.0)
    given = arguments.parse_args()
    telegram = FakeTelegram(rate=given.rate, strict_rate=True, latency=given.latency, open_to_all=True)
    await telegram.start()
    runner = web.AppRunner(account_of(telegram), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    account = f"http://127.0.0.1:{runner.addresses[0][1]}"
    sys.stdout.write(json.dumps({"base_url": telegram.base_url, "account": account}) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
