"""Asking Telegram for a bot's public name without loading aiogram, which takes seconds: for the command line."""

import aiohttp

PATIENCE = aiohttp.ClientTimeout(total=8, connect=5)


async def ask_name(token: str, api_base: str, proxy: str | None) -> str | None:
    """The user name that links are made of; None where Telegram does not give it."""
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE, connector=_connector(proxy)) as http,
            http.get(f"{api_base}/bot{token}/getMe", allow_redirects=False) as answer,
        ):
            told = await answer.json(content_type=None)
    except (OSError, TimeoutError, ValueError, aiohttp.ClientError):
        return None
    result = told.get("result") if isinstance(told, dict) else None
    name = result.get("username") if isinstance(result, dict) else None
    return name if isinstance(name, str) and name else None


def _connector(proxy: str | None) -> aiohttp.BaseConnector | None:
    if proxy is None:
        return None
    from aiohttp_socks import ProxyConnector  # noqa: PLC0415 - only where a proxy is set

    return ProxyConnector.from_url(proxy)
