"""Gateways that are no web service of a company: a phone of our own (SMSGate), a line to a carrier (SMPP)."""

import re
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.network_settings import is_loopback
from bot.sms_settings import SmsTerms, demand_privacy

CLOUDS = ("sms-gate.app", "capcom.me")
"""Where the makers of SMSGate carry messages for everybody: out of the country."""


class SmsGate(SmsTerms):
    """An Android phone with the app SMSGate: asked in its own network, through a server of ours, or of its makers."""

    kind: Literal["smsgate"] = "smsgate"
    url: str
    """`http://192.168.1.20:8080`, `https://sms.example.vn/3rdparty/v1` or `https://api.sms-gate.app/3rdparty/v1`."""
    user: str = Field(min_length=1)
    password: SecretStr
    signing_key: SecretStr | None = None
    """From the app, Settings, Webhooks: it seals what the phone brings. Without one nothing is believed."""
    sim: int | None = Field(default=None, ge=1, le=4)
    device: str | None = Field(default=None, pattern=r"[\w-]{1,64}")
    """Of several phones on one server, this one."""
    ttl: int = Field(default=4 * 3600, ge=60, le=24 * 3600)
    """Seconds after which a message that still waits in the phone is not sent any more."""
    idempotent: bool = True

    @field_validator("url")
    @classmethod
    def _is_whole(cls, url: str) -> str:
        if not re.match(r"https?://[^/\s@]+", url):
            raise ValueError("write a whole address, such as http://192.168.1.20:8080")
        return url.rstrip("/")

    @field_validator("password")
    @classmethod
    def _is_there(cls, password: SecretStr) -> SecretStr:
        if not password.get_secret_value():
            raise ValueError("it is missing")
        return password

    @model_validator(mode="after")
    def _can_be_used(self) -> "SmsGate":
        demand_privacy(urlsplit(self.url).scheme, urlsplit(self.url).hostname, insecure=self.insecure)
        if self.two_way and not self.signs:
            raise ValueError("signing_key: what people answer is believed only with the key of the app's webhooks")
        return self

    @property
    def signs(self) -> bool:
        return self.signing_key is not None and bool(self.signing_key.get_secret_value())

    def own_secrets(self) -> list[str]:
        return [self.password.get_secret_value()]

    @property
    def needs_our_address(self) -> bool:
        return self.signs

    @property
    def goes_abroad(self) -> bool:
        host = urlsplit(self.url).hostname or ""
        return any(host == cloud or host.endswith(f".{cloud}") for cloud in CLOUDS)


class Smpp(SmsTerms):
    """A line to a carrier or an aggregator by SMPP 3.4: one bind for both ways."""

    kind: Literal["smpp"] = "smpp"
    host: str = Field(pattern=r"[\w.:-]+")
    port: int = Field(default=2775, ge=1, le=65535)
    tls: bool = False
    user: str = Field(min_length=1, max_length=15, pattern=r"[!-~]+")
    """The `system_id`."""
    password: SecretStr
    system_type: str = Field(default="", max_length=12, pattern=r"[!-~]*")
    sender: str = Field(max_length=20, pattern=r"[ -~]+")
    window: int = Field(default=10, ge=1, le=200)
    """So many parts may wait for the carrier's answer at once."""
    receipt_ids: Literal["same", "hex_as_decimal", "decimal_as_hex"] = "same"
    """How a receipt writes the id that was given when the message was taken."""
    validity: int = Field(default=12 * 3600, ge=300, le=7 * 24 * 3600)
    """Seconds for which the carrier goes on trying."""

    @field_validator("password")
    @classmethod
    def _fits(cls, password: SecretStr) -> SecretStr:
        if not re.fullmatch("[!-~]{1,8}", password.get_secret_value()):
            raise ValueError("1 to 8 letters, digits and signs; SMPP knows no longer ones")
        return password

    @model_validator(mode="after")
    def _is_private(self) -> "Smpp":
        if not (self.tls or self.insecure or is_loopback(self.host)):
            raise ValueError(
                "insecure: SMPP can be read by anybody on the way; write tls = true or, over a tunnel, insecure = true"
            )
        return self

    @property
    def needs_our_address(self) -> bool:
        return False

    @property
    def one_line(self) -> bool:
        return True
