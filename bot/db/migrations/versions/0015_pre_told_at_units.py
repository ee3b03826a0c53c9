"""At which unit somebody is told of what is about no meeting; what is still open of the inbox, in its order."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


OPEN_ONLY = sa.text("handled_at IS NULL")
OPEN = {"ix_inbox_open": ["id"], "ix_inbox_open_address": ["channel", "account", "address", "id"]}


def upgrade() -> None:
    op.add_column("notices", sa.Column("unit_id", NUMBER, nullable=True))
    for name, columns in OPEN.items():
        op.create_index(name, "inbox", columns, sqlite_where=OPEN_ONLY, postgresql_where=OPEN_ONLY)


def downgrade() -> None:
    for name in OPEN:
        op.drop_index(name, "inbox")
    op.drop_column("notices", "unit_id")
