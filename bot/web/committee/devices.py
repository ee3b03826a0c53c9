"""What a browser says it is, in two words that its owner recognises."""

from fastapi import Request

from bot.words.committee_pages import UNKNOWN_DEVICE

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox", "Firefox"), ("SamsungBrowser",
            "Samsung Internet"), ("Zalo", "Zalo"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
           ("Linux", "Linux"))  # fmt: skip
"""The first sign that is there; most browsers also name those they descend from."""


def device_of(request: Request) -> str:
    """`Firefox, Windows`."""
    said = request.headers.get("User-Agent", "")
    named = [next((name for sign, name in known if sign in said), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, named)) or UNKNOWN_DEVICE
