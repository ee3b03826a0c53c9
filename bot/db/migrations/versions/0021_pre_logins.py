"""Logins at the committee's pages, and tokens for programs."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
HASH = sa.String(length=64)


def _table(name: str, hashed: str, *columns: sa.Column[object]) -> None:
    """What all three have: a secret of which only the hash is kept, whose it is, and from when until when it counts."""
    op.create_table(
        name,
        sa.Column("id", NUMBER, nullable=False),
        sa.Column(hashed, HASH, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        *columns,
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f(f"fk_{name}_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(hashed, name=op.f(f"uq_{name}_{hashed}")),
    )
    op.create_index(op.f(f"ix_{name}_member_id"), name, ["member_id"])
    op.create_index(op.f(f"ix_{name}_expires_at"), name, ["expires_at"])


def upgrade() -> None:
    _table(
        "login_links",
        "token_hash",
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("used_at", TIME, nullable=True),
    )
    _table(
        "logins",
        "cookie_hash",
        sa.Column("way", sa.String(length=24), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
    )
    _table(
        "api_tokens",
        "token_hash",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("scopes", sa.String(length=120), nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.Column("revoked_at", TIME, nullable=True),
    )


def downgrade() -> None:
    for table in ("api_tokens", "logins", "login_links"):
        op.drop_table(table)
