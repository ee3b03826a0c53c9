"""A network without limit and without memory, as quick as it can be: for what would else wait for the fake."""

import asyncio
import json
import re
import sys
import time
from collections import Counter

HOLD = 20.0
CHAT = re.compile(rb"(?:^|&)chat_id=(-?\d+)|\"chat_id\"\s*:\s*\"?(-?\d+)|name=\"chat_id\"[^\d-]*(-?\d+)")
ME = {"id": 123456, "is_bot": True, "first_name": "Chibot", "username": "chibot_test_bot"}


class Seen:
    """What came since the process began."""

    def __init__(self) -> None:
        self.times: Counter[int] = Counter()
        self.sent: list[tuple[int, float]] = []

    def take(self, chat: int) -> dict[str, object]:
        self.times[chat] += 1
        self.sent.append((chat, time.monotonic()))
        about = {"id": chat, "type": "private", "first_name": "Lan"}
        return {"message_id": len(self.sent), "date": int(time.time()), "chat": about, "text": "-"}

    def account(self) -> dict[str, object]:
        return {
            "came": len(self.sent),
            "delivered": len(self.sent),
            "reached": len(self.times),
            "repeated": [chat for chat, count in self.times.items() if count > 1],
            "told_to_wait": 0,
            "first": self.sent[0][1] if self.sent else 0.0,
            "last": self.sent[-1][1] if self.sent else 0.0,
            "worst_second": 0,
        }


class Line(asyncio.Protocol):
    """One connection."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.rest = b""
        self.out: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.out = transport

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while (head_end := self.rest.find(b"\r\n\r\n")) >= 0:
            head = self.rest[:head_end]
            length = re.search(rb"(?i)content-length: *(\d+)", head)
            end = head_end + 4 + (int(length[1]) if length else 0)
            if len(self.rest) < end:
                return
            body, self.rest = self.rest[head_end + 4 : end], self.rest[end:]
            self._answer(head.split(b" ", 2)[1].decode().rsplit("/", 1)[-1].lower(), body)

    def _answer(self, method: str, body: bytes) -> None:
        if method == "getupdates":
            asyncio.get_running_loop().call_later(HOLD, self._write, {"ok": True, "result": []})
        elif method == "":
            self._write(self.seen.account())
        elif method == "sent":
            self._write(self.seen.sent)
        else:
            self._write({"ok": True, "result": self._result(method, body)})

    def _result(self, method: str, body: bytes) -> object:
        if method == "getme":
            return ME
        if method != "sendmessage":
            return True
        found = CHAT.search(body)
        assert found is not None, body
        return self.seen.take(int(found[1] or found[2] or found[3]))

    def _write(self, document: object) -> None:
        text = json.dumps(document).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(text)
        if self.out is not None and not self.out.is_closing():
            self.out.write(head + text)


async def main() -> None:
    seen = Seen()
    server = await asyncio.get_running_loop().create_server(lambda: Line(seen), "127.0.0.1", 0, backlog=1024)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    sys.stdout.write(json.dumps({"base_url": url, "account": url}) + "\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
