"""Announcements of a cell and questions with a few answers."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
BY = sa.String(length=60)


def _announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("text", sa.String(length=600), nullable=True),
        sa.Column("by", BY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("until_at", TIME, nullable=False),
        sa.Column("people", NUMBER, nullable=False),
        sa.Column("to_group", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("recalled_at", TIME, nullable=True),
        sa.Column("recalled_by", BY, nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_announcements_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_index(op.f("ix_announcements_unit_id"), "announcements", ["unit_id"])
    op.create_index(op.f("ix_announcements_made_at"), "announcements", ["made_at"])


def _polls() -> None:
    op.create_table(
        "polls",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("closes_at", TIME, nullable=False),
        sa.Column("nudged_at", TIME, nullable=True),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("recalled_at", TIME, nullable=True),
        sa.Column("recalled_by", BY, nullable=True),
        sa.Column("base", NUMBER, nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_polls_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sa.UniqueConstraint("unit_id", "number", name=op.f("uq_polls_unit_id_number")),
    )
    op.create_index("ix_polls_closed_at_closes_at", "polls", ["closed_at", "closes_at"])
    op.create_table(
        "poll_answers",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("poll_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("choice", NUMBER, nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("channel", WORD, nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_answers_poll_id_polls")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_poll_answers_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answers")),
        sa.UniqueConstraint("poll_id", "member_id", name=op.f("uq_poll_answers_poll_id_member_id")),
    )
    op.create_index(op.f("ix_poll_answers_member_id"), "poll_answers", ["member_id"])


def upgrade() -> None:
    _announcements()
    _polls()


def downgrade() -> None:
    for table in ("poll_answers", "polls", "announcements"):
        op.drop_table(table)
