"""A mail server that accepts messages for some people and refuses them for others."""

import socketserver
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string, policy


@dataclass
class MailServer:
    """The accepted messages."""

    takes: frozenset[str]
    port: int = 0
    taken: list[str] = field(default_factory=list[str])
    mails: list[str] = field(default_factory=list[str])

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Subject and text of each mail."""
        mails = [message_from_string(one, policy=policy.default) for one in self.mails]
        return [
            (mail["subject"], body.get_content().strip())
            for mail in mails
            if (body := mail.get_body(["plain"])) is not None
        ]

    def answer(self, line: str) -> str:
        """Return what to say to a command."""
        word = line[:4].upper()
        if word == "RCPT":
            person = line.partition("<")[2].partition(">")[0]
            if person not in self.takes:
                return "550 nobody of this name"
            self.taken.append(person)
        return {"DATA": "354 go on", "QUIT": "221 bye"}.get(word, "250 well")


@contextmanager
def mail_server(takes: frozenset[str]) -> Generator[MailServer]:
    """Accept mail while the block runs."""
    mails = MailServer(takes)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode():
                said = mails.answer(line)
                self.say(said)
                if said.startswith("354"):
                    mails.mails.append(self.data())
                    self.say("250 taken")

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def data(self) -> str:
            lines: list[str] = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            return "\n".join(lines)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        mails.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield mails
        finally:
            server.shutdown()
            thread.join(30)
