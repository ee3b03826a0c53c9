"""What a meeting is about: its agenda, its papers, what was concluded and who does it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
BY = sa.String(length=60)


def _templates() -> None:
    op.create_table(
        "agenda_templates",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_agenda_templates_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_templates")),
        sa.UniqueConstraint("unit_id", "kind", name=op.f("uq_agenda_templates_unit_id_kind")),
    )
    op.create_table(
        "document_templates",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_document_templates_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_templates")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_document_templates_unit_id_name")),
    )


def _papers() -> None:
    op.create_table(
        "papers",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("size", NUMBER, nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_papers_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
    )
    op.create_index(op.f("ix_papers_meeting_id"), "papers", ["meeting_id"])
    op.create_table(
        "paper_uploads",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_paper_uploads_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_paper_uploads_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_uploads")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_paper_uploads_token_hash")),
    )
    for column in ("meeting_id", "member_id", "expires_at"):
        op.create_index(op.f(f"ix_paper_uploads_{column}"), "paper_uploads", [column])


def _conclusions() -> None:
    op.create_table(
        "conclusions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("member_id", NUMBER, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("done_by", BY, nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("overdue_at", TIME, nullable=True),
        sa.Column("by", BY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_conclusions_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_conclusions_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusions")),
    )
    op.create_index(op.f("ix_conclusions_meeting_id"), "conclusions", ["meeting_id"])
    op.create_index(op.f("ix_conclusions_member_id"), "conclusions", ["member_id"])
    op.create_index("ix_conclusions_done_at_due_on", "conclusions", ["done_at", "due_on"])


def upgrade() -> None:
    op.add_column("meetings", sa.Column("agenda", sa.JSON(none_as_null=True), nullable=True))
    _templates()
    _papers()
    _conclusions()


def downgrade() -> None:
    for table in ("conclusions", "paper_uploads", "papers", "document_templates", "agenda_templates"):
        op.drop_table(table)
    op.drop_column("meetings", "agenda")
