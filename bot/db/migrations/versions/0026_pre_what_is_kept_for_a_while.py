"""Reasons that have had their time, and meetings closed some days ago, are found without reading all there are."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

WITH_REASON = sa.text("reason IS NOT NULL")


def upgrade() -> None:
    op.create_index(op.f("ix_meetings_closed_at"), "meetings", ["closed_at"])
    op.create_index(
        "ix_attendances_with_reason",
        "attendances",
        ["meeting_id"],
        sqlite_where=WITH_REASON,
        postgresql_where=WITH_REASON,
    )


def downgrade() -> None:
    op.drop_index("ix_attendances_with_reason", table_name="attendances")
    op.drop_index(op.f("ix_meetings_closed_at"), table_name="meetings")
