"""What every refusal is."""


class Refused(Exception):
    """Something is not done, for a reason the person is told."""

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts
