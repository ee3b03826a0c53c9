"""What lies below a unit is found by the beginning of its path, which PostgreSQL's usual index cannot do."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INDEX = "ix_units_path"


def upgrade() -> None:
    _make_anew("varchar_pattern_ops")


def downgrade() -> None:
    _make_anew(None)


def _make_anew(ops: str | None) -> None:
    """SQLite's index stays: it has no such kinds, and needs none."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.drop_index(INDEX, table_name="units")
    op.create_index(INDEX, "units", ["path"], postgresql_ops={"path": ops} if ops else {})
