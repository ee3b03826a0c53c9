"""The process that looks through one file: it comes by standard input, what was found goes by standard output."""

import json
import sys

from bot.refusals import PaperWrong
from bot.services.paper_reading import judged, read_file

MOST_MEMORY = 1_000_000_000
"""Bytes; of a file of 10 MB all that is read makes a few hundred million."""
MOST_SECONDS = 25
"""Of work, for whoever started us may be gone by then."""


def limit() -> None:
    """Where the system can; elsewhere time alone is limited, by whoever started us."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what is in the file must not touch a disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    limit()
    head = json.loads(sys.stdin.buffer.readline())
    try:
        found = judged(head["said"], read_file(head["ending"], sys.stdin.buffer.read()))
        answer: dict[str, object] = {"finding": found.finding.value, "is_whole": found.is_whole}
    except PaperWrong as refusal:
        answer = {"why": refusal.facts["why"]}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
