"""Session set-up by an independent implementation: SK0 from Debian's python3-x3dh, both sides, then the pre-shared key."""

import hashlib
import struct

import x3dh
import x3dh.base_state
import xeddsa
from x3dh.models import BaseStateModel, IdentityKeyPairModel, SignedPreKeyPairModel
from x3dh.types import SecretType

from notation import hkdf, label, opaque


class State(x3dh.BaseState):
    @staticmethod
    def _encode_public_key(key_format, pub):
        return b"\x01" + pub


def state(agreement, signed_prekey, one_time):
    signer = xeddsa.priv_force_sign(agreement, False)
    signature = xeddsa.ed25519_priv_sign(signer, b"\x01" + xeddsa.priv_to_curve25519_pub(signed_prekey))
    model = BaseStateModel(
        identity_key=IdentityKeyPairModel(secret=agreement, secret_type=SecretType.PRIV),
        signed_pre_key=SignedPreKeyPairModel(priv=signed_prekey, sig=signature, timestamp=0),
        old_signed_pre_key=None,
        pre_keys=frozenset([one_time] if one_time else []),
    )
    return State.from_model(model, x3dh.IdentityKeyFormat.CURVE_25519, x3dh.HashFunction.SHA_256, label("x3dh"))


async def sk0(vector):
    """SK0 as both sides compute it."""
    ephemeral = vector.bytes("ephemeral_secret")
    one_time = vector.bytes("one_time.secret") if "one_time.secret" in vector else None
    alice = state(vector.bytes("initiator.agreement_secret"), bytes([9]) * 32, None)
    bob = state(vector.bytes("responder.agreement_secret"), vector.bytes("signed_prekey.secret"), one_time)

    random, x3dh.base_state.secrets.token_bytes = x3dh.base_state.secrets.token_bytes, lambda size: ephemeral
    try:
        active, _, header = await alice.get_shared_secret_active(bob.bundle, b"", require_pre_key=False)
    finally:
        x3dh.base_state.secrets.token_bytes = random
    passive, _, _ = await bob.get_shared_secret_passive(header, b"", require_pre_key=False)
    assert active == passive, "the two sides of X3DH differ"
    return active


def account_id(vector, side):
    identity = xeddsa.seed_to_ed25519_pub(vector.bytes(f"{side}.identity_seed"))
    return hashlib.sha256(label("account id") + b"\x02" + identity).digest()


def dh_public(secret):
    return b"\x01" + xeddsa.priv_to_curve25519_pub(secret)


def transcript(vector):
    """th, from the records written anew."""
    owner = account_id(vector, "responder") + vector.bytes("responder.device")
    signed_prekey = (
        owner
        + struct.pack(">I", vector.number("signed_prekey.id"))
        + dh_public(vector.bytes("signed_prekey.secret"))
        + struct.pack(">QQ", vector.number("signed_prekey.created"), vector.number("signed_prekey.expires"))
    )
    one_time = b""
    if "one_time.id" in vector:
        one_time = (
            owner + struct.pack(">I", vector.number("one_time.id")) + dh_public(vector.bytes("one_time.secret"))
        )
    fields = [
        b"\x00\x01",
        vector.bytes("practice"),
        vector.bytes("initiator.list"),
        vector.bytes("responder.list"),
        vector.bytes("initiator.device"),
        vector.bytes("responder.device"),
        signed_prekey,
        one_time,
        dh_public(vector.bytes("ephemeral_secret")),
        vector.bytes("psk.id"),
    ]
    return hashlib.sha256(label("handshake transcript") + b"".join(map(opaque, fields))).digest()


async def session_keys(vector):
    """th, SK and RES; checks those the vector names."""
    th = transcript(vector)
    assert th == vector.bytes("transcript"), "another transcript"
    both = hkdf(await sk0(vector), vector.bytes("psk.key"), label("handshake secret") + th, 64)
    assert both[32:] == vector.bytes("resumption"), "another RES"
    return th, both[:32]
