"""A mail server on this machine that keeps what it takes, and can be told to refuse."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from hub.configuration import Configuration


class Server:
    """What was taken, in order, and what is answered to the next messages (empty: they are taken)."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.answers: list[str] = []
        self.asked = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.asked += 1
        if self.answers and (answer := self.answers.pop(0)):
            return answer
        self.taken.append(message_from_bytes(envelope.content))
        return "250 OK"

    def texts(self) -> list[str]:
        """Subject and body of each message."""
        return [f"{make_header(decode_header(one['Subject']))}\n{one.get_payload(decode=True).decode()}" for one in self.taken]


@contextmanager
def mail_server() -> Iterator[Server]:
    """Run one while the block lasts, with the hub set up to use it."""
    server = Server()
    port = _free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        configuration = Configuration(mail_url=f"smtp://127.0.0.1:{port}", address="https://hub.example/")
        with override_settings(CONFIGURATION=configuration, **configuration.mail()):
            yield server
    finally:
        controller.stop()


def _free_port() -> int:
    """The controller tries whether it answers at the port that it was given: 0 would not do."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
