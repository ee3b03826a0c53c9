"""What both ways through one Official Account share: its name, its one hook, and what comes there."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.channels import zalo_oa_account
from bot.channels.zalo_oa_events import Ear
from bot.channels.zalo_oa_seals import Guard, Seal
from bot.channels.zalo_oa_wire import Passes, Wire
from bot.messages import AccountInfo, Body, Event, HookRequest, Incoming, Polled
from bot.network_settings import ZaloOA as Account


class AccountSide:
    """A channel's side towards the account. `now` is the real time: Zalo signs by it."""

    hook: str | None = "zalo-oa"

    def __init__(self, account: Account, passes: Passes, now: Callable[[], datetime]) -> None:
        self.account = account.oa_id or ""
        self._api, self._business, _ = account.hosts
        self._wire = Wire(account, passes)
        self._seal = Seal.of(account)
        self._ear, self._guard = Ear.of(account), Guard(account, now)
        self._now = now

    def __repr__(self) -> str:
        return f"{type(self).__name__}(account={self.account!r})"

    async def introduce(self) -> AccountInfo:
        return await zalo_oa_account.introduction(self._wire, self._api, self.account)

    async def listen_at(self, url: str | None) -> None:
        """Only a person can set the webhook, on the app's page."""

    def brought(self, request: HookRequest) -> Sequence[Body] | None:
        body = self._guard.believed(request)
        return None if body is None else [body]

    def event(self, body: Body) -> Event | None:
        return self._ear.event(body)

    def read(self, body: Body) -> Incoming | None:
        return self._ear.read(body)

    async def poll(self, mark: str | None) -> Polled:
        """It comes by itself."""
        return Polled(next_mark=mark)

    async def close(self) -> None:
        await self._wire.close()
