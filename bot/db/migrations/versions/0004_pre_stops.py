"""Stops that hold back what is owed below a unit; what is due is found by its own small index."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "halts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_halts_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halts")),
    )
    is_waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_notices_due",
        "notices",
        ["channel", "account", "urgency", "expires_at", "id"],
        sqlite_where=is_waiting,
        postgresql_where=is_waiting,
    )


def downgrade() -> None:
    op.drop_index("ix_notices_due", table_name="notices")
    op.drop_table("halts")
