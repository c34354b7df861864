"""The ratchet by an independent implementation, Debian's python3-doubleratchet, with our cipher as its AEAD."""

import os
import struct

import doubleratchet
from doubleratchet.recommended import HashFunction, kdf_hkdf, kdf_separate_hmacs
from doubleratchet.recommended.diffie_hellman_ratchet_curve25519 import DiffieHellmanRatchet as Curve25519
from nacl import bindings, exceptions

from notation import hkdf, label


class RootKdf(kdf_hkdf.KDF):
    @staticmethod
    def _get_hash_function():
        return HashFunction.SHA_256

    @staticmethod
    def _get_info():
        return label("ratchet root")


class ChainKdf(kdf_separate_hmacs.KDF):
    @staticmethod
    def _get_hash_function():
        return HashFunction.SHA_256


class Ratchet(doubleratchet.DoubleRatchet):
    @staticmethod
    def _build_associated_data(associated_data, header):
        numbers = struct.pack(">II", header.previous_sending_chain_length, header.sending_chain_length)
        return associated_data + b"\x01" + header.ratchet_pub + numbers


class Side:
    """One end: plays the vector's ratchet secrets and nonces back."""

    def __init__(self, ratchet_secrets):
        secrets = list(ratchet_secrets)
        side = self
        self.nonce = bytes(24)
        self.ratchet = None

        class Dh(Curve25519):
            @staticmethod
            def _generate_priv():
                # This library draws a pair while receiving, ours while answering: one that is never used to send may
                # be anything.
                return secrets.pop(0) if secrets else os.urandom(32)

        class Cipher(doubleratchet.AEAD):
            @staticmethod
            async def encrypt(plaintext, key, associated_data):
                cipher_key = hkdf(b"", key, label("ratchet message"), 32)
                return bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
                    plaintext, associated_data, side.nonce, cipher_key
                )

            @staticmethod
            async def decrypt(ciphertext, key, associated_data):
                cipher_key = hkdf(b"", key, label("ratchet message"), 32)
                try:
                    return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
                        ciphertext, associated_data, side.nonce, cipher_key
                    )
                except exceptions.CryptoError as error:
                    raise doubleratchet.AuthenticationFailedException() from error

        self.settings = {
            "diffie_hellman_ratchet_class": Dh,
            "root_chain_kdf": RootKdf,
            "message_chain_kdf": ChainKdf,
            "message_chain_constant": b"\x02\x01",
            "dos_protection_threshold": 1000,
            "max_num_skipped_message_keys": 2000,
            "aead": Cipher,
        }

    async def encrypt(self, sk, remote, plaintext, nonce, associated_data):
        """Header and ciphertext; the first call starts the session."""
        self.nonce = nonce
        if self.ratchet is None:
            self.ratchet, message = await Ratchet.encrypt_initial_message(
                **self.settings,
                shared_secret=sk,
                recipient_ratchet_pub=remote,
                message=plaintext,
                associated_data=associated_data,
            )
        else:
            message = await self.ratchet.encrypt_message(plaintext, associated_data)
        return tuple(message.header), message.ciphertext

    async def decrypt(self, sk, own, header, nonce, ciphertext, associated_data):
        """The plaintext; the first call of a responder starts the session."""
        self.nonce = nonce
        message = doubleratchet.EncryptedMessage(header=doubleratchet.Header(*header), ciphertext=ciphertext)
        if self.ratchet is not None:
            return await self.ratchet.decrypt_message(message, associated_data)
        self.ratchet, plaintext = await Ratchet.decrypt_initial_message(
            **self.settings,
            shared_secret=sk,
            own_ratchet_priv=own,
            message=message,
            associated_data=associated_data,
        )
        return plaintext
