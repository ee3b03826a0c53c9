"""The settings of each network: off until it has what it needs; a wrong value says what to write instead."""

import re
from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, SecretStr, field_validator, model_validator


def web_address(url: str) -> str:
    """An https address, or http on loopback; raises ValueError otherwise."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write a whole address, such as https://chibot.example.vn")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("http is taken on this machine only (127.0.0.1, localhost); write https")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


WebAddress = Annotated[str, AfterValidator(web_address)]
MODES = Literal["polling", "webhook"]


class Telegram(BaseModel):
    """The Telegram account; off until it has a token."""

    token: SecretStr | None = None
    api_base: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    secret: SecretStr | None = None
    proxy: SecretStr | None = None

    @field_validator("token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None or not token.get_secret_value().strip():
            return None
        if not re.fullmatch(r"\d+:\S+", token.get_secret_value().strip()):
            raise ValueError("a Telegram token is digits, a colon and letters, as BotFather gave it")
        return SecretStr(token.get_secret_value().strip())

    @field_validator("secret")
    @classmethod
    def _telegram_takes_this_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError("1 to 256 letters, digits, _ or -")
        return secret

    @field_validator("proxy")
    @classmethod
    def _proxy_can_be_used(cls, proxy: SecretStr | None) -> SecretStr | None:
        if proxy is None or not proxy.get_secret_value().strip():
            return None
        parts = urlsplit(proxy.get_secret_value())
        if parts.scheme not in {"socks5", "socks4", "http"} or not parts.hostname or not parts.port:
            raise ValueError("write it as socks5://user:password@host:1080 or http://host:3128")
        return proxy

    @field_validator("api_base")
    @classmethod
    def _http_stays_on_this_machine(cls, url: str) -> str:
        return web_address(url)


class ZaloForm(BaseModel):
    """One registered template: its number at Zalo, and how our fields are called in it."""

    id: str = Field(min_length=1, max_length=32)
    fields: dict[str, str] = {}
    """Its parameter by our name: `name`, `cell`, `kind`, `time`, `place`, `topic`, `text`; none other is sent."""
    longest: dict[str, int] = {}
    """Characters that it takes in a parameter, by our name, where they are not the usual ones."""
    coming: str = "Có mặt"
    """The label of its quick reply for yes."""
    away: str = "Xin vắng"
    price: int = Field(default=0, ge=0)
    """Đồng for one, as the account's page shows it."""


class ZaloOA(BaseModel):
    """The Official Account; off until it has the app's number, the app's secret and the account's number."""

    app_id: str | None = Field(default=None, pattern=r"^\d{1,32}$")
    app_secret: SecretStr | None = None
    oa_id: str | None = Field(default=None, pattern=r"^\d{1,32}$")
    webhook_secret: SecretStr | None = None
    """The "OA secret key" of the webhook's page; without one, nothing that comes is believed."""
    signed_over: Literal["app_id", "oa_id"] = "app_id"
    """Which number begins what is signed: the documented one is the app's."""
    api_base: WebAddress = "https://openapi.zalo.me"
    business_base: WebAddress | None = None
    """For templates by phone; where `api_base` is set alone, that."""
    oauth_base: WebAddress | None = None
    app_proof: bool = False
    """Send the proof of the secret with every call, where the app demands it."""
    free_hours: int = Field(default=48, ge=0)
    """So long after a person's last word a message costs nothing."""
    window_days: int = Field(default=7, ge=0)
    """So long after it messages are taken at all."""
    free_in_window: int | None = Field(default=None, ge=0)
    """So many are free within the free hours; none: all."""
    price: int = Field(default=55, ge=0)
    """Đồng for a message within the window that is not free."""
    silent_hours: int = Field(default=24, ge=1)
    """After which a webhook that brings nothing while messages leave is reported."""
    forms: dict[str, ZaloForm] = {}
    """Templates sent by user id, by kind: `call`, `reminder`, `moved`, `cancelled`, `word`."""
    phone_forms: dict[str, ZaloForm] = {}
    """Templates sent by phone number (ZNS); with any, members are reached on Zalo by the number in the roster."""
    development: bool = False
    """Templates by phone reach the account's own administrators only: for trying out what is not reviewed yet."""

    @property
    def is_on(self) -> bool:
        return self.app_id is not None

    @field_validator("forms", "phone_forms")
    @classmethod
    def _kinds_are_known(cls, forms: dict[str, ZaloForm]) -> dict[str, ZaloForm]:
        if unknown := set(forms) - FORM_KINDS:
            raise ValueError(f"{min(unknown)}: write one of {', '.join(sorted(FORM_KINDS))}")
        return forms

    @model_validator(mode="after")
    def _all_or_none(self) -> "ZaloOA":
        wanted = {"app_id": self.app_id, "app_secret": self.app_secret, "oa_id": self.oa_id}
        missing = [name for name, value in wanted.items() if value is None]
        if missing and len(missing) < len(wanted):
            raise ValueError(f"{missing[0].upper()} is missing: the account needs app_id, app_secret and oa_id")
        return self

    @property
    def hosts(self) -> tuple[str, str, str]:
        """Where messages, templates by phone and tokens are asked for."""
        if self.api_base != OPENAPI:
            return self.api_base, self.business_base or self.api_base, self.oauth_base or self.api_base
        return OPENAPI, self.business_base or BUSINESS, self.oauth_base or OAUTH


FORM_KINDS = {"call", "reminder", "moved", "cancelled", "word"}
OPENAPI, BUSINESS, OAUTH = "https://openapi.zalo.me", "https://business.openapi.zalo.me", "https://oauth.zaloapp.com"


class ZaloBot(BaseModel):
    """A bot of the Zalo Bot Platform; off until it has a token."""

    token: SecretStr | None = None
    api_base: WebAddress = "https://bot-api.zaloplatforms.com"
    mode: MODES = "polling"
    secret: SecretStr | None = None
    """What the webhook must bring; none: one is made of the token."""
    users: int = Field(default=50, ge=1)
    """So many people may write to one bot."""
    monthly: int = Field(default=3000, ge=1)
    """So many messages a month."""

    @field_validator("token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None or not token.get_secret_value().strip():
            return None
        if not re.fullmatch(r"\d+:[!-~]+", token.get_secret_value().strip()):
            raise ValueError("a bot's token is digits, a colon and letters, as Zalo Bot Manager sent it")
        return SecretStr(token.get_secret_value().strip())

    @field_validator("secret")
    @classmethod
    def _zalo_takes_this_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[!-~]{8,256}", secret.get_secret_value()):
            raise ValueError("8 to 256 letters, digits and signs, without spaces")
        return secret
