"""A mail server on this machine that counts what arrives, and kills whoever is sending when it is told to."""

import os
import signal
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# How far a letter has come: nothing said yet; addressed; all of it here but not acknowledged;
# acknowledged, and the sender about to write that down.
PHASES = ("greeting", "addressed", "here", "acknowledged")


@dataclass
class Book:
    """What has arrived, by address; and the next killing: whom, after how many letters, in which phase."""

    arrived: Counter[str] = field(default_factory=Counter)
    process: int = 0
    after: int = 0
    phase: str = ""
    killed: str = ""

    def kill(self, process: int, *, letters: int, phase: str) -> None:
        """Kill ``process`` in ``phase`` of the first letter after ``letters`` more."""
        self.after, self.phase, self.killed = self.arrived.total() + letters, phase, ""
        self.process = process

    def reached(self, phase: str, address: str = "") -> bool:
        """Whether the sender has just been killed here."""
        if not self.process or phase != self.phase or self.arrived.total() < self.after:
            return False
        os.kill(self.process, signal.SIGKILL)
        self.process, self.killed = 0, address or phase
        return True


class Talk(socketserver.StreamRequestHandler):
    """One conversation, as far as Django's sender needs it."""

    server: "Server"

    def handle(self) -> None:
        book, address = self.server.book, ""
        if book.reached("greeting"):
            return
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("RCPT TO:"):
                address = line[8:].strip().strip("<>")
                if book.reached("addressed", address):
                    return
            if word == "DATA":
                self.say("354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                book.arrived[address] += 1
                if book.reached("here", address):
                    return
            if word == "QUIT" and book.reached("acknowledged", address):
                return  # what was acknowledged is not written down yet
            self.say("221 bye" if word == "QUIT" else "250 well")
            if word == "QUIT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine; ``book`` is what it has seen."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.book = Book()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A killed sender hangs up in the middle of a word; that is no news."""


@contextmanager
def mail_server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
