"""A launch in three steps, each once: begun here, vouched for by the platform, used by the browser that began it.

The platform's answer is a form from another site, with which browsers send no cookie of ours. So it is only checked and kept;
the browser is then led here by a ticket, and that request carries the cookie that was set in the beginning. Cookies need not be
open to other sites for that.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import structlog

from webapp.accounts.domain.tokens import digest
from webapp.lti.domain.claims import DEEP_LINKING, LTI, RESOURCE, Claims
from webapp.lti.domain.keys import ALGORITHMS, platform_key
from webapp.lti.domain.refusals import AGAIN, LaunchRefused
from webapp.lti.models import Deployment, Launch, Platform

log = structlog.get_logger(__name__)
VALID = timedelta(minutes=10)
LEEWAY_S = 60
OLDEST_S = 3600
NEEDED = ["iss", "aud", "exp", "iat", "nonce"]


@dataclass(frozen=True)
class Begun:
    """Where to send the browser, and the cookie it is known by."""

    address: str
    cookie: str


def begin(sent: dict[str, str], back: str, now: datetime) -> Begun:
    """Step one: a platform asks us to ask it who is there. `back`: our address for its answer."""
    platform = _platform(sent)
    hint = sent.get("login_hint", "")
    if not hint:
        raise LaunchRefused("hint", "The platform did not say whom it sends.", 400)
    if (deployment := sent.get("lti_deployment_id")) and not _deployed(platform, deployment):
        raise LaunchRefused("deployment", "This site does not know the deployment that the platform names.")
    state, nonce, cookie = (secrets.token_urlsafe(32) for _ in range(3))
    Launch.objects.filter(created_at__lt=now - timedelta(days=1)).delete()
    Launch.objects.create(
        platform=platform, state=digest(state), nonce=nonce, browser=digest(cookie), created_at=now
    )
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": back,
        "login_hint": hint,
        "state": state,
        "nonce": nonce,
    }
    if message := sent.get("lti_message_hint"):
        asked["lti_message_hint"] = message
    joint = "&" if urlsplit(platform.auth_url).query else "?"
    return Begun(f"{platform.auth_url}{joint}{urlencode(asked)}", cookie)


def vouch(state: str, token: str, now: datetime) -> str:
    """Step two: check the platform's word and keep it; the ticket that leads to it. Everything is refused but the first word."""
    launch = Launch.objects.select_related("platform").filter(state=digest(state)).first()
    if launch is None or now - launch.created_at > VALID:
        raise LaunchRefused("state", f"This launch was not begun here, or too long ago. {AGAIN}")
    claims = _checked(launch, token)
    ticket = secrets.token_urlsafe(32)
    changed = Launch.objects.filter(pk=launch.pk, vouched_at=None).update(
        claims=claims, vouched_at=now, ticket=digest(ticket)
    )
    if changed != 1:
        raise LaunchRefused("replayed", f"This launch was used before. {AGAIN}")
    return ticket


def use(ticket: str, cookie: str, now: datetime) -> tuple[Launch, Claims]:
    """Step three: the browser that began it takes it, once."""
    launch = Launch.objects.select_related("platform").filter(ticket=digest(ticket)).first()
    if launch is None or now - launch.created_at > VALID:
        raise LaunchRefused("ticket", f"There is no such launch, or it was too long ago. {AGAIN}")
    if not cookie or not secrets.compare_digest(launch.browser, digest(cookie)):
        raise LaunchRefused(
            "browser", f"This launch was begun in another browser, or cookies are off here. {AGAIN}"
        )
    if Launch.objects.filter(pk=launch.pk, used_at=None).update(used_at=now) != 1:
        raise LaunchRefused("used", f"This launch was used before. {AGAIN}")
    return launch, Claims(launch.claims or {})


def _platform(sent: dict[str, str]) -> Platform:
    rows = Platform.objects.filter(issuer=sent.get("iss", ""), active=True)
    if client := sent.get("client_id"):
        rows = rows.filter(client_id=client)
    found = list(rows[:2])
    if len(found) != 1:
        raise LaunchRefused(
            "platform", "This site is not registered with that platform. Whoever runs it can do that."
        )
    return found[0]


def _deployed(platform: Platform, name: str) -> bool:
    return Deployment.objects.filter(platform=platform, name=name).exists()


def _checked(launch: Launch, token: str) -> dict[str, Any]:
    """The claims, if the platform signed them, for us, now, and for this launch."""
    platform = launch.platform
    if not platform.active:
        raise LaunchRefused("platform", "This platform is switched off here.")
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError("not RS256")
        data: dict[str, Any] = jwt.decode(
            token,
            platform_key(platform, str(header.get("kid", ""))),
            algorithms=ALGORITHMS,
            audience=platform.client_id,
            issuer=platform.issuer,
            leeway=LEEWAY_S,
            options={"require": NEEDED},
        )
    except jwt.PyJWTError as error:
        log.warning("launch refused", platform=platform.pk, reason=type(error).__name__)
        raise LaunchRefused(
            "token", f"The platform’s word cannot be trusted ({_words(error)}). {AGAIN}"
        ) from None
    _check_claims(launch, data)
    return data


def _check_claims(launch: Launch, data: dict[str, Any]) -> None:
    audience, party = data["aud"], data.get("azp")
    if isinstance(audience, list) and len(audience) > 1 and party != launch.platform.client_id:
        raise LaunchRefused("party", "The platform’s word is for somebody else too.")
    if party is not None and party != launch.platform.client_id:
        raise LaunchRefused("party", "The platform’s word is for somebody else.")
    if launch.created_at.timestamp() - float(data["iat"]) > OLDEST_S:
        raise LaunchRefused("old", f"The platform’s word is too old. {AGAIN}")
    if not secrets.compare_digest(str(data["nonce"]), launch.nonce):
        raise LaunchRefused("nonce", f"The platform’s word is not for this launch. {AGAIN}")
    claims = Claims(data)
    if data.get(f"{LTI}version") != "1.3.0" or claims.message not in (RESOURCE, DEEP_LINKING):
        raise LaunchRefused("message", "The platform sent something that is no LTI 1.3 launch.")
    if not _deployed(launch.platform, claims.deployment):
        raise LaunchRefused("deployment", "This site does not know the deployment that the platform names.")
    if not claims.subject:
        raise LaunchRefused(
            "anonymous", "The platform does not say who you are; without that there is no account."
        )


def _words(error: jwt.PyJWTError) -> str:
    known = (
        (jwt.ExpiredSignatureError, "it has expired"),
        (jwt.InvalidAudienceError, "it is not for this site"),
        (jwt.InvalidIssuerError, "it is from somebody else"),
        (jwt.InvalidAlgorithmError, "it is not signed as it must be"),
        (jwt.InvalidSignatureError, "its signature is wrong"),
    )
    return next((words for kind, words in known if isinstance(error, kind)), "it cannot be read")
