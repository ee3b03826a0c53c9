"""The fake by hand: `42 có` on a line says it as person 42, `42 > Có mặt` presses a button."""

import argparse
import asyncio
import sys

from tests.fakes.telegram import FakeTelegram, Sent
from tests.fakes.telegram.server import TOKEN


def show(sent: Sent) -> None:
    buttons = "".join(f" [{button.text}]" for button in sent.buttons)
    file = f" ({sent.upload.name})" if sent.upload else ""
    sys.stdout.write(f"-> {sent.chat}: {sent.text}{file}{buttons}\n")
    sys.stdout.flush()


async def play(server: FakeTelegram, line: str) -> None:
    who, _, words = line.strip().partition(" ")
    person = server.person(int(who))
    if words.startswith(">"):
        await person.presses(words[1:].strip())
    else:
        await person.says(words)


async def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=8081)
    arguments.add_argument("--token", default=TOKEN)
    given = arguments.parse_args()
    server = FakeTelegram(given.token, open_to_all=True)
    server.on_sent = show
    await server.start(given.port)
    sys.stdout.write(f"Telegram is at {server.base_url}\n")
    sys.stdout.flush()
    while line := await asyncio.to_thread(sys.stdin.readline):
        try:
            await play(server, line)
        except (ValueError, AssertionError) as error:
            sys.stdout.write(f"?? {error}\n")
    await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
