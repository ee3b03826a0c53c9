"""Who came when and how it was noticed; checking in by picture and code; the numbers of sheets on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)


def _marks() -> None:
    op.add_column("attendances", sa.Column("noticed", WORD, nullable=True))
    op.add_column("attendances", sa.Column("arrived_at", TIME, nullable=True))
    for name in ("came_late", "left_early"):
        op.add_column("attendances", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("roll_log", sa.Column("noticed", WORD, nullable=True))
    for name in ("came_late", "left_early"):
        op.add_column("roll_log", sa.Column(name, sa.Boolean(), nullable=True))


def _check_ins() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("mode", WORD, nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("code_minutes", NUMBER, nullable=False),
        sa.Column("opened_by", sa.String(length=60), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("closes_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_check_ins_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_check_ins_meeting_id")),
    )


def _screens() -> None:
    op.create_table(
        "check_in_screens",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("cookie_hash", sa.String(length=64), nullable=True),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("opened_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_check_in_screens_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_check_in_screens_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_screens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_check_in_screens_token_hash")),
        sa.UniqueConstraint("cookie_hash", name=op.f("uq_check_in_screens_cookie_hash")),
    )
    op.create_index(op.f("ix_check_in_screens_meeting_id"), "check_in_screens", ["meeting_id"])
    op.create_index(op.f("ix_check_in_screens_member_id"), "check_in_screens", ["member_id"])


def _wrong() -> None:
    op.create_table(
        "wrong_check_ins",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("endpoint_id", NUMBER, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["endpoints.id"], name=op.f("fk_wrong_check_ins_endpoint_id_endpoints")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_check_ins")),
    )
    op.create_index("ix_wrong_check_ins_endpoint_id_at", "wrong_check_ins", ["endpoint_id", "at"])


def _paper() -> None:
    op.create_table(
        "paper_sheets",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("member_ids", sa.JSON(), nullable=False),
        sa.Column("printed", NUMBER, nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_paper_sheets_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheets")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_paper_sheets_meeting_id")),
    )


def upgrade() -> None:
    _marks()
    _check_ins()
    _screens()
    _wrong()
    _paper()


def downgrade() -> None:
    for table in ("paper_sheets", "wrong_check_ins", "check_in_screens", "check_ins"):
        op.drop_table(table)
    for name in ("left_early", "came_late", "noticed"):
        op.drop_column("roll_log", name)
    for name in ("left_early", "came_late", "arrived_at", "noticed"):
        op.drop_column("attendances", name)
