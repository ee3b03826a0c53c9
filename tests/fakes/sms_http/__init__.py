"""Companies that carry short messages, each on the loopback as its documents describe it."""

from tests.fakes.sms_http.esms import FakeESms
from tests.fakes.sms_http.server import Brought, FakeCompany, Page, Phone, Sent
from tests.fakes.sms_http.speedsms import FakeSpeedSms
from tests.fakes.sms_http.vietguys import FakeVietGuys
from tests.fakes.sms_http.viettel import FakeViettel
from tests.fakes.sms_http.vnpt import FakeVnpt

COMPANIES: dict[str, type[FakeCompany]] = {
    "esms": FakeESms,
    "speedsms": FakeSpeedSms,
    "vietguys": FakeVietGuys,
    "viettel": FakeViettel,
    "vnpt": FakeVnpt,
}
__all__ = ["COMPANIES", "Brought", "FakeCompany", "FakeESms", "FakeSpeedSms", "FakeVietGuys", "Page", "Phone", "Sent"]
