"""Further rules of series, their exceptions and proposals, and the days that are off."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
MONTH = sa.String(length=7)
BY = sa.String(length=60)


def _exceptions() -> None:
    op.create_table(
        "series_exceptions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("series_id", NUMBER, nullable=False),
        sa.Column("month", MONTH, nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("hour", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("made_by", BY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_exceptions_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_exceptions")),
        sa.UniqueConstraint("series_id", "month", name=op.f("uq_series_exceptions_series_id_month")),
    )
    op.create_index(op.f("ix_series_exceptions_on"), "series_exceptions", ["on"])


def _proposals() -> None:
    op.create_table(
        "series_proposals",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("series_id", NUMBER, nullable=False),
        sa.Column("month", MONTH, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("second_on", sa.Date(), nullable=True),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("reminded_at", TIME, nullable=True),
        sa.Column("passed_on_at", TIME, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_proposals_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_proposals")),
        sa.UniqueConstraint("series_id", "month", name=op.f("uq_series_proposals_series_id_month")),
    )
    op.create_index("ix_series_proposals_decided_at_on", "series_proposals", ["decided_at", "on"])


def _holidays() -> None:
    op.create_table(
        "holidays",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sa.UniqueConstraint("on", name=op.f("uq_holidays_on")),
    )
    op.create_table(
        "holiday_years",
        sa.Column("year", NUMBER, autoincrement=False, nullable=False),
        sa.Column("written_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_holiday_years")),
    )


def upgrade() -> None:
    op.add_column("series", sa.Column("months", sa.String(length=40), nullable=True))
    op.add_column("series", sa.Column("from_month", MONTH, nullable=True))
    op.add_column("series", sa.Column("until_month", MONTH, nullable=True))
    _exceptions()
    _proposals()
    _holidays()


def downgrade() -> None:
    """Series of the rules that the older code does not know end: it would stop at them."""
    op.execute("UPDATE series SET ended_at = made_at WHERE ended_at IS NULL AND rule NOT LIKE 'day:%'")
    for table in ("holiday_years", "holidays", "series_proposals", "series_exceptions"):
        op.drop_table(table)
    for column in ("until_month", "from_month", "months"):
        op.drop_column("series", column)
