"""What goes to and fro, as tests look at it."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Button(NamedTuple):
    """A button under a message: what people read, and the text that a press says."""

    title: str
    payload: str


class Upload(NamedTuple):
    """A file as it came in."""

    name: str
    content: bytes
    media_type: str


@dataclass
class Template:
    """Registered words: the parameters that they want, and the labels of their quick reply."""

    id: str
    parameters: dict[str, int]
    """How many characters each takes."""
    labels: tuple[str, ...] = ()
    price: int = 560
    is_reviewed: bool = True
    left: int | None = None
    """Of today; None: enough."""


@dataclass
class Sent:
    """A message of the account that was taken."""

    to: str
    message_id: str
    text: str = ""
    buttons: list[Button] = field(default_factory=list)
    upload: Upload | None = None
    template: Template | None = None
    data: dict[str, str] = field(default_factory=dict)
    """What its parameters are filled with."""
    tracking_id: str | None = None
    mode: str | None = None
    asks_for_number: bool = False
    price: int = 0
    """Đồng."""
    body: dict[str, Any] = field(default_factory=dict)
