"""What networks need that change their tokens, report what arrived, cost something, and have groups."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
REPORTS = sa.text("channel <> 'telegram'")


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("since_at", TIME, nullable=False),
        sa.Column("told_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alarms")),
    )
    op.create_table(
        "passes",
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("access_token", sa.String(length=2048), nullable=False),
        sa.Column("refresh_token", sa.String(length=2048), nullable=False),
        sa.Column("got_at", TIME, nullable=False),
        sa.Column("access_until", TIME, nullable=False),
        sa.Column("authorised_at", TIME, nullable=False),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("last_access_token", sa.String(length=2048), nullable=True),
        sa.Column("last_refresh_token", sa.String(length=2048), nullable=True),
        sa.PrimaryKeyConstraint("channel", "account", name=op.f("pk_passes")),
    )
    op.create_table(
        "unit_groups",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("endpoint_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("named_by", sa.String(length=60), nullable=False),
        sa.Column("since_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["endpoint_id"], ["endpoints.id"], name=op.f("fk_unit_groups_endpoint_id_endpoints")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_groups_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_groups")),
    )
    op.create_index(op.f("ix_unit_groups_endpoint_id"), "unit_groups", ["endpoint_id"])
    op.create_index(op.f("ix_unit_groups_unit_id"), "unit_groups", ["unit_id"])
    op.add_column("attempts", sa.Column("delivered_at", TIME, nullable=True))
    op.add_column("attempts", sa.Column("seen_at", TIME, nullable=True))
    op.add_column("attempts", sa.Column("cost", NUMBER, nullable=True))
    op.create_index("ix_attempts_reported", "attempts", ["external_id"], sqlite_where=REPORTS, postgresql_where=REPORTS)
    op.add_column("endpoints", sa.Column("heard_at", TIME, nullable=True))


def downgrade() -> None:
    op.drop_column("endpoints", "heard_at")
    op.drop_index("ix_attempts_reported", table_name="attempts")
    for column in ("cost", "seen_at", "delivered_at"):
        op.drop_column("attempts", column)
    for table in ("unit_groups", "passes", "alarms"):
        op.drop_table(table)
