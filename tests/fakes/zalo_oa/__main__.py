"""The fake by hand: `42 có` says it as person 42, `42 > Có mặt` presses; people and phones are there once named."""

import argparse
import asyncio
import sys

from tests.fakes.zalo_oa import FakeZaloOA
from tests.fakes.zalo_oauth import SECRET


def show(server: FakeZaloOA, seen: int) -> int:
    for sent in server.sent[seen:]:
        buttons = "".join(f" [{button.title}]" for button in sent.buttons)
        sys.stdout.write(f"-> {sent.to}: {sent.text or sent.data}{buttons} ({sent.price} đ)\n")
    sys.stdout.flush()
    return len(server.sent)


async def watch(server: FakeZaloOA) -> None:
    seen = 0
    while True:
        seen = show(server, seen)
        await asyncio.sleep(0.1)


def play(server: FakeZaloOA, line: str) -> None:
    who, _, words = line.strip().partition(" ")
    is_press = words.startswith(">")
    label = words.removeprefix(">").strip()
    if who.startswith("84"):
        phone = server.phone(who)
        if is_press:
            phone.presses(label)
        return
    person = server.person(who)
    if is_press:
        person.presses(label)
    elif words in {"follow", "unfollow"}:
        (person.follows if words == "follow" else person.leaves)()
    else:
        person.says(words)


async def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=8082)
    arguments.add_argument("--hook", default="http://127.0.0.1:8080/hooks/zalo-oa")
    given = arguments.parse_args()
    server = FakeZaloOA(reports=True)
    server.hook.url, server.hook.second = given.hook, 1.0
    server.register("1001", "name", "cell", "kind", "time", "place", "topic", labels=("Có mặt", "Xin vắng"))
    await server.start(given.port)
    assert server.oauth.current
    about = {"app_id": server.app_id, "app_secret": SECRET, "oa_id": server.oa_id, "api_base": server.base_url}
    about |= {"webhook_secret": server.hook.secret, "refresh token": server.oauth.current.refresh}
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in about.items()))
    watching = asyncio.create_task(watch(server))
    while line := await asyncio.to_thread(sys.stdin.readline):
        try:
            play(server, line)
        except (ValueError, AssertionError) as error:
            sys.stdout.write(f"?? {error}\n")
    await asyncio.gather(watching)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
