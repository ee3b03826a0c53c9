"""Files on their way to people: uploaded once, though they go to many; an account has 5,000 uploads a month."""

import asyncio
import hashlib
import time

from bot.channels.zalo_oa_forms import IMAGES, kind_of
from bot.channels.zalo_oa_wire import Answer, Wire
from bot.messages import Document

LASTS = 6 * 24 * 3600.0
"""Zalo keeps them for 7 days."""
MOST = 100


class Uploads:
    """What has been uploaded, as long as the process lives."""

    def __init__(self, wire: Wire, api: str) -> None:
        self._wire = wire
        self._api = api
        self._tokens: dict[str, tuple[str, float]] = {}
        self._turn = asyncio.Lock()

    async def token(self, document: Document) -> str | Answer:
        """The number of the uploaded file, or Zalo's refusal; raises what the wire raises."""
        async with self._turn:
            token, until = self._tokens.get(key_of(document), ("", 0.0))
            return token if time.monotonic() < until else await self._upload(document)

    def forget(self, document: Document) -> None:
        """Zalo does not have it any more."""
        self._tokens.pop(key_of(document), None)

    async def _upload(self, document: Document) -> str | Answer:
        kind, name = ("image", "attachment_id") if kind_of(document) in IMAGES else ("file", "token")
        answer = await self._wire.upload(f"{self._api}/v2.0/oa/upload/{kind}", document)
        token = answer.data.get(name)
        if answer.code != 0 or answer.status != 200 or not isinstance(token, str):
            return answer
        while len(self._tokens) >= MOST:
            self._tokens.pop(next(iter(self._tokens)))
        self._tokens[key_of(document)] = token, time.monotonic() + LASTS
        return token


def key_of(document: Document) -> str:
    about = f"{document.name}\n{document.media_type}\n".encode("utf-8", "replace")
    return hashlib.sha256(about + document.content).hexdigest()
