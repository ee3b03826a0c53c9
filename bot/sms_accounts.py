"""The SMS gateways of an installation: `[sms.<name>]`, each of its kind."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator

from bot.sms_http_settings import HttpSms
from bot.sms_phone_settings import Smpp, SmsGate
from bot.sms_settings import NAME, SmsTerms

KINDS: Mapping[str, type[SmsTerms]] = {"http": HttpSms, "smsgate": SmsGate, "smpp": Smpp}
"""By what is written as `kind`; without it, a web service."""


def _of_its_kind(written: Any) -> SmsTerms:
    if isinstance(written, SmsTerms):
        return written
    if not isinstance(written, Mapping):
        raise ValueError("write a table, [sms.name]")  # noqa: TRY004 - what pydantic makes a sentence of
    kind = KINDS.get(str(written.get("kind", "http")))
    if kind is None:
        raise ValueError(f"kind: write one of {', '.join(KINDS)}")
    return kind.model_validate(_without_files(written))


def _without_files(written: Mapping[str, Any]) -> dict[str, Any]:
    """Without `…_FILE` of the environment: what stood in those files is there by its own name."""
    own = {name: value for name, value in written.items() if not str(name).endswith("_file")}
    return {name: _without_files(value) if isinstance(value, Mapping) else value for name, value in own.items()}


def _names(written: Any) -> Any:
    if isinstance(written, Mapping) and (wrong := [name for name in written if not NAME.fullmatch(str(name))]):
        raise ValueError(f"{str(wrong[0])[:32]!r}: a gateway's name is 1 to 16 small letters and digits")
    return written


SmsAccount = Annotated[SmsTerms, PlainValidator(_of_its_kind)]
SmsAccounts = Annotated[dict[str, SmsAccount], BeforeValidator(_names)]
