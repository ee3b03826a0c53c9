"""Documents that are passed down."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
BY = sa.String(length=60)


def _directives() -> None:
    op.create_table(
        "directives",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("haste", WORD, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("must_study", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("passing", WORD, nullable=False),
        sa.Column("addressees", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("at_night", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("replaces_id", NUMBER, nullable=True),
        sa.Column("by", BY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("told_at", TIME, nullable=True),
        sa.Column("cancelled_at", TIME, nullable=True),
        sa.Column("cancelled_by", BY, nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_directives_unit_id_units")),
        sa.ForeignKeyConstraint(["replaces_id"], ["directives.id"], name=op.f("fk_directives_replaces_id_directives")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directives")),
    )
    op.create_index(op.f("ix_directives_unit_id"), "directives", ["unit_id"])
    op.create_table(
        "directive_files",
        sa.Column("directive_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directives.id"], name=op.f("fk_directive_files_directive_id_directives")
        ),
        sa.PrimaryKeyConstraint("directive_id", name=op.f("pk_directive_files")),
    )


def _uploads() -> None:
    op.create_table(
        "directive_uploads",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("brought_at", TIME, nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_directive_uploads_unit_id_units")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_directive_uploads_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_uploads")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_directive_uploads_token_hash")),
    )
    op.create_index(op.f("ix_directive_uploads_member_id"), "directive_uploads", ["member_id"])
    op.create_index(op.f("ix_directive_uploads_expires_at"), "directive_uploads", ["expires_at"])


def _units() -> None:
    op.create_table(
        "directive_units",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("directive_id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("from_unit_id", NUMBER, nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("arrived_at", TIME, nullable=False),
        sa.Column("told_at", TIME, nullable=True),
        sa.Column("passed_at", TIME, nullable=True),
        sa.Column("passed_by", BY, nullable=True),
        sa.Column("expected", NUMBER, nullable=False),
        sa.Column("acknowledged", NUMBER, nullable=False),
        sa.Column("studied", NUMBER, nullable=False),
        sa.Column("reported_at", TIME, nullable=True),
        sa.Column("reported_by", BY, nullable=True),
        sa.Column("classes", NUMBER, nullable=True),
        sa.Column("report", sa.String(length=500), nullable=True),
        sa.Column("reminded_at", TIME, nullable=True),
        sa.Column("again_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directives.id"], name=op.f("fk_directive_units_directive_id_directives")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_directive_units_unit_id_units")),
        sa.ForeignKeyConstraint(["from_unit_id"], ["units.id"], name=op.f("fk_directive_units_from_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_units")),
        sa.UniqueConstraint("directive_id", "unit_id", name=op.f("uq_directive_units_directive_id_unit_id")),
    )
    op.create_index("ix_directive_units_unit_id", "directive_units", ["unit_id"])
    op.create_index("ix_directive_units_told_at", "directive_units", ["told_at"])
    op.create_index(op.f("ix_directive_units_again_at"), "directive_units", ["again_at"])


def _receipts() -> None:
    op.create_table(
        "directive_receipts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("directive_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("acknowledged_at", TIME, nullable=True),
        sa.Column("acknowledged_by", BY, nullable=True),
        sa.Column("studied_at", TIME, nullable=True),
        sa.Column("study_meeting_id", NUMBER, nullable=True),
        sa.Column("studied_by", BY, nullable=True),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directives.id"], name=op.f("fk_directive_receipts_directive_id_directives")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_directive_receipts_member_id_members")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_directive_receipts_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["study_meeting_id"], ["meetings.id"], name=op.f("fk_directive_receipts_study_meeting_id_meetings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_receipts")),
        sa.UniqueConstraint("directive_id", "member_id", name=op.f("uq_directive_receipts_directive_id_member_id")),
    )
    op.create_index("ix_directive_receipts_directive_id_unit_id", "directive_receipts", ["directive_id", "unit_id"])
    op.create_index("ix_directive_receipts_member_id", "directive_receipts", ["member_id"])


def _studies_and_questions() -> None:
    op.create_table(
        "directive_studies",
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("directive_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_directive_studies_meeting_id_meetings")),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directives.id"], name=op.f("fk_directive_studies_directive_id_directives")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "directive_id", name=op.f("pk_directive_studies")),
    )
    op.create_index(op.f("ix_directive_studies_directive_id"), "directive_studies", ["directive_id"])
    op.create_table(
        "directive_questions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("directive_id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("at_unit_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("answered_by", BY, nullable=True),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directives.id"], name=op.f("fk_directive_questions_directive_id_directives")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_directive_questions_unit_id_units")),
        sa.ForeignKeyConstraint(["at_unit_id"], ["units.id"], name=op.f("fk_directive_questions_at_unit_id_units")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_directive_questions_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_questions")),
    )
    op.create_index(op.f("ix_directive_questions_member_id"), "directive_questions", ["member_id"])
    op.create_index(op.f("ix_directive_questions_at_unit_id"), "directive_questions", ["at_unit_id"])
    op.create_index(
        "ix_directive_questions_directive_id_answered_at", "directive_questions", ["directive_id", "answered_at"]
    )


def upgrade() -> None:
    _directives()
    _uploads()
    _units()
    _receipts()
    _studies_and_questions()


def downgrade() -> None:
    for table in (
        "directive_questions", "directive_studies", "directive_receipts", "directive_units", "directive_uploads",
        "directive_files", "directives",
    ):  # fmt: skip
        op.drop_table(table)
