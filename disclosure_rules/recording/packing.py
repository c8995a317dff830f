"""Texts of a log into fewer bytes, and back: deflated, with words that every record has as a start.

A log is full of the same keys and terms; packed, a million records take less than half of the room.
"""

from __future__ import annotations

import zlib
from typing import Final

_RAW: Final = -zlib.MAX_WBITS
_LEVEL: Final = 6
_MEMORY: Final = 5
"""How much memory zlib takes: little, since texts are short and tables cost time to lay out."""
LARGEST_TEXT: Final = 1 << 28
"""In bytes: beyond this nothing is unpacked, so that a forged text cannot fill the memory."""

# INVARIANT: part of the format of a log; a change needs another number of the format.
WORDS: Final = (
    b'{"documents":{"input":{"salt":"hmac":"2026","withdrawn_at":"","ended_at":"","expires_at":"'
    b'"given_at":"T00:00:00+00:00","occurred_at":"2026-01-01T00:00:00+00:00","opt_outs":[],'
    b'"stop_demands":[],"breaches":[{"id":"","consents":[{"data":["client_data"],"purposes":["'
    b'"recipients":["third_person"],"related_to":[],"operation":"transmit","purpose":"'
    b'"recipient":{"id":"","kind":"group_company"},"client":{'
    b'{"about":"","decision_id":"","items":["","kind":"disclosure","reference":"","sent_at":"'
    b'"fulfilled":["verify_demand"],"kind":"fulfilment","kind":"invalid_request","faults":[{"code":"'
    b'"unknown_key","path":"input_digest":{"hmac":"erased":["masked":["requested_by":"'
    b'"correlation_id":"{"bundles":{"ekspressjob":{"revision":"","source":"","versions":{'
    b'"client_rights":"2026-11","disclosure":"2026-11","offers":"2026-11","processing":"2026-11"}}},'
    b'"decision_id":"01","kind":"decision","labels":{"version":"0.1.0"},'
    b'"moment":"2026-01-01T00:00:00+00:00","operation":"transmit","purpose":"perform_contract",'
    b'"recipient":{"id":"","kind":"partner"},"result":{"grounds":["consent"],'
    b'"items":[{"category":"contact_data","missing":["client.consents"],"name":"email",'
    b'"outcome":"no_ground","outcome":"prohibited","outcome":"permitted",'
    b'"records":{"disclosure#consent":{"client.consents":["'
    b'"rules":["disclosure#consent"]}],"missing":["client.breaches"],'
    b'"obligations":[{"id":"record_disclosure","rule":"disclosure#consent","timing":"with"},'
    b'{"id":"","rule":"","timing":"after","within":"30 days"},"timing":"before"}],'
    b'"outcome":"facts_missing"},"subject":{"key_id":"2026","pseudonym":"'
    b'"timestamp":"2026-01-01T00:00:00.000000+00:00"}'
)


def pack(text: bytes, like: bytes = b"") -> bytes:
    """Return a text packed, shorter if it repeats what stands in another one."""
    writer = zlib.compressobj(
        _LEVEL, zlib.DEFLATED, _RAW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, WORDS + like
    )
    return writer.compress(text) + writer.flush()


def unpack(packed: bytes, like: bytes = b"") -> bytes | None:
    """Return the text of what was packed, or None if it is damaged."""
    reader = zlib.decompressobj(_RAW, WORDS + like)
    try:
        text = reader.decompress(packed, LARGEST_TEXT)
    except zlib.error:
        return None
    return text if reader.eof and not reader.unused_data else None
