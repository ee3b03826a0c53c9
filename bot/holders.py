"""Who holds a lease: this process, told apart from all others; and whether one beside us has died."""

import hashlib
import os
import secrets
import socket
from contextlib import suppress
from functools import cache
from pathlib import Path

WHOLE = 3


@cache
def here() -> str:
    """This machine since it was started, and the part of it whose processes we see: a container is one of its own."""
    signs = [socket.gethostname()]
    with suppress(OSError):
        signs.append(Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"))
        signs.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(signs).encode()).hexdigest()[:16] if len(signs) == WHOLE else ""


def new_holder() -> str:
    """`place:process:chance`; the place is empty where it cannot be told."""
    return f"{here()}:{os.getpid()}:{secrets.token_hex(8)}"


def has_died(holder: str) -> bool:
    """Whether this holder was a process beside us that is no more; False for all that we cannot see."""
    place, _, rest = holder.partition(":")
    number = rest.partition(":")[0]
    if not place or place != here() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
