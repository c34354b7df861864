#!/usr/bin/python3
"""Replays every accepted conversation in tests/vectors with independent implementations, step by step: X3DH, the
transcript, the keys of the session, and each message of the ratchet, encrypted by one end and decrypted by the other."""

import asyncio
import sys

from notation import SKIPPED, open_envelope, pad, vectors

try:
    import xeddsa
    from ratchet import Side
    from x3dh_psk import session_keys
except ImportError as missing:
    print(f"skipped: {missing} (Debian: python3-x3dh, python3-doubleratchet, python3-nacl)")
    sys.exit(SKIPPED)


def ratchet_secrets(vector, side):
    """In the order of the new chains: what stands before the 24-byte nonce."""
    sends = [number for verb, who, number in vector.steps() if verb == "send" and who == side]
    return [secret for number in sends if (secret := vector.bytes(f"random.{number}")[:-24])]


async def replay(vector):
    th, sk = await session_keys(vector)
    sides = {side: Side(ratchet_secrets(vector, side)) for side in ("initiator", "responder")}
    prekey = vector.bytes("signed_prekey.secret")
    for verb, side, number in vector.steps():
        _, header, nonce, ciphertext = open_envelope(vector.bytes(f"envelope.{number}"))
        padded = pad(vector.bytes(f"payload.{number}"), len(ciphertext) - 16)
        associated = th + bytes([vector.number(f"class.{number}")])
        if verb == "send":
            remote = xeddsa.priv_to_curve25519_pub(prekey)
            mine = await sides[side].encrypt(sk, remote, padded, vector.bytes(f"random.{number}")[-24:], associated)
            assert mine == (header, ciphertext), f"message {number} is encrypted differently"
        else:
            text = await sides[side].decrypt(sk, prekey, header, nonce, ciphertext, associated)
            assert text == padded, f"message {number} decrypts differently"
    return len(vector.steps())


async def main():
    found = vectors("conversation", "ok")
    assert len(found) >= 7, "vectors are missing"
    for vector in found:
        print(f"{vector.name}: {await replay(vector)} steps agree")


asyncio.run(main())
