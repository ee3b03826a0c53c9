"""What stands about one person is found without reading the log, the minutes and the warnings of everybody."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

OF_PERSONS = (
    ("audit", "by"),
    ("meeting_minutes", "chair_id"),
    ("meeting_minutes", "clerk_id"),
    ("tallies", "member_id"),
    ("unit_warnings", "subject"),
)


def upgrade() -> None:
    for table, column in OF_PERSONS:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table, column in reversed(OF_PERSONS):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
