"""Reports that go out by themselves: which were looked at, so that none goes out twice."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "own_reports",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_own_reports_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_reports")),
        sa.UniqueConstraint("unit_id", "kind", "period", name=op.f("uq_own_reports_unit_id_kind_period")),
    )
    op.create_index(op.f("ix_own_reports_at"), "own_reports", ["at"])


def downgrade() -> None:
    op.drop_table("own_reports")
