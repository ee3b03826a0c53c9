"""The refusals of the platform. Its real words are known for a few of them only."""

from tests.fakes.telegram.answers import Refusal


def refusal(status: int, description: str) -> Refusal:
    return Refusal(status, description)


BAD_REQUEST = refusal(400, "Bad request")
UNAUTHORIZED = refusal(401, "Unauthorized")
FORBIDDEN = refusal(403, "Forbidden")
NO_CHAT = refusal(404, "Chat not found")
NO_METHOD = refusal(404, "Method not found")
NO_WEBHOOK = refusal(404, "Webhook not found")
TIMED_OUT = refusal(408, "Request timeout")
QUOTA_USED_UP = refusal(429, "Quota exceeded")
SERVER_ERROR = refusal(500, "Internal server error")
