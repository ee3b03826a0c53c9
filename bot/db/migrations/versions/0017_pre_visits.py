"""Working groups, supervisors and the meetings that they attend."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=24)
BY = sa.String(length=60)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _groups() -> None:
    op.create_table(
        "working_groups",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("by", BY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        _key("working_groups", "unit_id", "units"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_groups")),
    )
    _index("working_groups", "unit_id")
    op.create_table(
        "working_group_members",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("group_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("is_leader", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        _key("working_group_members", "group_id", "working_groups"),
        _key("working_group_members", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_group_members")),
    )
    _index("working_group_members", "group_id")
    _index("working_group_members", "member_id")


def _assignments() -> None:
    op.create_table(
        "visit_assignments",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("group_id", NUMBER, nullable=True),
        sa.Column("member_id", NUMBER, nullable=True),
        sa.Column("cell_id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("is_announced", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("by", BY, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("ended_by", BY, nullable=True),
        _key("visit_assignments", "unit_id", "units"),
        _key("visit_assignments", "group_id", "working_groups"),
        _key("visit_assignments", "member_id", "members"),
        _key("visit_assignments", "cell_id", "units"),
        _key("visit_assignments", "meeting_id", "meetings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_assignments")),
    )
    for columns in (("unit_id",), ("group_id",), ("member_id",), ("meeting_id",), ("cell_id", "until_on")):
        _index("visit_assignments", *columns)


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("assignment_id", NUMBER, nullable=False),
        sa.Column("meeting_id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("cell_id", NUMBER, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("came_at", TIME, nullable=True),
        sa.Column("came_by", BY, nullable=True),
        sa.Column("marks", sa.JSON(), nullable=True),
        sa.Column("remark", sa.String(length=1000), nullable=True),
        sa.Column("remarked_at", TIME, nullable=True),
        sa.Column("remarked_by", BY, nullable=True),
        sa.Column("released_at", TIME, nullable=True),
        _key("visits", "assignment_id", "visit_assignments"),
        _key("visits", "meeting_id", "meetings"),
        _key("visits", "unit_id", "units"),
        _key("visits", "cell_id", "units"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("assignment_id", "meeting_id", name=op.f("uq_visits_assignment_id_meeting_id")),
    )
    for column in ("meeting_id", "asked_at", "unit_id"):
        _index("visits", column)
    op.create_table(
        "visit_people",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("visit_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("is_leader", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("answer", WORD, nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("came", sa.Boolean(), nullable=True),
        _key("visit_people", "visit_id", "visits"),
        _key("visit_people", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_people")),
        sa.UniqueConstraint("visit_id", "member_id", name=op.f("uq_visit_people_visit_id_member_id")),
    )
    _index("visit_people", "member_id")


def _difficulties() -> None:
    op.create_table(
        "visit_difficulties",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("visit_id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=True),
        sa.Column("state", WORD, nullable=False),
        sa.Column("raised_at", TIME, nullable=False),
        sa.Column("raised_by", BY, nullable=False),
        sa.Column("received_at", TIME, nullable=True),
        sa.Column("received_by", BY, nullable=True),
        sa.Column("answer", sa.String(length=1000), nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("answered_by", BY, nullable=True),
        _key("visit_difficulties", "visit_id", "visits"),
        _key("visit_difficulties", "unit_id", "units"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_difficulties")),
    )
    _index("visit_difficulties", "visit_id")
    _index("visit_difficulties", "unit_id", "state")


def upgrade() -> None:
    _groups()
    _assignments()
    _visits()
    _difficulties()


def downgrade() -> None:
    for table in (
        "visit_difficulties", "visit_people", "visits", "visit_assignments", "working_group_members", "working_groups",
    ):  # fmt: skip
        op.drop_table(table)
