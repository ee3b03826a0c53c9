"""How an Official Account stands, asked just now and without the channel: for doctor, and before tokens are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.zalo_oa_account import about
from bot.channels.zalo_oa_wire import Passes, Wire
from bot.network_settings import ZaloOA


@dataclass(frozen=True, slots=True)
class Standing:
    """What it says of itself; None where it does not say."""

    account: str | None
    name: str
    is_verified: bool | None
    package: str | None
    is_linked: bool | None
    """To a Zalo Cloud Account, which templates are paid from."""
    forms_left: int | None
    """Templates by phone that may still leave today."""


class OnePass:
    """A token that was given just now and is not kept yet."""

    def __init__(self, access: str) -> None:
        self._access = access

    async def access(self) -> str:
        return self._access

    async def renewed(self, after: str) -> str:  # noqa: ARG002 - part of what a wire asks
        raise OSError("Zalo refuses the token that it has just given")

    async def close(self) -> None:
        """Nothing is under way."""


async def standing(account: ZaloOA, passes: Passes) -> Standing:
    """Raises `OSError` with a sentence."""
    wire = Wire(account, passes)
    try:
        told = await about(wire, account.hosts[0])
        left = await _forms_left(wire, account) if account.phone_forms else None
    finally:
        await wire.close()
    return Standing(
        _text(told, "oa_id"),
        _text(told, "name") or "",
        _truth(told, "is_verified"),
        _text(told, "package_name"),
        _truth(told, "linked_ZCA"),
        left,
    )


async def forms_left(account: ZaloOA, passes: Passes) -> int | None:
    """Templates by phone that may still leave today, asked just now; None where it is not told."""
    wire = Wire(account, passes)
    try:
        return await _forms_left(wire, account)
    finally:
        await wire.close()


async def _forms_left(wire: Wire, account: ZaloOA) -> int | None:
    """Nothing depends on it: where it is not told, it is not known."""
    try:
        left = (await wire.get(f"{account.hosts[1]}/message/quota")).data.get("remainingQuota")
        return int(str(left))
    except (OSError, ValueError):
        return None


def _text(told: Mapping[str, Any], name: str) -> str | None:
    value = told.get(name)
    return str(value)[:100] if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None


def _truth(told: Mapping[str, Any], name: str) -> bool | None:
    """Also where it is written as a number or text; a linked account may be told by its number."""
    value = told.get(name)
    return None if value is None else str(value).strip().lower() not in {"", "0", "false", "none"}
