"""The door of the web server."""

import socket

from bot.web.server import open_door


def test_the_second_part_of_an_answer_does_not_wait_for_word_of_the_first() -> None:
    with open_door("127.0.0.1", 0) as door, socket.create_connection(door.getsockname()):
        inside, _ = door.accept()
        with inside:
            assert inside.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
