"""The end of a log into a checkpoint: a few lines, signed, to be printed and kept elsewhere.

Against it shows what the chain alone cannot show: that the end was cut off, or that all of it was
worked out anew. Signatures are Ed25519 (RFC 8032), by the package `cryptography`, which the extra
`signing` installs.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from disclosure_rules.recording.errors import LogError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

_FORM: Final = re.compile(
    r"disclosure-rules checkpoint 1\n"
    r"log: (?P<log>[0-9a-f-]{36})\n"
    r"records: (?P<number>[1-9][0-9]{0,17})\n"
    r"digest: (?P<digest>[0-9a-f]{64})\n"
    r"at: (?P<at>[0-9T:.+-]+)\n"
    r"signature: (?P<signature>[A-Za-z0-9+/=]+)\s*"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a log stood at a time."""

    log: str
    """The id of the log, which its first record has."""
    number: int
    """How many records it had."""
    digest: str
    """The digest of the last one, in hexadecimal digits."""
    at: str
    """When that was."""

    def text(self) -> str:
        """Return the lines that are signed."""
        return (
            f"disclosure-rules checkpoint 1\nlog: {self.log}\nrecords: {self.number}\n"
            f"digest: {self.digest}\nat: {self.at}\n"
        )

    def signed(self, private_key: bytes) -> str:
        """Return the lines with their signature.

        Args:
            private_key: An Ed25519 key in PEM, without a password.

        Raises:
            LogError: It is no such key, or `cryptography` is not installed.
        """
        signature = base64.b64encode(_private(private_key).sign(self.text().encode())).decode()
        return f"{self.text()}signature: {signature}\n"


def read_checkpoint(text: str, public_key: bytes) -> Checkpoint:
    """Return the checkpoint that was signed.

    Args:
        text: The lines with their signature.
        public_key: The Ed25519 key in PEM that belongs to the one it was signed by.

    Raises:
        LogError: It is no checkpoint, was not signed by that key, or it is no key.
    """
    key = _public(public_key)
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - it is there by now

    found = _FORM.fullmatch(text.replace("\r\n", "\n"))
    if found is None:
        raise LogError("no_checkpoint")
    checkpoint = Checkpoint(found["log"], int(found["number"]), found["digest"], found["at"])
    try:
        signature = base64.b64decode(found["signature"], validate=True)
        key.verify(signature, checkpoint.text().encode())
    except (InvalidSignature, binascii.Error):
        raise LogError("bad_signature") from None
    return checkpoint


def _private(pem: bytes) -> Ed25519PrivateKey:
    _need_cryptography()
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(pem, None)
    except (TypeError, ValueError, UnsupportedAlgorithm):
        raise LogError("no_private_key") from None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise LogError("no_private_key")
    return key


def _public(pem: bytes) -> Ed25519PublicKey:
    _need_cryptography()
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        raise LogError("no_public_key") from None
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise LogError("no_public_key")
    return key


def _need_cryptography() -> None:
    if find_spec("cryptography") is None:
        raise LogError("no_signing")
