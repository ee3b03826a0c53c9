"""Numbers that committees ask for, planned and reported."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
BY = sa.String(length=60)


def _indicators() -> None:
    op.create_table(
        "indicators",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("counted", sa.String(length=40), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("is_running", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("repeat", WORD, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("lead_days", NUMBER, nullable=True),
        sa.Column("addressees", sa.JSON(), nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("ended_by", BY, nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_indicators_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
    )
    op.create_index(op.f("ix_indicators_unit_id"), "indicators", ["unit_id"])
    op.create_index(op.f("ix_indicators_next_on"), "indicators", ["next_on"])
    op.create_table(
        "indicator_plans",
        sa.Column("indicator_id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("year", NUMBER, nullable=False),
        sa.Column("planned", NUMBER, nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_plans_indicator_id_indicators")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_indicator_plans_unit_id_units")),
        sa.PrimaryKeyConstraint("indicator_id", "unit_id", "year", name=op.f("pk_indicator_plans")),
    )


def _rounds() -> None:
    op.create_table(
        "indicator_rounds",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("indicator_id", NUMBER, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", NUMBER, nullable=False),
        sa.Column("telling", NUMBER, nullable=True),
        sa.Column("cursor", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_rounds_indicator_id_indicators")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_rounds")),
        sa.UniqueConstraint("indicator_id", "starts_on", name=op.f("uq_indicator_rounds_indicator_id_starts_on")),
    )
    op.create_index("ix_indicator_rounds_stage_opens_on", "indicator_rounds", ["stage", "opens_on"])


def _reports() -> None:
    op.create_table(
        "indicator_reports",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("round_id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=True),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("first_at", TIME, nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("answered_by", BY, nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("nudges", NUMBER, nullable=False),
        sa.Column("nudged_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["indicator_rounds.id"], name=op.f("fk_indicator_reports_round_id_indicator_rounds")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_indicator_reports_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_reports")),
        sa.UniqueConstraint("round_id", "unit_id", name=op.f("uq_indicator_reports_round_id_unit_id")),
    )
    op.create_index("ix_indicator_reports_unit_id", "indicator_reports", ["unit_id"])
    op.create_table(
        "indicator_values",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("report_id", NUMBER, nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["indicator_reports.id"], name=op.f("fk_indicator_values_report_id_indicator_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_values")),
        sa.UniqueConstraint("report_id", "revision", name=op.f("uq_indicator_values_report_id_revision")),
    )


def upgrade() -> None:
    _indicators()
    _rounds()
    _reports()


def downgrade() -> None:
    for table in (
        "indicator_values", "indicator_reports", "indicator_rounds", "indicator_plans", "indicators",
    ):  # fmt: skip
        op.drop_table(table)
