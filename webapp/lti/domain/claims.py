"""What a platform vouches for in a launch, as we read it."""

from dataclasses import dataclass
from typing import Any

from webapp.teaching.models import Role

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/"
SCORE_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
MEMBERS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
RESOURCE, DEEP_LINKING = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
TEACHERS = (f"{_MEMBERSHIP}#Instructor", f"{_MEMBERSHIP}#ContentDeveloper", "Instructor")
ASSISTANTS = (f"{_MEMBERSHIP}/Instructor#TeachingAssistant", "TeachingAssistant")
LEARNERS = (f"{_MEMBERSHIP}#Learner", "Learner", "Student")


@dataclass(frozen=True)
class Claims:
    """A launch's claims; every one that is missing or of another type is empty."""

    data: dict[str, Any]

    @property
    def issuer(self) -> str:
        """Who vouches."""
        return self._text(self.data, "iss")

    @property
    def subject(self) -> str:
        """Whom they vouch for; empty for somebody without a name."""
        return self._text(self.data, "sub")

    @property
    def name(self) -> str:
        """What the platform calls the person."""
        full = self._text(self.data, "name")
        return (
            full or " ".join(self._text(self.data, part) for part in ("given_name", "family_name"))
        ).strip()[:150]

    @property
    def message(self) -> str:
        """What kind of launch it is."""
        return self._text(self.data, f"{LTI}message_type")

    @property
    def deployment(self) -> str:
        """Where we are put."""
        return self._text(self.data, f"{LTI}deployment_id")

    @property
    def context(self) -> tuple[str, str]:
        """Id and title of the course."""
        row = self._row(f"{LTI}context")
        return self._text(row, "id"), (self._text(row, "title") or self._text(row, "label") or "Course")[:120]

    @property
    def resource(self) -> str:
        """The place in the course."""
        return self._text(self._row(f"{LTI}resource_link"), "id")

    @property
    def assignment(self) -> str:
        """What deep linking put there."""
        return self._text(self._row(f"{LTI}custom"), "assignment")

    @property
    def role(self) -> Role | None:
        """What the person is in the course; None where it is nothing that has a place here."""
        return role_of(self.data.get(f"{LTI}roles"))

    @property
    def column_url(self) -> str:
        """The line item that belongs to the place, if we may write scores to it."""
        row = self._row(AGS)
        scopes = row.get("scope")
        return self._text(row, "lineitem") if isinstance(scopes, list) and SCORE_SCOPE in scopes else ""

    @property
    def members_url(self) -> str:
        """Where names and roles are read."""
        return self._text(self._row(NRPS), "context_memberships_url")

    @property
    def deep(self) -> dict[str, Any]:
        """The settings of deep linking."""
        return self._row(f"{DEEP}deep_linking_settings")

    def _row(self, name: str) -> dict[str, Any]:
        row = self.data.get(name)
        return row if isinstance(row, dict) else {}

    @staticmethod
    def _text(row: dict[str, Any], name: str) -> str:
        value = row.get(name)
        return value if isinstance(value, str) and len(value) <= 1000 and "\0" not in value else ""


def role_of(roles: Any) -> Role | None:
    """The strongest of a person's roles in a course. An assistant is an instructor too in the vocabulary, and less here."""
    names = {name for name in roles if isinstance(name, str)} if isinstance(roles, list) else set()
    for role, spelled in (
        (Role.ASSISTANT, ASSISTANTS),
        (Role.INSTRUCTOR, TEACHERS),
        (Role.CANDIDATE, LEARNERS),
    ):
        if names & set(spelled):
            return role
    return None
