"""The stamp drawer: references, slip codes and secret tokens, and how to compare them."""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable

from django.conf import settings

# 27 symbols that stay apart in handwriting and in small print. 0 and O, 1, I and L are
# left out altogether; of the other pairs that people mix up the commoner one is kept.
ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"
# What is not in the alphabet but can only have been meant as one of its symbols.
_MEANT = str.maketrans({"B": "8", "S": "5", "Z": "2", "U": "V"})

REFERENCE_SYMBOLS = 8  # 27**8 = 2.8e11: one guess in 280,000 hits one of a million
SLIP_CODE_SYMBOLS = 6  # 27**6 = 3.9e8, used together with a reference and a rate limit
TOKEN_BYTES = 24  # 192 bits, above the 128 that a link without a password needs

# The reasons of a ValueError, for a form to turn into sentences.
LENGTH = "length"
SYMBOL = "symbol"

# scrypt with PORTAL_SLIP_HASH_COST 2**12: 4 MB and 10 to 20 ms a call; trying all 27**6 codes takes weeks.
_SCRYPT_BLOCK = 8


def new_reference(choose: Callable[[str], str] = secrets.choice) -> str:
    """Make a reference such as "K7M2-9QXD".

    `choose` takes one symbol out of the alphabet; only data that is to be the same every
    time (the demo's) gives another than the unpredictable one. Uniqueness is the table's
    constraint, not promised here.
    """
    symbols = "".join(choose(ALPHABET) for _ in range(REFERENCE_SYMBOLS))
    return f"{symbols[:4]}-{symbols[4:]}"


def clean_reference(text: str) -> str:
    """Give the canonical form of a reference that a person typed, e.g. "K7M2-9QXD".

    Case, width, spaces and dashes do not matter; B, S, Z and U, which no code contains,
    are read as 8, 5, 2 and V. 0, O, 1, I and L could have been several symbols and are
    refused. Raises ValueError("length") or ValueError("symbol").
    """
    symbols = _symbols(text, REFERENCE_SYMBOLS)
    return f"{symbols[:4]}-{symbols[4:]}"


def reference_in(text: str) -> str:
    """The reference that ``text`` is, in its canonical form; "" if it is none."""
    try:
        return clean_reference(text)
    except ValueError:
        return ""


def new_slip_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """Make the six-symbol code that is printed on a walk-in's slip, e.g. "4KXR7M"."""
    return "".join(choose(ALPHABET) for _ in range(SLIP_CODE_SYMBOLS))


def clean_slip_code(text: str) -> str:
    """Give the canonical form of a slip code that a person typed; as `clean_reference`."""
    return _symbols(text, SLIP_CODE_SYMBOLS)


def new_token() -> str:
    """Make the secret of a link: 192 bits in 32 characters that a URL path can hold."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def seeded(purpose: str, seed: str) -> bytes:
    """32 bytes that are the same for the same ``seed`` and ``purpose``, and that only this installation can tell."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{seed}".encode(), hashlib.sha256).digest()


def token_from(purpose: str, seed: str) -> str:
    """A link's secret as `new_token` makes them, the same each time: so a form sent twice shows the same link."""
    return base64.urlsafe_b64encode(seeded(purpose, seed)[:TOKEN_BYTES]).decode()


def reference_from(purpose: str, seed: str) -> str:
    """Eight symbols as `new_reference` makes them, the same each time."""
    numbers = iter(seeded(purpose, seed))
    return new_reference(lambda symbols: symbols[next(numbers) % len(symbols)])


def new_salt() -> str:
    """Make a salt for one row's slip code: 128 bits in 32 hexadecimal digits."""
    return secrets.token_hex(16)


def hash_slip_code(code: str, salt: str) -> str:
    """Give the 64 hexadecimal digits that are stored instead of a slip code (scrypt).

    `code` is canonical. Slow on purpose, 10 to 20 ms: the code is short, and whoever copies
    the table must not be able to try all codes.
    """
    cost = settings.PORTAL_SLIP_HASH_COST
    digest = hashlib.scrypt(code.encode(), salt=salt.encode(), n=cost, r=_SCRYPT_BLOCK, p=1, dklen=32)
    return digest.hex()


def same(a: str, b: str) -> bool:
    """Say whether two secrets are equal, taking a time that tells nothing."""
    return hmac.compare_digest(a.encode(), b.encode())


def _symbols(text: str, length: int) -> str:
    wide = unicodedata.normalize("NFKC", text).upper()
    ignored = {"Zs", "Pd", "Cf", "Cc"}
    kept = "".join(s for s in wide if unicodedata.category(s) not in ignored)
    symbols = kept.translate(_MEANT)
    if any(symbol not in ALPHABET for symbol in symbols):
        raise ValueError(SYMBOL)
    if len(symbols) != length:
        raise ValueError(LENGTH)
    return symbols


def digest_of(secret: str) -> str:
    """What is kept of a link or a device's secret (`new_token`): it has 192 random bits, so a quick hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
