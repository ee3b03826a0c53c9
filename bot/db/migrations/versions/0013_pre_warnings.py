"""What a secretary or a supervisor has been warned of, rolls to be looked at for it, rosters found right or wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)


def _warnings() -> None:
    op.create_table(
        "unit_warnings",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("stage", WORD, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_warnings_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_warnings")),
        sa.UniqueConstraint(
            "unit_id",
            "name",
            "subject",
            "period",
            "stage",
            name=op.f("uq_unit_warnings_unit_id_name_subject_period_stage"),
        ),
    )


def _roll_changes() -> None:
    op.create_table(
        "roll_changes",
        sa.Column("meeting_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_roll_changes_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_roll_changes")),
    )
    op.create_index(op.f("ix_roll_changes_due_at"), "roll_changes", ["due_at"])


def _roster_checks() -> None:
    op.create_table(
        "roster_checks",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("quarter", sa.String(length=10), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("reminded_at", TIME, nullable=True),
        sa.Column("passed_on_at", TIME, nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("wrong", sa.String(length=400), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_roster_checks_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_checks")),
        sa.UniqueConstraint("unit_id", "quarter", name=op.f("uq_roster_checks_unit_id_quarter")),
    )
    op.create_index(op.f("ix_roster_checks_quarter"), "roster_checks", ["quarter"])


def upgrade() -> None:
    _warnings()
    _roll_changes()
    _roster_checks()


def downgrade() -> None:
    for table in ("roster_checks", "roll_changes", "unit_warnings"):
        op.drop_table(table)
