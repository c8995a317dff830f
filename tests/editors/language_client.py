"""A small client of a language server: documents go in, diagnostics and completions come out.

It speaks the Language Server Protocol over the server's standard streams. Every wait has a
deadline, so that a server that falls silent fails a test instead of hanging it.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any, Final

PATIENCE: Final = 60.0
"""How many seconds the server may take for an answer; it takes far less."""

Message = dict[str, Any]


class LanguageServer:
    """A running server."""

    def __init__(self, command: list[str], root: Path, settings: Message) -> None:
        """Start the server and shake hands with it."""
        self._settings = settings
        self._server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._received: Queue[Message] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        self._number = 0
        self._told: dict[str, list[Message]] = {}
        """The diagnostics of each open document, once the server has told them."""
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
        }
        folder = {"uri": root.as_uri(), "name": root.name}
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder["uri"],
                "workspaceFolders": [folder],
                "capabilities": capabilities,
            },
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": settings})

    # --- What a user does --------------------------------------------------------------------

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a document, as it is on the disk or with another text, and return its URI."""
        uri = path.as_uri()
        written = path.read_text(encoding="utf-8") if text is None else text
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": written}
        self._told.pop(uri, None)
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def close(self, uri: str) -> None:
        """Close a document."""
        self._tell("textDocument/didClose", {"textDocument": {"uri": uri}})
        self._told.pop(uri, None)

    def diagnostics(self, uri: str) -> list[Message]:
        """Return what the server marks in an open document."""
        while uri not in self._told:
            self._take()
        return self._told[uri]

    def completions(self, uri: str, line: int, character: int) -> dict[str, Message]:
        """Return what the server offers at a place, by label; lines count from 0."""
        found = self.ask("textDocument/completion", _at(uri, line, character))
        return {item["label"]: item for item in found["items"]}

    def hover(self, uri: str, line: int, character: int) -> str:
        """Return what the server tells of a place."""
        found = self.ask("textDocument/hover", _at(uri, line, character))
        return "" if found is None else str(found["contents"]["value"])

    def stop(self) -> None:
        """Ask the server to end, and see to it that it does."""
        with suppress(OSError, TimeoutError):
            self.ask("shutdown", None)
            self._tell("exit", None)
        try:
            self._server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._reader.join(PATIENCE)
        for stream in (self._server.stdin, self._server.stdout):
            if stream is not None:
                stream.close()

    # --- The protocol ------------------------------------------------------------------------

    def ask(self, method: str, parameters: object) -> Any:
        """Return the server's answer to a request."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while True:
            answer = self._take()
            if "method" not in answer and answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def _tell(self, method: str, parameters: object) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: Message) -> None:
        assert self._server.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._server.stdin.flush()

    def _take(self) -> Message:
        """Return the next message, having done what it asks of a client."""
        try:
            message = self._received.get(timeout=PATIENCE)
        except Empty:
            told = f"the language server said nothing for {PATIENCE:.0f} seconds"
            raise TimeoutError(told) from None
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            self._told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif method == "workspace/configuration":
            asked = [item.get("section") for item in message["params"]["items"]]
            result = [self._settings.get(section) for section in asked]
            self._send({"id": message["id"], "result": result})
        elif method is not None and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def _read(self) -> None:
        for message in self._messages():
            self._received.put(message)

    def _messages(self) -> Iterator[Message]:
        stream = self._server.stdout
        assert stream is not None
        while header := stream.readline():
            name, _, value = header.decode().partition(":")
            if name.lower() == "content-length":
                while stream.readline().strip():
                    pass
                yield json.loads(stream.read(int(value)))


def _at(uri: str, line: int, character: int) -> Message:
    return {
        "textDocument": {"uri": uri},
        "position": {"line": line, "character": character},
    }
