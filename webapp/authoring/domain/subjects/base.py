"""What the studio needs to know of whatever is written in it: problems, question banks, loops."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from webapp.authoring.models import Proof, Workspace
from webapp.catalog.models import Bundle, BundleVersion, Problem, ProblemVersion

Published = Problem | Bundle
Version = ProblemVersion | BundleVersion


class Subject(ABC):
    """One sort of thing that drafts are of. `shown`: patterns (of the browser) of the files that have a preview."""

    noun: ClassVar[str]
    proves: ClassVar[str]
    """What **Prove** does, in a sentence for whoever has not pressed it yet."""
    first: ClassVar[str]
    """The file that a draft opens with; its beginning is enough."""
    shown: ClassVar[tuple[str, ...]]
    follows: ClassVar[bool]
    """Whether the preview is of what stands at the caret, not of the whole file."""
    example: ClassVar[str]
    """The name of a file that it could have."""
    known: ClassVar[tuple[str, ...]]
    """Names that mean something here, which a new file is offered; where one is an example, its place and its ending count."""
    counted: ClassVar[str]
    """What `counts` counts, as the head of a column."""
    runs: ClassVar[bool]
    """Whether it holds code: then graders prove it, else the site's desk reads it, and a proof ends as it begins."""

    @abstractmethod
    def published(self, set_slug: str, slug: str) -> Published | None:
        """What is published under the draft's name."""

    @abstractmethod
    def files(self, published: Any) -> dict[str, bytes]:
        """Every file of its current version; Refused where they cannot be had."""

    @abstractmethod
    def read(self, set_slug: str, slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
        """{notes, package}: what reading the files finds, and what they say of themselves (digest, title), or None."""

    @abstractmethod
    def preview(self, draft: Workspace, path: str, text: str, line: int) -> dict[str, Any]:
        """{html} of a text as candidates see it, and perhaps {what}, a line that says what is shown."""

    @abstractmethod
    def candidate(self, draft: Workspace, texts: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        """The whole draft as candidates see it: a template and its context, with `notes` where it cannot be read."""

    @abstractmethod
    def prepare(self, draft: Workspace, texts: Mapping[str, str]) -> Any:
        """What publishing needs and takes long to make, made before anything is locked."""

    @abstractmethod
    def put(self, draft: Workspace, texts: Mapping[str, str], proof: Proof, prepared: Any) -> Version:
        """Make the draft the current version; within a transaction, which Refused undoes."""

    @abstractmethod
    def middle(self, version: Any) -> int:
        """How many people go on with this version when another takes its place."""

    @abstractmethod
    def reinstate(self, version: Any) -> None:
        """Make an earlier version the current one again."""

    def set_retired(self, published: Published, retired: bool) -> None:
        """Take it out of what candidates are offered, or put it back; nothing that refers to it changes."""
        type(published)._default_manager.filter(pk=published.pk).update(retired=retired)

    def counts(self, version: Any) -> int:
        """How often a version was answered."""
        return 0

    def in_folder_only(self, slug: str) -> bool:
        """Whether the problems folder has one of this name that nobody has loaded yet."""
        return False
