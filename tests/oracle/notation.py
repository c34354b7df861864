"""What the oracles share: vector files, the protocol's notation and its labels. Written from PROTOCOL.md alone."""

import hashlib
import hmac
import pathlib
import struct

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"
SKIPPED = 77  # what CTest takes for "skipped"


class Vector:
    """Lines `key = value`; keys may repeat and keep their order."""

    def __init__(self, path):
        self.name = path.name
        lines = (line.split(" = ", 1) for line in path.read_text().splitlines() if not line.startswith("#"))
        self.lines = [(line[0], line[1] if len(line) > 1 else "") for line in lines if line[0].strip()]
        self.first = {}
        for key, value in self.lines:
            self.first.setdefault(key.strip(" ="), value)

    def __contains__(self, key):
        return key in self.first

    def text(self, key):
        return self.first[key]

    def bytes(self, key):
        return bytes.fromhex(self.first[key])

    def number(self, key):
        return int(self.first[key])

    def steps(self):
        return [value.split() for key, value in self.lines if key == "step"]


def vectors(kind, expect):
    found = (Vector(path) for path in sorted(VECTORS.glob("*.txt")))
    return [v for v in found if v.text("kind") == kind and v.text("expect") == expect]


def opaque(data):
    """opaque<V> of RFC 9420 section 2.1.2."""
    if len(data) < 1 << 6:
        return struct.pack(">B", len(data)) + data
    if len(data) < 1 << 14:
        return struct.pack(">H", len(data) | 0x4000) + data
    return struct.pack(">I", len(data) | 0x80000000) + data


def label(purpose):
    return opaque(b"holdfast v1 " + purpose.encode())


def hkdf(salt, ikm, info, size):
    """RFC 5869 with SHA-256."""
    key = hmac.new(salt or bytes(32), ikm, hashlib.sha256).digest()
    out, block = b"", b""
    for counter in range(1, -(-size // 32) + 1):
        block = hmac.new(key, block + info + bytes([counter]), hashlib.sha256).digest()
        out += block
    return out[:size]


class Reader:
    """Walks over encoded bytes."""

    def __init__(self, data):
        self.data = data

    def take(self, size):
        taken, self.data = self.data[:size], self.data[size:]
        assert len(taken) == size, "truncated"
        return taken

    def number(self, size):
        return int.from_bytes(self.take(size), "big")

    def vector(self):
        first = self.number(1)
        more = {0: 0, 1: 1, 2: 3}[first >> 6]
        return self.take((first & 0x3F) << (8 * more) | self.number(more))

    def dh_public(self):
        assert self.number(1) == 1, "not an X25519 key"
        return self.take(32)


def open_envelope(data):
    """SealedEnvelope as (hand-shake or None, header fields, nonce, ciphertext)."""
    reader = Reader(data)
    handshake = None
    if reader.number(1) == 1:
        handshake = {
            "psk": reader.take(16),
            "device_list": reader.vector(),
            "signature": reader.take(64),
            "initiator": reader.take(16),
            "responder": reader.take(16),
            "signed_prekey": reader.number(4),
            "one_time_prekey": reader.number(4),
            "ephemeral": reader.dh_public(),
        }
    header = (reader.dh_public(), reader.number(4), reader.number(4))
    nonce, ciphertext = reader.take(24), reader.vector()
    assert not reader.data, "trailing bytes"
    return handshake, header, nonce, ciphertext


def pad(payload, size):
    return payload + b"\x80" + bytes(size - len(payload) - 1)
