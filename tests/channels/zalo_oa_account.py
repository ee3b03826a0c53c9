"""An Official Account as tests set it up: its templates, and tokens that are renewed only as the test says."""

from bot.messages import HookRequest
from bot.network_settings import ZaloForm
from tests.fakes.zalo_oa import FakeZaloOA
from tests.fakes.zalo_oa.hook import Brought

FORMS = {
    "call": ZaloForm(id="7895417", fields={"name": "ten", "time": "gio", "place": "noi"}),
    "word": ZaloForm(id="7895418", fields={"name": "ten", "text": "loi"}),
}


class FixedPasses:
    """The token that the account had when this was made; the one it has now after a refusal."""

    def __init__(self, zalo: FakeZaloOA) -> None:
        self.zalo, self.token, self.renewals = zalo, zalo.access_token, 0

    async def access(self) -> str:
        return self.token

    async def renewed(self, after: str) -> str:
        self.renewals += 1
        assert after == self.token
        self.token = self.zalo.access_token
        return self.token

    async def close(self) -> None:
        """There is nothing under way."""


def request(brought: Brought) -> HookRequest:
    """As our site hands it on."""
    return HookRequest("POST", {name.lower(): value for name, value in brought.headers.items()}, {}, brought.raw)
