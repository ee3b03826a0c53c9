"""How often may be asked: by each token, and with wrong tokens from each address; in the memory of this process."""

import math

from throttled import MemoryStore, RateLimiterType, Throttled, rate_limiter

WRONG_A_MINUTE = 20
MOST_KEPT = 10_000
"""Tokens and addresses that are remembered; of more the one that was longest silent begins anew."""


class Limit:
    """So many a minute for each key; a pause gives back as many as it is long."""

    def __init__(self, per_minute: int) -> None:
        quota = rate_limiter.per_min(per_minute)
        store = MemoryStore(options={"MAX_SIZE": MOST_KEPT})
        self._throttled = Throttled(using=RateLimiterType.GCRA.value, quota=quota, store=store)

    def wait(self, key: str) -> int:
        """0, or in how many seconds the next one is taken."""
        result = self._throttled.limit(key)
        return max(1, math.ceil(result.state.retry_after)) if result.limited else 0
