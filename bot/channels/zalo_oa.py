"""Zalo Official Account: words to people who have written, templates by user id, nameless notices to groups."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.channels import zalo_oa_account, zalo_oa_forms
from bot.channels.taken_parts import TakenParts
from bot.channels.zalo_oa_outcomes import Use, outcome_of, outcome_of_failure
from bot.channels.zalo_oa_side import AccountSide
from bot.channels.zalo_oa_uploads import Uploads
from bot.channels.zalo_oa_wire import AnswerLostError, Passes
from bot.messages import (
    Accepted,
    Capabilities,
    ChannelDown,
    Document,
    Form,
    Outcome,
    Rejected,
    Reply,
    Unknown,
)
from bot.network_settings import ZaloOA as Account
from bot.passes import real_time

log = logging.getLogger(__name__)
GROUP = "group:"
EXPIRED = -100


class ZaloOA(AccountSide):
    """One Official Account. An address is a user id, or `group:` and the id of a group."""

    name = "zalo_oa"

    def __init__(
        self,
        account: Account,
        passes: Passes,
        *,
        contact_title: str,
        contact_hint: str = "",
        now: Callable[[], datetime] = real_time,
    ) -> None:
        """`now` is the real time: Zalo signs by it, and its quotas and nights end by it."""
        super().__init__(account, passes, now)
        self.capabilities = capabilities_of(account)
        self._forms = account.forms
        self._uploads = Uploads(self._wire, self._api)
        self._contact = (contact_title, contact_hint)
        self._taken = TakenParts()

    async def about(self) -> Mapping[str, Any]:
        """What the account says of its plan and standing; raises `OSError` with a sentence."""
        return await zalo_oa_account.about(self._wire, self._api)

    async def groups(self) -> list[tuple[str, str]]:
        """Id and name of each group of the account; raises `OSError` with a sentence."""
        return await zalo_oa_account.groups(self._wire, self._api)

    async def send(self, address: str, reply: Reply) -> Outcome:
        try:
            reply.text.encode()  # half a letter is none that could be sent
            if address.startswith(GROUP):
                return await self._tell_group(address.removeprefix(GROUP), reply.text)
            if reply.form is not None:
                return await self._fill_in(address, reply.form)
            return await self._say_all(address, reply)
        except OSError as error:
            return outcome_of_failure(error)
        except ValueError:
            return Rejected("cannot_be_sent")

    async def _fill_in(self, address: str, form: Form) -> Outcome:
        registered = self._forms.get(form.kind)
        if registered is None:
            return Rejected("no_form")
        try:
            data = zalo_oa_forms.filled_in(form, registered)
        except zalo_oa_forms.TooLongError:
            return Rejected("too_long_for_form")
        body = {"user_id": address, "template_id": registered.id, "template_data": data}
        return await self._post("/v3.0/oa/message/template", body, Use.FORM)

    async def _tell_group(self, group: str, text: str) -> Outcome:
        bodies = [{"recipient": {"group_id": group}, "message": {"text": one}} for one in zalo_oa_forms.for_group(text)]
        said = [partial(self._post, "/v3.0/oa/group/message", body, Use.GROUP) for body in bodies]
        return await self._taken.send(GROUP + group, Reply(text), said)

    async def _say_all(self, address: str, reply: Reply) -> Outcome:
        """The file, then the words, the buttons under the last of them."""
        if len(reply.choices) > zalo_oa_forms.MOST_BUTTONS:
            return Rejected("too_many_choices")
        said = zalo_oa_forms.messages(reply.text, reply.choices, address, self._seal)
        if reply.document is None and not said:
            return Accepted(None) if reply.acknowledges or reply.removes else Rejected("empty")
        file = [partial(self._hand_over, address, reply.document)] if reply.document is not None else []
        outcome = await self._taken.send(address, reply, [*file, *(partial(self._say, address, one) for one in said)])
        if reply.wants_contact and isinstance(outcome, Accepted):
            await self._ask_for_number(address)
        return outcome

    async def _ask_for_number(self, address: str) -> None:
        """A help for whoever wants it: the words that go before it have arrived, whatever becomes of this."""
        outcome = await self._say(address, zalo_oa_forms.request_for_number(*self._contact))
        if not isinstance(outcome, Accepted):
            log.warning("zalo_number_not_asked_for", extra={"outcome": type(outcome).__name__})

    async def _hand_over(self, address: str, document: Document) -> Outcome:
        if refusal := zalo_oa_forms.refusal_of(document):
            return Rejected(refusal)
        outcome = await self._hand_over_once(address, document)
        if outcome == Rejected("upload_expired"):
            self._uploads.forget(document)
            outcome = await self._hand_over_once(address, document)
        return outcome

    async def _hand_over_once(self, address: str, document: Document) -> Outcome:
        try:
            token = await self._uploads.token(document)
        except AnswerLostError as error:
            return ChannelDown(str(error), needs_human=False)  # nobody has been sent anything yet
        if not isinstance(token, str):
            outcome = outcome_of(token, Use.WORDS, self._now())
            return ChannelDown(outcome.reason, needs_human=False) if isinstance(outcome, Unknown) else outcome
        is_image = zalo_oa_forms.kind_of(document) in zalo_oa_forms.IMAGES
        return await self._say(address, zalo_oa_forms.image(token) if is_image else zalo_oa_forms.file(token))

    async def _say(self, address: str, message: Mapping[str, Any]) -> Outcome:
        body = {"recipient": {"user_id": address}, "message": message}
        return await self._post("/v3.0/oa/message/cs", body, Use.WORDS)

    async def _post(self, path: str, body: Mapping[str, Any], use: Use) -> Outcome:
        try:
            return outcome_of(await self._wire.post(self._api + path, body), use, self._now())
        except OSError as error:
            return outcome_of_failure(error)


def capabilities_of(account: Account) -> Capabilities:
    return Capabilities(
        buttons=True,
        inbound=True,
        documents=True,
        removes=False,
        contact=True,
        abroad=False,
        text_limit=zalo_oa_forms.TEXT_LIMIT,
        most_choices=zalo_oa_forms.MOST_BUTTONS,
        document_types=frozenset(zalo_oa_forms.IMAGES | zalo_oa_forms.FILES),
        document_limit=zalo_oa_forms.FILE_LIMIT,
        image_limit=zalo_oa_forms.IMAGE_LIMIT,
        proven_contact=False,
        leaving_withdraws=True,
        reply_window=timedelta(days=account.window_days),
        free_window=timedelta(hours=account.free_hours),
    )
