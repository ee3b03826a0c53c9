"""A gateway that is a company's web service, described in settings: what is asked, and what its answers mean.

`preset = "esms"` takes a description that comes with us; whatever is written beside it goes before it.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from tomllib import loads
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.sms_http_forms import PLACEHOLDER, STRICT, Ask, Inbound, Inquiry, Report, When, Whens, demand_known
from bot.sms_settings import SmsTerms, demand_privacy


def presets() -> dict[str, str]:
    """The descriptions that come with us, by name."""
    folder = files("bot") / "channels" / "sms" / "presets"
    found = {one.name.removesuffix(".toml"): one for one in folder.iterdir() if one.name.endswith(".toml")}
    return {name: found[name].read_text(encoding="utf-8") for name in sorted(found)}


class HttpSms(SmsTerms, Ask):
    """The whole description."""

    kind: Literal["http"] = "http"
    preset: str | None = None
    secrets: dict[str, SecretStr] = Field(default={})
    """What `{secret:name}` stands for."""
    ok_when: Whens
    already_when: Whens = Field(default=[])
    """It has had this before."""
    retry_when: Whens = Field(default=[When(http=[429, 503])])
    """It took nothing, and may later."""
    fatal_when: Whens = Field(default=[])
    """It takes nothing from us until a person sees to it."""
    dead_when: Whens = Field(default=[])
    """Nobody can be reached at this number."""
    id_path: str | None = None
    code_path: str | None = None
    """Where a refusal's number stands; none: where `ok_when` looks."""
    error_path: str | None = None
    report: Report | None = None
    inbound: Inbound | None = None
    balance: Inquiry | None = None

    model_config = STRICT

    @model_validator(mode="before")
    @classmethod
    def _after_the_preset(cls, written: Any) -> Any:
        name = written.get("preset") if isinstance(written, dict) else None
        if name is None:
            return written
        known = presets()
        if name not in known:
            raise ValueError(f"preset: write one of {', '.join(known)}")
        return merged(loads(known[name]), written)

    @field_validator("url")
    @classmethod
    def _is_whole(cls, url: str) -> str:
        if not re.match(r"https?://[^/{}\s]+", url):
            raise ValueError("write a whole address, such as https://gateway.example.vn/send")
        return url

    @model_validator(mode="after")
    def _can_be_used(self) -> "HttpSms":
        for ask in self.asks():
            demand_privacy(urlsplit(ask.url).scheme, urlsplit(ask.url).hostname, insecure=self.insecure)
            demand_known(ask)
        for name in sorted(self.wanted()):
            self._demand(name)
        if self.two_way and self.inbound is None:
            raise ValueError("two_way: what people write comes nowhere, since there is no inbound")
        if (self.two_way or self.report) and not self.can_be_called:
            raise ValueError("hook_secret: without any secret, write one of 16 letters and digits or more")
        return self

    def _demand(self, name: str) -> None:
        secret = name.removeprefix("secret:")
        if name == "sender" and not self.sender:
            raise ValueError("sender: the name or number that people see is missing")
        if name != secret and (secret not in self.secrets or not self.secrets[secret].get_secret_value()):
            raise ValueError(f"secrets.{secret}: it is missing")

    def asks(self) -> list[Ask]:
        return [self, *([self.balance] if self.balance else [])]

    def wanted(self) -> set[str]:
        """The placeholders for which something must be set."""
        texts = [text for ask in self.asks() for text in ask.texts()]
        if self.two_way and self.inbound and self.inbound.signature:
            texts += self.inbound.signature.over
        return {name for text in texts for name in PLACEHOLDER.findall(text)}

    def own_secrets(self) -> list[str]:
        return [secret.get_secret_value() for secret in self.secrets.values()]

    @property
    def needs_our_address(self) -> bool:
        return self.two_way or self.report is not None


def merged(preset: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """What is written goes before the preset, also within its tables."""
    both = {**preset, **written}
    for name in preset.keys() & written.keys():
        if isinstance(preset[name], dict) and isinstance(written[name], dict):
            both[name] = merged(preset[name], written[name])
    return both
