"""What is refused about stopping what is sent, confirming what many people get, and sending again."""

from bot.refusals.refused import Refused


class NotStopped(Refused):
    """Nothing is stopped here, so nothing can go on."""


class StoppedAbove(Refused):
    """A unit above, or everything, is stopped; that stop ends where it was made."""


class NotSure(Refused):
    """So many people get it that their number has to be said."""


class TooLateToResend(Refused):
    """The meeting has begun or is over: nobody is told of it any more."""
