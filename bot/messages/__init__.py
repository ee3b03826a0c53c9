"""The neutral language between people and networks: what was said, what is sent, how a send can end.

A channel turns its network's payloads into these and back; nothing else in the project knows a network's types.
"""

from bot.messages.capabilities import OWN_NUMBER, UNNUMBERED, Capabilities, written_for
from bot.messages.channels import (
    AccountInfo,
    Answering,
    Channel,
    Event,
    HookAnswer,
    HookRequest,
    Opened,
    Polled,
    Vouching,
)
from bot.messages.incoming import GROUP, Arrival, Body, Incoming, Kind, Receipt, is_group
from bot.messages.outcomes import (
    OUTSIDE_WINDOW,
    Accepted,
    AddressDead,
    AddressMoved,
    ChannelDown,
    Duplicate,
    Outcome,
    Rejected,
    Scope,
    Unknown,
    Wait,
)
from bot.messages.replies import Choice, Document, Form, Reply
from bot.messages.understood import Meaning, Reason, Understood

__all__ = [
    "GROUP", "OUTSIDE_WINDOW", "OWN_NUMBER", "UNNUMBERED", "Accepted", "AccountInfo", "AddressDead",
    "AddressMoved", "Answering", "Arrival", "Body", "Capabilities", "Channel", "ChannelDown", "Choice",
    "Document", "Duplicate", "Event", "Form", "HookAnswer", "HookRequest", "Incoming", "Kind", "Meaning",
    "Opened", "Outcome", "Polled", "Reason", "Receipt", "Rejected", "Reply", "Scope", "Understood", "Unknown",
    "Vouching", "Wait", "is_group", "written_for",
]  # fmt: skip
