"""What can be set of any SMS gateway, `[sms.<name>]`, whatever it speaks."""

import hashlib
import hmac
import re

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from bot.network_settings import is_loopback

NAME = re.compile(r"[a-z0-9]{1,16}")
DIGEST = 40


class SmsTerms(BaseModel):
    """The same for all kinds of gateways; what only one kind has stands with it."""

    model_config = ConfigDict(extra="forbid")

    sender: str = Field(default="", max_length=32)
    """The name or number that people see."""
    two_way: bool = False
    """People can answer; False: nothing says so, and a personal link goes with the call."""
    marks: bool = False
    """Words keep their marks, at twice the price."""
    max_parts: int = Field(default=3, ge=1, le=10)
    """Longer ones are not sent."""
    price: int = Field(default=0, ge=0)
    """Đồng for a part."""
    idempotent: bool = False
    """It knows our key and takes a message once, however often it is given."""
    rate: float | None = Field(default=None, gt=0, le=10_000)
    """Messages a second."""
    hook_secret: SecretStr | None = None
    """Of what the hook's address is made; none: of the gateway's own secrets."""
    insecure: bool = False
    """Take a line that anybody on the way can read."""

    @field_validator("hook_secret")
    @classmethod
    def _cannot_be_guessed(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and len(secret.get_secret_value()) < 16:
            raise ValueError("at least 16 letters and digits")
        return secret

    def own_secrets(self) -> list[str]:
        """Those of the gateway, of which the hook's address can be made."""
        return []

    @property
    def can_be_called(self) -> bool:
        """Whether a hook's address can be made that nobody guesses."""
        return self.hook_secret is not None or any(self.own_secrets())

    @property
    def needs_our_address(self) -> bool:
        """Whether it brings something, for which it has to know where we are."""
        return self.two_way

    @property
    def goes_abroad(self) -> bool:
        """Whether it carries members' data out of the country."""
        return False

    @property
    def one_line(self) -> bool:
        """Whether what leaves and what comes share a line, of which there is one."""
        return False


def sms_channel(name: str) -> str:
    """What the gateway's channel is called."""
    return f"sms_{name}"


def hook_key(name: str, terms: SmsTerms) -> str:
    """The part of a hook's address that nobody can guess, the same in every process; "" where there is no secret."""
    if not terms.can_be_called:
        return ""
    own = "\n".join(sorted(terms.own_secrets()))
    secret = terms.hook_secret.get_secret_value() if terms.hook_secret else own
    return hmac.new(secret.encode(), f"chibot sms {name}".encode(), hashlib.sha256).hexdigest()[:DIGEST]


def demand_privacy(scheme: str, host: str | None, *, insecure: bool) -> None:
    """Raises ValueError for a line that can be read on the way, unless that is wanted."""
    if scheme not in {"http", "https"} or not host:
        raise ValueError("write a whole address, such as https://gateway.example.vn/send")
    if scheme == "http" and not insecure and not is_loopback(host):
        raise ValueError("http can be read by anybody on the way: write https, or insecure = true if there is none")
