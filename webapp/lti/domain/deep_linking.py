"""Deep linking: an instructor chooses an assignment, and the platform gets a link to it with a column in its gradebook."""

import secrets
import time
from typing import Any
from urllib.parse import urlsplit

from webapp.lti.domain.claims import DEEP, LTI, Claims
from webapp.lti.domain.keys import sign
from webapp.lti.domain.refusals import LaunchRefused
from webapp.lti.models import Launch
from webapp.teaching.models import Assignment


def return_url(claims: Claims) -> str:
    """Where the choice goes; refused where the platform takes no links."""
    settings = claims.deep
    url, types = settings.get("deep_link_return_url"), settings.get("accept_types")
    if not isinstance(url, str) or urlsplit(url).scheme not in ("https", "http"):
        raise LaunchRefused("deep", "The platform does not say where the choice goes.", 400)
    if isinstance(types, list) and "ltiResourceLink" not in types:
        raise LaunchRefused("deep", "The platform takes no links here.", 400)
    return url


def answer(launch: Launch, claims: Claims, assignment: Assignment, address: str) -> str:
    """The choice as a JWT of ours. `address`: where launches of the link go."""
    now = int(time.time())
    most = sum(assignment.items.values_list("points", flat=True))
    item: dict[str, Any] = {
        "type": "ltiResourceLink",
        "title": assignment.title,
        "url": address,
        "custom": {"assignment": str(assignment.pk)},
    }
    if most:
        item["lineItem"] = {"scoreMaximum": most, "label": assignment.title, "resourceId": str(assignment.pk)}
    told = {
        "iss": launch.platform.client_id,
        "aud": launch.platform.issuer,
        "iat": now,
        "exp": now + 300,
        "nonce": secrets.token_urlsafe(24),
        f"{LTI}message_type": "LtiDeepLinkingResponse",
        f"{LTI}version": "1.3.0",
        f"{LTI}deployment_id": claims.deployment,
        f"{DEEP}content_items": [item],
    }
    if "data" in claims.deep:
        told[f"{DEEP}data"] = claims.deep["data"]
    return sign(told)
