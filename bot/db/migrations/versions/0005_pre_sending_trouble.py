"""What sending meets at a network, beside what asking it for events meets."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("sending_trouble", sa.String(length=200), nullable=True))
    op.add_column("accounts", sa.Column("sending_troubled_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("accounts", "sending_troubled_at")
    op.drop_column("accounts", "sending_trouble")
