"""Who holds which office at which unit, dated."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Office(StrEnum):
    """The roles of `domain` section 5. Being a member is no role here: it is a membership."""

    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    CELL_COMMITTEE = "cell_committee"
    CLERK = "clerk"
    GROUP_LEADER = "group_leader"
    ASSIGNED_SUPERVISOR = "assigned_supervisor"
    OFFICE = "office"
    ORG_DEPT = "org_dept"
    INSPECTION = "inspection"
    COMMUNE_COMMITTEE = "commune_committee"
    DISTRICT_COMMITTEE = "district_committee"
    PROVINCE = "province"
    TECH_ADMIN = "tech_admin"


class Role(Base):
    """A person's office at a unit, from a day through a day, that day included (None: open)."""

    __tablename__ = "roles"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    office: Mapped[Office]
    from_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(index=True)
    given_by: Mapped[str] = mapped_column(String(60))
    from_roster: Mapped[bool] = mapped_column(default=False)
    """Read out of a workbook: a newer workbook may end it; what a person gave, a workbook never ends."""
