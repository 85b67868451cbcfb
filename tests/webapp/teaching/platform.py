"""A learning platform that speaks LTI 1.3 over HTTP: keys, tokens for signed assertions, members, line items with scores.

Its login page is the one part that a browser would see: `word` is what that page would send, signed as it is asked.
"""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
MEMBERS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"


def new_key() -> rsa.RSAPrivateKey:
    """A key pair."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def first_key() -> rsa.RSAPrivateKey:
    """The key that every platform begins with: a twentieth of a second each would add up."""
    return new_key()


class Platform:
    """State of the platform; `tool_keys` gives the tool's key set, with which assertions are checked."""

    def __init__(self) -> None:
        self.key, self.kid = first_key(), "platform-1"
        self.client_id, self.deployment = "tool-7", "deployment-1"
        self.scores: list[dict[str, Any]] = []
        self.people: list[list[dict[str, Any]]] = [[]]  # pages of members
        self.tokens: dict[str, str] = {}  # token -> scope
        self.jtis: set[str] = set()
        self.tool_keys: Any = lambda: {"keys": []}
        self.failing = 0  # so many of the next requests for scores fail
        self.url = ""
        self.reads = 0  # of the key set

    @property
    def issuer(self) -> str:
        """Who it says it is."""
        return self.url

    def claims(
        self, asked: dict[str, str], subject: str = "ada", role: str = "#Learner", **more: Any
    ) -> dict[str, Any]:
        """What it vouches for, for a login that the tool asked for."""
        now = int(time.time())
        return {
            "iss": self.issuer, "aud": self.client_id, "sub": subject, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "name": subject.title(), "email": f"{subject}@school.example",
            f"{LTI}version": "1.3.0", f"{LTI}message_type": "LtiResourceLinkRequest",
            f"{LTI}deployment_id": self.deployment, f"{LTI}target_link_uri": "http://testserver/lti/launch",
            f"{LTI}roles": [f"{ROLE}{role}"], f"{LTI}context": {"id": "course-1", "title": "Ranking"},
            f"{LTI}resource_link": {"id": "place-1"},
            "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
                "scope": [SCORE], "lineitem": f"{self.url}/columns/1?type=x"},
            "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": {
                "context_memberships_url": f"{self.url}/members?page=1"},
        } | more  # fmt: skip

    def word(self, claims: dict[str, Any], **header: Any) -> str:
        """The claims, signed."""
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.kid, **header})

    def key_set(self) -> dict[str, Any]:
        """Its public key."""
        public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self.kid, "alg": "RS256", "use": "sig"}]}

    def give_token(self, sent: dict[str, list[str]]) -> dict[str, Any] | None:
        """A token, for an assertion that the tool signed for us, now, once."""
        assertion = sent["client_assertion"][0]
        header = jwt.get_unverified_header(assertion)
        rows = [row for row in self.tool_keys()["keys"] if row["kid"] == header["kid"]]
        known = jwt.decode(
            assertion, RSAAlgorithm.from_jwk(json.dumps(rows[0])), algorithms=["RS256"], audience=f"{self.url}/token",
            issuer=self.client_id, options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
        )  # fmt: skip
        if known["jti"] in self.jtis or known["sub"] != self.client_id:
            return None
        self.jtis.add(known["jti"])
        token = secrets.token_urlsafe(8)
        self.tokens[token] = sent["scope"][0]
        return {"access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": sent["scope"][0]}

    def public_pem(self) -> bytes:
        """The public key as the bytes that a confused verifier would take for a shared secret."""
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )


class _Handler(BaseHTTPRequestHandler):
    platform: Platform

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts, platform = urlsplit(self.path), self.platform
        if parts.path == "/keys":
            platform.reads += 1
            return self._answer(200, platform.key_set())
        if parts.path == "/members" and self._allowed(MEMBERS):
            page = int(parse_qs(parts.query)["page"][0])
            more = {}
            if page < len(platform.people):
                more = {"Link": f'<{platform.url}/members?page={page + 1}>; rel="next"'}
            return self._answer(200, {"id": "x", "members": platform.people[page - 1]}, more)
        return self._answer(404, {})

    def do_POST(self) -> None:
        parts, platform = urlsplit(self.path), self.platform
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if parts.path == "/token":
            given = platform.give_token(parse_qs(body.decode()))
            return self._answer(200 if given else 400, given or {"error": "invalid_client"})
        if parts.path == "/columns/1/scores" and parts.query == "type=x" and self._allowed(SCORE):
            if platform.failing:
                platform.failing -= 1
                return self._answer(503, {})
            if self.headers["Content-Type"] != "application/vnd.ims.lis.v1.score+json":
                return self._answer(415, {})
            platform.scores.append(json.loads(body))
            return self._answer(200, {})
        return self._answer(404, {})

    def _allowed(self, scope: str) -> bool:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        return self.platform.tokens.get(token) == scope

    def _answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def serving() -> Iterator[Platform]:
    """A platform that answers on a port of its own."""
    platform = Platform()
    handler = type("Handler", (_Handler,), {"platform": platform})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    platform.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
