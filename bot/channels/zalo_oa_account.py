"""What an Official Account says of itself: its name, its plan, its groups."""

from collections.abc import Mapping
from typing import Any

from bot.channels.zalo_oa_wire import Answer, Wire
from bot.messages import AccountInfo

AT_ONCE = 50
MOST_GROUPS = 5000


async def about(wire: Wire, api: str) -> Mapping[str, Any]:
    """`name`, `is_verified`, `package_name`, `oa_type` and more; raises `OSError` with a sentence."""
    return told(await wire.get(f"{api}/v2.0/oa/getoa"), "who we are").data


async def introduction(wire: Wire, api: str, account: str) -> AccountInfo:
    """Our name; raises `OSError`, also where the tokens turn out to be another account's."""
    told_us = await about(wire, api)
    if str(told_us.get("oa_id") or account) != account:
        raise OSError("These tokens are of another Official Account than the settings name")
    return AccountInfo(account, str(told_us.get("name") or ""))


async def groups(wire: Wire, api: str) -> list[tuple[str, str]]:
    """Id and name of the groups that the account has made; raises `OSError` with a sentence."""
    found: list[tuple[str, str]] = []
    for offset in range(0, MOST_GROUPS, AT_ONCE):
        query = {"offset": str(offset), "count": str(AT_ONCE)}
        answer = told(await wire.get(f"{api}/v3.0/oa/group/getgroupsofoa", query), "its groups")
        page = answer.data.get("groups")
        some = [one for one in page if isinstance(one, dict)] if isinstance(page, list) else []
        found += [(str(one.get("group_id", "")), str(one.get("name", ""))) for one in some]
        if len(some) < AT_ONCE:
            break
    return found


def told(answer: Answer, what: str) -> Answer:
    if answer.code != 0 or answer.status != 200:
        reason = f"error {answer.code}" if answer.code else f"HTTP {answer.status}"
        raise OSError(f"Zalo does not say {what} ({reason})")
    return answer
