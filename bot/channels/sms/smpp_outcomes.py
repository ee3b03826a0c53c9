"""What a carrier's status says of a message, of the phone it was for, or of our account."""

import structlog

from bot.channels.sms.smpp_pdus import SmppCommandStatus, status_name
from bot.messages import AddressDead, ChannelDown, Outcome, Rejected, Scope, Unknown, Wait

log = structlog.get_logger()
THROTTLED_FOR, AILING_FOR = 5.0, 30.0
HASTE = {SmppCommandStatus.ESME_RTHROTTLED, SmppCommandStatus.ESME_RMSGQFUL}
AILING = {
    SmppCommandStatus.ESME_RSYSERR,
    SmppCommandStatus.ESME_RSUBMITFAIL,
    SmppCommandStatus.ESME_RX_T_APPN,
}
NOT_BOUND = {SmppCommandStatus.ESME_RINVBNDSTS}
NO_SUCH_NUMBER = {SmppCommandStatus.ESME_RINVDSTADR}
OURS_TO_MEND = {
    SmppCommandStatus.ESME_RINVSRCADR,
    SmppCommandStatus.ESME_RINVSRCTON,
    SmppCommandStatus.ESME_RINVSRCNPI,
    SmppCommandStatus.ESME_RINVDSTTON,
    SmppCommandStatus.ESME_RINVDSTNPI,
    SmppCommandStatus.ESME_RINVSERTYP,
    SmppCommandStatus.ESME_RINVPASWD,
    SmppCommandStatus.ESME_RINVSYSID,
}


def refused(status: int, *, is_first: bool) -> Outcome:
    """`is_first`: nothing of the message has been taken before."""
    reason = f"smpp {status_name(status)}"
    if status in HASTE | AILING and not is_first:
        return Unknown(f"{reason}, in the middle of a message")
    if status in HASTE:
        return Wait(THROTTLED_FOR, Scope.CHANNEL)
    if status in AILING:
        return Wait(AILING_FOR, Scope.MESSAGE)
    if status in NO_SUCH_NUMBER:
        return AddressDead("phone_invalid")
    if status in NOT_BOUND:
        return ChannelDown(reason, needs_human=False)
    if status in OURS_TO_MEND:
        return ChannelDown(reason, needs_human=True)
    log.warning("sms_refused", gateway="smpp", reason=reason)
    return Rejected(reason)
