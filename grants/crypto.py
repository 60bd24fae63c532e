"""Keys and seals: what is encrypted, sealed, signed or hashed, and with which key. Keys never live in the database."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# Memory 19 MiB, two passes, one lane: the least OWASP accepts, and all that two busy cores can bear.
_passwords = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Unreadable(Exception):
    """A sealed value that was altered, moved to another row, or whose key we do not have."""


_bytes: ContextVar[Callable[[int], bytes]] = ContextVar("random_bytes", default=secrets.token_bytes)


@contextmanager
def repeatable(seed: str) -> Iterator[None]:
    """Draw every token and nonce from `seed`: for the demonstration alone, whose bytes must be the same each time."""
    stream = _stream(seed)
    token = _bytes.set(lambda count: bytes(next(stream) for _ in range(count)))
    try:
        yield
    finally:
        _bytes.reset(token)


def _stream(seed: str) -> Iterator[int]:
    block = hashlib.sha512(seed.encode()).digest()
    while True:
        yield from block[:32]
        block = hashlib.sha512(block).digest()


def random_bytes(count: int) -> bytes:
    """Bytes nobody can guess."""
    return _bytes.get()(count)


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its own salt and settings."""
    return _passwords.hash(password, salt=random_bytes(16))


def password_matches(stored: str | None, password: str) -> bool:
    """Whether the password is right. Costs the same where there is no account, so timing tells nothing."""
    try:
        _passwords.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


_NOBODY = _passwords.hash(secrets.token_hex(16))


def new_token() -> str:
    """A random, unguessable token of 256 bits for links and sessions."""
    return base64.urlsafe_b64encode(random_bytes(32)).decode().rstrip("=")


def new_key_name() -> str:
    """A random name of 128 bits for a stored object."""
    return random_bytes(16).hex()


def new_code(length: int = 8) -> str:
    """A random code people can read aloud: no letters that look like digits."""
    return "".join(_READ_ALOUD[byte % len(_READ_ALOUD)] for byte in random_bytes(length))


_READ_ALOUD = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 signs, so that every byte falls evenly


def token_hash(token: str) -> str:
    """What is stored of a token: enough to find it, useless to whoever reads the table."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


@dataclass(frozen=True)
class KeyRing:
    """The data keys by id, the current one first, and the signing key (PEM, Ed25519) or None to only verify."""

    data_keys: tuple[tuple[str, bytes], ...]
    signing_pem: bytes | None = None

    @property
    def current(self) -> str:
        return self.data_keys[0][0]

    def seal(self, plaintext: bytes, *, binding: str) -> str:
        """Encrypt with AES-256-GCM, bound to `binding`: moved to another row it will not open."""
        nonce = random_bytes(12)
        sealed = AESGCM(self._derived(self.current, "seal")).encrypt(nonce, plaintext, binding.encode())
        return f"{self.current}:{base64.b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str, *, binding: str) -> bytes:
        """Open what `seal` closed; raises Unreadable."""
        key_id, _, body = sealed.partition(":")
        try:
            raw = base64.b64decode(body)
            return AESGCM(self._derived(key_id, "seal")).decrypt(raw[:12], raw[12:], binding.encode())
        except (InvalidTag, ValueError, KeyError) as error:
            raise Unreadable("a sealed value could not be opened") from error

    def digest(self, value: str, *, purpose: str) -> str:
        """A keyed digest that finds equal values without revealing them. Uses the oldest key, so it stays stable."""
        key = self._derived(self.data_keys[-1][0], f"digest {purpose}")
        return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()

    def stamp(self, data: bytes) -> str:
        """An HMAC-SHA-256 seal on a record, prefixed by the key's id."""
        return f"{self.current}:{self._mac(self.current, data)}"

    def stamp_holds(self, data: bytes, stamp: str) -> bool:
        """Whether a seal made by `stamp` is right for the data."""
        key_id, _, mac = stamp.partition(":")
        try:
            return hmac.compare_digest(mac, self._mac(key_id, data))
        except KeyError:
            return False

    def sign(self, data: bytes) -> str:
        """An Ed25519 signature, base64."""
        if self._private is None:
            raise Unreadable("there is no signing key")
        return base64.b64encode(self._private.sign(data)).decode()

    def signature_holds(self, data: bytes, signature: str) -> bool:
        """Whether the signature was made by our signing key."""
        return self._private is not None and verify_signature(self._private.public_key(), data, signature)

    @property
    def public_pem(self) -> bytes:
        """The public half, for anyone who verifies offline."""
        if self._private is None:
            raise Unreadable("there is no signing key")
        return self._private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def _mac(self, key_id: str, data: bytes) -> str:
        return hmac.new(self._derived(key_id, "stamp"), data, hashlib.sha256).hexdigest()

    def _derived(self, key_id: str, purpose: str) -> bytes:
        return self._derive_all[key_id, purpose]

    @cached_property
    def _derive_all(self) -> "_Derived":
        return _Derived(dict(self.data_keys))

    @cached_property
    def _private(self) -> Ed25519PrivateKey | None:
        if self.signing_pem is None:
            return None
        key = serialization.load_pem_private_key(self.signing_pem, password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise Unreadable("the signing key is not an Ed25519 private key")
        return key


class _Derived(dict[tuple[str, str], bytes]):
    """One key per purpose from each data key, made when first asked for."""

    def __init__(self, roots: dict[str, bytes]) -> None:
        super().__init__()
        self.roots = roots

    def __missing__(self, wanted: tuple[str, str]) -> bytes:
        key_id, purpose = wanted
        derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"grants {purpose}".encode())
        self[wanted] = derive.derive(self.roots[key_id])
        return self[wanted]


def verify_signature(public_key: Ed25519PublicKey, data: bytes, signature: str) -> bool:
    """Whether the Ed25519 signature (base64) is right for the data."""
    try:
        public_key.verify(base64.b64decode(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_signing_pem() -> bytes:
    """A fresh Ed25519 private key as PEM."""
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
