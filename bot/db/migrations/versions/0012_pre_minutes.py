"""Minutes of meetings and how they were graded."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
BY = sa.String(length=60)
COUNTED = (
    "official",
    "probationary",
    "temporary_in",
    "exempt",
    "temporary_out",
    "special_duty",
    "present_official",
    "present_probationary",
    "present_temporary_in",
    "excused",
    "unexcused",
)


def _minutes() -> None:
    op.create_table(
        "meeting_minutes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("chair_id", NUMBER, nullable=True),
        sa.Column("clerk_id", NUMBER, nullable=True),
        sa.Column("opinions", NUMBER, nullable=True),
        sa.Column("has_resolution", sa.Boolean(), nullable=True),
        sa.Column("resolution_no", NUMBER, nullable=True),
        sa.Column("resolution", sa.String(length=60), nullable=True),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("done_by", BY, nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_minutes_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["chair_id"], ["members.id"], name=op.f("fk_meeting_minutes_chair_id_members")),
        sa.ForeignKeyConstraint(["clerk_id"], ["members.id"], name=op.f("fk_meeting_minutes_clerk_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meeting_minutes_meeting_id")),
    )


def _headcounts() -> None:
    op.create_table(
        "headcounts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        *(sa.Column(name, NUMBER, nullable=False) for name in COUNTED),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_headcounts_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headcounts")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_headcounts_meeting_id")),
    )


def _scores() -> None:
    op.create_table(
        "meeting_scores",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("cell_id", NUMBER, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("profile", sa.String(length=40), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("points", NUMBER, nullable=True),
        sa.Column("most", NUMBER, nullable=True),
        sa.Column("grade", WORD, nullable=True),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("confirmed_by", BY, nullable=True),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_scores_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["cell_id"], ["units.id"], name=op.f("fk_meeting_scores_cell_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_scores")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meeting_scores_meeting_id")),
    )
    op.create_index("ix_meeting_scores_held_on_cell_id", "meeting_scores", ["held_on", "cell_id"])
    op.create_table(
        "scoring_profiles",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_scoring_profiles_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_profiles")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_scoring_profiles_unit_id_name")),
    )


def upgrade() -> None:
    _minutes()
    _headcounts()
    _scores()


def downgrade() -> None:
    for table in ("scoring_profiles", "meeting_scores", "headcounts", "meeting_minutes"):
        op.drop_table(table)
