"""What came to a whole country in some days, and who passed a document on, without reading all the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

PASSED_ON = sa.text("passed_by IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_directive_units_unit_id_directive_id", "directive_units", ["unit_id", "directive_id"])
    op.drop_index("ix_directive_units_unit_id", table_name="directive_units")
    op.create_index("ix_meetings_cell_id_called_at", "meetings", ["cell_id", "called_at"])
    op.create_index(op.f("ix_opinions_arrived_at"), "opinions", ["arrived_at"])
    op.create_index(
        "ix_directive_units_passed_on",
        "directive_units",
        ["directive_id"],
        sqlite_where=PASSED_ON,
        postgresql_where=PASSED_ON,
    )


def downgrade() -> None:
    op.drop_index("ix_directive_units_passed_on", table_name="directive_units")
    op.drop_index(op.f("ix_opinions_arrived_at"), table_name="opinions")
    op.drop_index("ix_meetings_cell_id_called_at", table_name="meetings")
    op.create_index("ix_directive_units_unit_id", "directive_units", ["unit_id"])
    op.drop_index("ix_directive_units_unit_id_directive_id", table_name="directive_units")
