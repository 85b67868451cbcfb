"""What we ask of a platform's services: a token, the members of a course, a line in its gradebook."""

import json
import secrets
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from django.core.cache import cache
from urllib3.exceptions import HTTPError

from webapp.lti.domain.keys import MOST_BYTES, PATIENCE, sign
from webapp.lti.models import Platform

MOST_PAGES = 200
MEMBERS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"


class ServiceDown(OSError):
    """The platform did not do what was asked; another try may."""


class ServiceRefused(Exception):
    """The platform will not do what was asked, however often."""


def token(platform: Platform, scope: str) -> str:
    """An access token (client credentials with a signed assertion); kept until shortly before it ends."""
    name = _place(platform, scope)
    if kept := cache.get(name):
        return str(kept)
    now = int(time.time())
    assertion = sign(
        {
            "iss": platform.client_id,
            "sub": platform.client_id,
            "aud": platform.audience or platform.token_url,
            "iat": now,
            "exp": now + 300,
            "jti": secrets.token_urlsafe(24),
        }
    )
    body = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
        "scope": scope,
    }
    answer, _ = _send("POST", platform.token_url, data=body)
    found = answer.get("access_token")
    if not isinstance(found, str):
        raise ServiceDown("the platform gave no token")
    lasts = answer.get("expires_in")
    cache.set(name, found, max(1, (lasts if isinstance(lasts, int) else 60) - 60))
    return found


def _place(platform: Platform, scope: str) -> str:
    """Where a token is kept."""
    return f"lti:token:{platform.pk}:{scope}"


def members(platform: Platform, url: str, scope: str) -> Iterator[dict[str, Any]]:
    """Everybody in a course, page by page; never from another site than the first page's."""
    headers = {"Authorization": f"Bearer {token(platform, scope)}", "Accept": MEMBERS_TYPE}
    place: str | None = url
    for _ in range(MOST_PAGES):
        if place is None:
            return
        if urlsplit(place)[:2] != urlsplit(url)[:2]:
            raise ServiceRefused("the list of members goes on at another site")
        body, links = _send("GET", place, _place(platform, scope), headers=headers)
        rows = body.get("members")
        yield from (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
        place = links.get("next", {}).get("url")
    raise ServiceRefused("the list of members does not end")


def post_score(platform: Platform, column_url: str, score: dict[str, Any], scope: str) -> None:
    """Put a score into a line item."""
    parts = urlsplit(column_url)
    address = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/scores"))
    headers = {"Authorization": f"Bearer {token(platform, scope)}", "Content-Type": SCORE_TYPE}
    _send("POST", address, _place(platform, scope), data=json.dumps(score), headers=headers)


def _send(method: str, url: str, kept: str = "", **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The JSON object that comes back, empty where there is none, and the links of its header.

    `kept` is where the token lies that was used: one that is refused is forgotten, and the next try asks for another.
    """
    try:
        with requests.request(
            method, url, timeout=PATIENCE, allow_redirects=False, stream=True, **more
        ) as answer:
            body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
    except (requests.RequestException, HTTPError, OSError) as error:
        raise ServiceDown(f"the platform does not answer: {type(error).__name__}") from None
    if answer.status_code >= 500 or answer.status_code in (401, 408, 429):
        if answer.status_code == 401:
            cache.delete(kept)
        raise ServiceDown(f"the platform answers {answer.status_code}")
    if not answer.ok or answer.is_redirect:
        raise ServiceRefused(f"the platform answers {answer.status_code}")
    try:
        found = json.loads(body) if body and len(body) <= MOST_BYTES else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}, answer.links
