"""SQLite gives no number out twice: buttons on phones go on naming rows that are deleted.

What stands in the file stays as it is, so the tables are not made anew: their description says one word more.
"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ANY, NEVER_AGAIN = "PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)"


def upgrade() -> None:
    _describe(ANY, NEVER_AGAIN)


def downgrade() -> None:
    _describe(NEVER_AGAIN, ANY)


def _describe(was: str, becomes: str) -> None:
    """As SQLite's manual says how to change what it has written down of a table, within the transaction."""
    db = op.get_bind()
    if db.dialect.name != "sqlite":
        return
    op.execute("CREATE TABLE numbered (id INTEGER PRIMARY KEY AUTOINCREMENT)")  # the first makes the list of numbers
    op.execute("DROP TABLE numbered")
    version = db.exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema=ON")
    db.exec_driver_sql("UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table'", (was, becomes))
    op.execute(f"PRAGMA schema_version={version + 1}")
    op.execute("PRAGMA writable_schema=OFF")
