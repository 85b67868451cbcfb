"""What is refused, and who can mend it."""

from webapp.practice.domain.refusals import Refused


class LaunchRefused(Refused):
    """A launch that cannot be trusted or used; the words are for the person, the id for the operator's log."""

    def __init__(self, id: str, text: str, status: int = 403) -> None:
        super().__init__(f"lti.{id}", text, status)


AGAIN = "Open it once more from your course."
