"""What a cookie has to know of the way on which people reach us."""

from sqlalchemy.ext.asyncio import AsyncSession


def is_over_https(db: AsyncSession) -> bool:
    """Whether a browser may be told to send a cookie nowhere else."""
    return str(db.info.get("public_url")).startswith("https:")
