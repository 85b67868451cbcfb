"""Our keys, and those of platforms."""

import json
import secrets
import time
from typing import Any

import jwt
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.db import transaction
from jwt.algorithms import RSAAlgorithm
from urllib3.exceptions import HTTPError

from webapp.lti.domain.refusals import LaunchRefused
from webapp.lti.models import Key, Platform

ALGORITHMS = ["RS256"]
"""The only one that the standard asks for; none, and those with a shared secret, are thereby refused."""
KEPT_S = 3600
AGAIN_S = 60
"""A key that is not known has the set read again, at most so often: who sends nonsense must not drive us to hammer a platform."""
PATIENCE = (3.05, 10)
MOST_BYTES = 1 << 20


def signing_key() -> Key:
    """The key that signs; the first one is made when it is needed."""
    with transaction.atomic():
        found = Key.objects.filter(retired_at=None).first()
        return found or make_key()


def make_key() -> Key:
    """A new key, which signs from now on. Platforms read it from our key set."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Key.objects.create(kid=secrets.token_hex(16), private=pem.decode())


def key_set() -> dict[str, Any]:
    """Our public keys (RFC 7517)."""
    signing_key()
    rows = Key.objects.filter(retired_at=None)
    return {"keys": [_public(row) for row in rows]}


def sign(claims: dict[str, Any]) -> str:
    """Claims as a JWT of ours."""
    key = signing_key()
    return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": key.kid})


def platform_key(platform: Platform, kid: str) -> Any:
    """The platform's key of that name; refused if it has none."""
    name = f"lti:keys:{platform.pk}:{platform.keys_url}"
    kept = cache.get(name)
    found = _find(kept["keys"], kid) if kept else None
    if found is None and (kept is None or time.time() - kept["read_at"] > AGAIN_S):
        kept = {"keys": _read(platform), "read_at": time.time()}
        cache.set(name, kept, KEPT_S)
        found = _find(kept["keys"], kid)
    if found is None:
        raise LaunchRefused("key", "The platform signed with a key that it does not publish.")
    return found


def _find(keys: list[dict[str, Any]], kid: str) -> Any:
    for row in keys:
        if row.get("kid") == kid and row.get("kty") == "RSA" and row.get("use", "sig") == "sig":
            try:
                return RSAAlgorithm.from_jwk(json.dumps(row))
            except (jwt.InvalidKeyError, ValueError):
                continue
    return None


def _read(platform: Platform) -> list[dict[str, Any]]:
    try:
        with requests.get(platform.keys_url, timeout=PATIENCE, allow_redirects=False, stream=True) as answer:
            answer.raise_for_status()
            body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
        keys = json.loads(body)["keys"] if len(body) <= MOST_BYTES else None
    except (requests.RequestException, HTTPError, OSError, ValueError, KeyError, TypeError):
        keys = None
    if not isinstance(keys, list):
        raise LaunchRefused(
            "keys", "The platform’s keys cannot be read at the moment. Try again in a minute.", 503
        )
    return [row for row in keys if isinstance(row, dict)]


def _public(row: Key) -> dict[str, Any]:
    private = serialization.load_pem_private_key(row.private.encode(), None)
    assert isinstance(private, rsa.RSAPrivateKey)
    found: dict[str, Any] = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return found | {"kid": row.kid, "alg": "RS256", "use": "sig"}
