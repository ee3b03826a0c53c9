"""A fake Official Account: Zalo's Open API over real HTTP on one side, people with Zalo on the other."""

from tests.fakes.telegram.answers import DropAfterAccept, DropBeforeAccept, Garbage, Slow
from tests.fakes.zalo_oa.answers import Refusal, rate_limit
from tests.fakes.zalo_oa.hook import sign
from tests.fakes.zalo_oa.objects import Button, Sent, Template, Upload
from tests.fakes.zalo_oa.people import Group, Person, Phone
from tests.fakes.zalo_oa.server import FakeZaloOA

__all__ = [
    "Button",
    "DropAfterAccept",
    "DropBeforeAccept",
    "FakeZaloOA",
    "Garbage",
    "Group",
    "Person",
    "Phone",
    "Refusal",
    "Sent",
    "Slow",
    "Template",
    "Upload",
    "rate_limit",
    "sign",
]
