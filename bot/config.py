"""Settings, read once: environment, `.env` and `chibot.toml` in the current folder; a wrong value stops the start.

Every `CHIBOT_NAME` may also be given as `CHIBOT_NAME_FILE`, the path of a file that holds the value.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from tomllib import TOMLDecodeError

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.network_settings import Telegram, ZaloBot, ZaloOA, web_address
from bot.sms_accounts import SmsAccounts
from bot.sms_settings import sms_channel

PREFIX = "CHIBOT_"
TEN_YEARS = 10 * 366 * 86_400


class WrongSettings(ValueError):
    """A setting cannot be used; the text says which one and what to write instead."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nothing routine is sent, people's time; `begins` may be after `ends` (over midnight)."""

    begins: time
    ends: time


def quiet_hours(text: str) -> QuietHours | None:
    """`21:00-07:00` or `off`; raises ValueError otherwise."""
    if text.strip().lower() == "off":
        return None
    match = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*", text)
    if match is None:
        raise ValueError("write it as 21:00-07:00, or off")
    hours = [int(part) for part in match.groups()]
    return QuietHours(time(hours[0], hours[1]), time(hours[2], hours[3]))


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", env_file=".env", toml_file="chibot.toml", extra="ignore"
    )

    database_url: SecretStr | None = None
    data: Path = Path(".chibot")
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = None
    telegram: Telegram = Telegram()
    zalo_oa: ZaloOA = ZaloOA()
    zalo_bot: ZaloBot = ZaloBot()
    sms: SmsAccounts = {}
    """The gateways, by name."""
    quiet_hours: str = "21:00-07:00"
    clock_offset: float = Field(default=0.0, ge=-TEN_YEARS, le=TEN_YEARS, allow_inf_nan=False)
    rate: dict[str, float] = {}
    """Messages a second that leave, by channel."""
    api_per_minute: int = Field(default=60, ge=1, le=6000)
    """Questions of one token to the JSON API."""
    metrics_secret: SecretStr | None = None
    """What whoever asks for /metrics must bring; without one, `serve` has no such page."""
    metrics_port: int | None = Field(default=None, ge=0, le=65535)
    """Where `work` is watched; nowhere without it."""

    @field_validator("quiet_hours")
    @classmethod
    def _hours_can_be_read(cls, text: str) -> str:
        quiet_hours(text)
        return text

    @field_validator("public_url")
    @classmethod
    def _public_address(cls, url: str | None) -> str | None:
        return web_address(url) if url else None

    @field_validator("metrics_secret")
    @classmethod
    def _metrics_secret_can_be_brought(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is None or not secret.get_secret_value():
            return None
        if not re.fullmatch(r"[!-~]{16,256}", secret.get_secret_value()):
            raise ValueError("16 to 256 letters, digits and signs, without spaces")
        return secret

    @field_validator("rate")
    @classmethod
    def _rates_are_positive(cls, rate: dict[str, float]) -> dict[str, float]:
        if any(not 0 < one <= 10_000 for one in rate.values()):
            raise ValueError("messages a second, more than 0 and at most 10000")
        return rate

    @model_validator(mode="after")
    def _a_webhook_needs_an_address(self) -> "Settings":
        come_by_themselves = {
            "Telegram": self.telegram.token and self.telegram.mode == "webhook",
            "Zalo OA": self.zalo_oa.is_on,
            "Zalo Bot": self.zalo_bot.token and self.zalo_bot.mode == "webhook",
            **{f"SMS {name}": terms.needs_our_address for name, terms in self.sms.items()},
        }
        for network, comes in come_by_themselves.items():
            if comes and not self.public_url:
                raise ValueError(f"CHIBOT_PUBLIC_URL: the webhook needs the address under which {network} reaches us")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - part of the library's call
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, toml

    @cached_property
    def sqlalchemy_url(self) -> str:
        """The database's address with the async driver in it."""
        if self.database_url is None:
            return f"sqlite+aiosqlite:///{(self.data / 'chibot.db').absolute()}"
        return async_url(self.database_url.get_secret_value())

    @property
    def accounts(self) -> dict[str, str]:
        """The stable id of our account on each network that is on."""
        tokens = {"telegram": self.telegram.token, "zalo_bot": self.zalo_bot.token}
        on = {name: token.get_secret_value().partition(":")[0] for name, token in tokens.items() if token is not None}
        on |= {"zalo_oa": self.zalo_oa.oa_id} if self.zalo_oa.oa_id is not None else {}
        return on | {sms_channel(name): name for name in self.sms}

    @property
    def rates(self) -> dict[str, float]:
        """Messages a second, by channel, where it is set; a gateway's own is overruled by `rate`."""
        own = {sms_channel(name): terms.rate for name, terms in self.sms.items() if terms.rate is not None}
        return own | self.rate

    def now(self) -> datetime:
        """The time people call now, aware UTC; leases, buckets and lock-outs use the real clock instead."""
        return datetime.now(UTC) + timedelta(seconds=self.clock_offset)


DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


def async_url(url: str) -> str:
    """A database address with the driver that this project uses; raises WrongSettings for other databases."""
    scheme, mark, rest = url.partition("://")
    if not mark or scheme not in DRIVERS:
        raise WrongSettings(
            "CHIBOT_DATABASE_URL: write sqlite:////path/chibot.db or postgresql://user:password@host/name"
        )
    return f"{DRIVERS[scheme]}://{rest}"


def read_settings() -> Settings:
    """The settings of this start; raises WrongSettings with one line for each wrong value."""
    try:
        written = dotenv_values(".env")
    except (OSError, ValueError):
        raise WrongSettings(".env: the file cannot be read; it has to be text in UTF-8") from None
    _take_from_files({**written, **os.environ})
    try:
        settings = Settings()
        make_url(settings.sqlalchemy_url)
    except ValidationError as error:
        raise WrongSettings("\n".join(_complaint(one) for one in error.errors())) from None
    except WrongSettings:
        raise
    except (ArgumentError, ValueError) as error:
        where = "chibot.toml" if isinstance(error, TOMLDecodeError | SettingsError) else f"{PREFIX}DATABASE_URL"
        raise WrongSettings(f"{where}: it cannot be read; look at its form in the README") from None
    return settings


def _take_from_files(environment: Mapping[str, str | None]) -> None:
    """`NAME_FILE` gives `NAME`, unless `NAME` is there itself."""
    for name, path in environment.items():
        wanted = name.upper().removesuffix("_FILE")
        if not (name.upper().startswith(PREFIX) and name.upper().endswith("_FILE") and path):
            continue
        if wanted in environment:
            continue
        try:
            os.environ[wanted] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            raise WrongSettings(f"{name}: the file cannot be read") from None


def _complaint(error: Mapping[str, object]) -> str:
    """One line for people: the setting's name and what is wrong; never the value, which may be a secret."""
    where = error["loc"]
    name = "__".join(str(part).upper() for part in where) if isinstance(where, tuple) else ""
    text = str(error["msg"]).removeprefix("Value error, ")
    return f"{PREFIX}{name}: {text}" if name else text
