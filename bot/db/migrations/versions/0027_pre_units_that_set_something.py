"""The few units that set something for themselves are found without reading the settings of every cell."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SETTING_SOMETHING = sa.text("CAST(settings AS TEXT) <> '{}'")


def upgrade() -> None:
    op.create_index(
        "ix_units_setting",
        "units",
        ["id"],
        sqlite_where=SETTING_SOMETHING,
        postgresql_where=SETTING_SOMETHING,
    )
    op.create_index(op.f("ix_roles_until_on"), "roles", ["until_on"])


def downgrade() -> None:
    op.drop_index(op.f("ix_roles_until_on"), table_name="roles")
    op.drop_index("ix_units_setting", table_name="units")
