"""What a short reply means."""

from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    """What a short reply to the question "will you come?" means."""

    PRESENT = "present"
    ABSENT = "absent"
    LATE = "late"
    EARLY_LEAVE = "early_leave"
    UNDECIDED = "undecided"
    ACK = "ack"
    """They have read it; it says nothing about coming."""
    PROXY = "proxy"
    """They speak for somebody else."""
    OPT_OUT = "opt_out"
    UNCLEAR = "unclear"


class Reason(StrEnum):
    """Why somebody stays away: a code, never the words."""

    ILLNESS = "illness"
    FAMILY = "family"
    DUTY_TRIP = "duty_trip"
    WORK_SHIFT = "work_shift"
    STUDY = "study"
    FAR_AWAY = "far_away"
    WEATHER = "weather"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Understood:
    """A reply made out: the reason only where the words gave one."""

    meaning: Meaning
    reason: Reason | None = None
