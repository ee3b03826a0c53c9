"""Zalo templates by phone number: registered words to whoever is on Zalo, with two labels to answer by."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.channels.zalo_oa_forms import TooLongError, filled_in
from bot.channels.zalo_oa_outcomes import Use, outcome_of, outcome_of_failure
from bot.channels.zalo_oa_side import AccountSide
from bot.channels.zalo_oa_wire import Passes
from bot.messages import (
    AddressDead,
    Capabilities,
    Outcome,
    Rejected,
    Reply,
)
from bot.network_settings import ZaloForm
from bot.network_settings import ZaloOA as Account
from bot.passes import real_time


class ZaloZns(AccountSide):
    """The same account as `zalo_oa`, with the same tokens and hook. An address is a phone, `84…`."""

    name = "zalo_zns"
    capabilities = Capabilities(
        buttons=True,
        inbound=True,
        documents=False,
        removes=False,
        contact=False,
        abroad=False,
        text_limit=400,
        to_phones=True,
        forms_only=True,
    )

    def __init__(self, account: Account, passes: Passes, *, now: Callable[[], datetime] = real_time) -> None:
        super().__init__(account, passes, now)
        self._forms = account.phone_forms
        self._mode = {"mode": "development"} if account.development else {}

    async def send(self, address: str, reply: Reply) -> Outcome:
        registered = self._forms.get(reply.form.kind) if reply.form else None
        if reply.form is None or registered is None:
            return Rejected("no_form")
        if not address.isascii() or not address.isdecimal() or len(address) > 15:
            return AddressDead("phone_invalid")
        tracking = self._seal.tracking(address, reply.form.answers)
        if tracking is None:
            return Rejected("tracking_too_long")
        try:
            data = filled_in(reply.form, registered)
            return await self._post(body_of(address, registered, data, tracking) | self._mode)
        except TooLongError:
            return Rejected("too_long_for_form")
        except OSError as error:
            return outcome_of_failure(error)

    async def _post(self, body: dict[str, Any]) -> Outcome:
        return outcome_of(await self._wire.post(f"{self._business}/message/template", body), Use.PHONE, self._now())


def body_of(phone: str, registered: ZaloForm, data: dict[str, str], tracking: str) -> dict[str, Any]:
    sent = {"phone": phone, "template_id": registered.id, "template_data": data}
    return {**sent, "tracking_id": tracking, "sending_mode": "1"}
