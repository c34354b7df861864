#!/usr/bin/python3
"""Writes the vectors of sealed names with PyNaCl and the standard library alone: tests/oracle/names.py

The encoding, the key derivation and the padding are written down here a second time, from PROTOCOL.md ("Names").
"""

import hashlib
import hmac
import pathlib

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as seal
from nacl.signing import SigningKey

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"
SIZES = (4 << 10, 16 << 10, 128 << 10)


def vector(data):
    """opaque<V> with the length prefix of RFC 9420."""
    size = len(data)
    if size < 1 << 6:
        return bytes([size]) + data
    if size < 1 << 14:
        return (size | 1 << 14).to_bytes(2, "big") + data
    return (size | 2 << 30).to_bytes(4, "big") + data


def labelled(label):
    return vector(b"holdfast v1 " + label)


def hkdf(ikm, label, length):
    key = hmac.new(bytes(32), ikm, hashlib.sha256).digest()
    return hmac.new(key, labelled(label) + b"\x01", hashlib.sha256).digest()[:length]


def account_id(seed):
    public = b"\x02" + bytes(SigningKey(seed).verify_key)
    return hashlib.sha256(labelled(b"account id") + public).digest()


def encoded(own, others, contacts=(), agreement=None):
    names = vector(b"".join(account + vector(name.encode()) for account, name in others))
    numbers = vector(b"".join(vector(name.encode()) + vector(reach.encode()) for name, reach in contacts))
    signed = b"\x00" if agreement is None else b"\x01" + vector(agreement[0]) + agreement[1]
    return vector(own.encode()) + names + numbers + signed


def agreement_of(seed, version, text):
    """An AgreementText of 30 November 2026, and its signature."""
    body = account_id(seed) + version.to_bytes(4, "big") + bytes([0x07, 0xEA, 11, 30]) + vector(text.encode())
    return body, SigningKey(seed).sign(labelled(b"agreement") + body).signature


def sealed(seed, plain, nonce, size=None):
    size = size or next(size for size in SIZES if len(plain) < size)
    padded = plain + b"\x80" + bytes(size - len(plain) - 1)
    return nonce + seal(padded, account_id(seed), nonce, hkdf(seed, b"names key", 32))


def write(name, situation, expect, seed, data, plain):
    lines = [f"# {situation}", "kind = names", f"expect = {expect}", f"identity_seed = {seed.hex()}"]
    lines += [f"account = {account_id(seed).hex()}", f"sealed = {data.hex()}"]
    if expect == "ok":
        lines.append(f"names = {plain.hex()}")
    (VECTORS / f"{name}.txt").write_text("\n".join(lines) + "\n")


def main():
    seed = hashlib.sha256(b"a therapist").digest()
    nonce = hashlib.sha256(b"a nonce").digest()[:24]
    alice, bob = (hashlib.sha256(name).digest() for name in (b"alice", b"bob"))
    plain = encoded("Dr Okafor", [(alice, "Alice"), (bob, "Zo\u00eb \u5f20")])
    write("names", "What a therapist calls two people.", "ok", seed, sealed(seed, plain, nonce), plain)
    many = encoded("", [(hashlib.sha256(b"%d" % i).digest(), "client %d" % i) for i in range(1, 101)])
    write("names-many", "A hundred people: the second size.", "ok", seed, sealed(seed, many, nonce), many)
    nobody = encoded("Sam", [])
    write("names-nobody", "Only one's own name.", "ok", seed, sealed(seed, nobody, nonce), nobody)
    own = encoded("Sam", [], [("Anna", "0171 234567")])
    write("names-contacts", "A client's own crisis contact.", "ok", seed, sealed(seed, own, nonce), own)
    signed = encoded("Dr Okafor", [], [], agreement_of(seed, 2, "I read on Tuesdays."))
    write("names-agreement", "A therapist's text about messages.", "ok", seed, sealed(seed, signed, nonce), signed)
    other = hashlib.sha256(b"somebody else").digest()
    write("names-others", "Another account's record.", "cannot_decrypt", other, sealed(seed, plain, nonce), plain)
    cut = sealed(seed, plain, nonce)[:-1]
    write("names-cut", "A length there is not.", "cannot_decrypt", seed, cut, plain)
    size = sealed(seed, plain, nonce, 8 << 10)
    write("names-other-size", "Padded to a size there is not.", "cannot_decrypt", seed, size, plain)
    long = encoded("x" * 101, [])
    write("names-long", "A name of 101 bytes.", "out_of_range", seed, sealed(seed, long, nonce), long)
    more = plain + b"\x00"
    write("names-trailing", "A byte behind the names.", "trailing_bytes", seed, sealed(seed, more, nonce), more)


if __name__ == "__main__":
    main()
