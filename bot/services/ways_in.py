"""How people get to us: our account on each network that is on, its name, and a link or a picture that leads there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Account
from bot.words.links import code_page

ACCOUNTS = "accounts"
"""Under this name every session knows our account on each network that is on."""
NETWORKS = ("zalo_oa", "zalo_bot", "telegram")
"""Where people come by themselves and say a code; that of most people first."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """One of our accounts, as people find it."""

    channel: str
    account: str
    name: str | None
    """As the network shows it; unknown before the first start."""

    @property
    def takes_token(self) -> bool:
        """Its link says who comes: nothing need be typed."""
        return self.channel == "telegram"

    def link(self, token: str | None = None) -> str | None:
        """What opens it on a phone; None where its network has no such links."""
        match self.channel:
            case "telegram" if self.name:
                return f"https://t.me/{self.name}" + (f"?start={token}" if token else "")
            case "zalo_oa":
                return f"https://zalo.me/{self.account}"
            case "zalo_bot" if self.name and self.name.startswith("https://"):
                return self.name
        return None


async def ways_in(db: AsyncSession) -> list[WayIn]:
    """Our accounts that are on; of several on one network the one that was heard from last."""
    on: Mapping[str, str] | None = db.info.get(ACCOUNTS)
    found = await db.execute(
        select(Account.channel, Account.account, Account.name)
        .where(Account.channel.in_(NETWORKS), Account.name.is_not(None))
        .order_by(Account.heard_at.is_not(None), Account.heard_at)
    )
    rows = [WayIn(channel, account, name) for channel, account, name in found]
    known = {way.channel: way for way in rows}  # the last one stays
    if on is not None:
        known = {channel: WayIn(channel, account, None) for channel, account in on.items()}
        known |= {way.channel: way for way in rows if on.get(way.channel) == way.account}
    return [known[channel] for channel in NETWORKS if channel in known and _is_findable(known[channel])]


def _is_findable(way: WayIn) -> bool:
    return way.name is not None or way.link() is not None


def link_for(db: AsyncSession, ways: Sequence[WayIn], token: str) -> str | None:
    """What the picture on a sheet opens: the only way in, where its link needs no typing, else our page of the code."""
    if len(ways) == 1 and ways[0].takes_token:
        return ways[0].link(token)
    site: str | None = db.info.get("public_url")
    if site is not None and ways:
        return f"{site}{code_page(token)}"
    return next((link for way in ways if (link := way.link(token)) is not None), None)
