"""What a form brought: a few short fields, as every browser sends them without scripts."""

from urllib.parse import parse_qsl

from fastapi import Request

LARGEST = 16 * 1024
NUL = "\0"
"""The letter that PostgreSQL keeps in no text; no keyboard has it."""


async def read_form(request: Request) -> dict[str, str]:
    """The fields by name, the last of each; empty where it is no form, or a larger one than any of ours."""
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > LARGEST:
            return {}
    try:
        return {name: said.replace(NUL, "") for name, said in parse_qsl(raw.decode(), max_num_fields=50)}
    except ValueError:
        return {}


def is_from_elsewhere(request: Request) -> bool:
    """Whether a page of another site sent this form; browsers say so themselves."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
