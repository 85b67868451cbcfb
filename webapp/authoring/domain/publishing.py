"""From a draft that is proved to a version that candidates see; nothing below the bar gets there."""

import tempfile
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from graders.diagnostics import Diagnostics
from graders.formats.archive import read_zip
from graders.formats.writing import write
from graders.package import Package, load_package
from graders.store import Store
from webapp.accounts.models import User
from webapp.accounts.roles import is_instructor
from webapp.authoring.domain.access import may_publish_over, owns
from webapp.authoring.domain.archives import pack
from webapp.authoring.domain.auditing import note
from webapp.authoring.domain.desk import as_candidate
from webapp.authoring.domain.files import fingerprint, hash_of, texts_of
from webapp.authoring.models import File, FileRevision, Proof, Publication, Review, Workspace
from webapp.catalog.domain import stored
from webapp.catalog.domain.loading import set_current
from webapp.catalog.domain.rendering import RENDERER
from webapp.catalog.models import Problem, ProblemSet, ProblemVersion
from webapp.practice.domain.refusals import Refused
from webapp.practice.models import Draft

log = structlog.get_logger(__name__)
IN_THE_MIDDLE = timedelta(days=30)
"""Whoever has not touched a draft for longer is not waiting for anything."""


@dataclass(frozen=True)
class Standing:
    """What keeps a draft from being published, in words for its author; nothing, if it can be."""

    above: bool
    reasons: list[str]
    number: int
    middle: int  # people who go on with the present version
    needs_review: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain data for scripts."""
        return asdict(self)


def standing(workspace: Workspace, proof: Proof | None) -> Standing:
    """Where the draft stands: `proof` is its latest."""
    mark = fingerprint(workspace, texts_of(workspace))
    reasons = list(_below(proof, mark))
    problem = problem_of(workspace)
    if problem and problem.current and workspace.base_id not in (None, problem.current_id):
        reasons.append(
            "Another version was published after this draft was begun: begin a new draft and take yours over."
        )
    if (
        problem
        and problem.current
        and proof
        and proof.digest == problem.current.digest
        and not problem.retired
    ):
        reasons.append("Nothing differs from the version that is published.")
    waits = settings.STUDIO_REVIEW and not _approved(workspace, mark)
    if waits:
        reasons.append("A second instructor has to approve it as it is now: ask a collaborator to review it.")
    current = problem.current if problem else None
    count = problem.versions.count() if problem else 0
    return Standing(not reasons, reasons, count + 1, in_the_middle(current) if current else 0, bool(waits))


def problem_of(workspace: Workspace) -> Problem | None:
    """The published problem of the draft's name."""
    found = Problem.objects.select_related("set", "current")
    return found.filter(set__slug=workspace.set_slug, slug=workspace.slug).first()


def in_the_middle(version: ProblemVersion) -> int:
    """How many people have a draft that was begun on this version and is not old."""
    since = timezone.now() - IN_THE_MIDDLE
    return Draft.objects.filter(version=version, updated_at__gte=since).count()


def _below(proof: Proof | None, mark: str) -> list[str]:
    if proof is None:
        return ["It is not proved yet."]
    if not proof.done:
        return ["The proof is not finished."]
    if proof.state == Proof.State.FAILED:
        return ["The proof could not be finished, through no fault of yours. Prove it again."]
    if proof.state == Proof.State.CANCELLED:
        return ["The proof was stopped. Prove it again."]
    if proof.fingerprint != mark:
        return ["It was changed after it was proved. Prove it again."]
    if not proof.holds:
        rate = proof.summary.get("rate")
        if rate is not None and rate < 0.97:
            return [
                f"Its cases kill {100 * rate:.1f} % of the mutants; 97 % are needed. Add cases that tell the survivors apart."
            ]
        return ["The proof found what has to be put right: see the checks that failed."]
    return []


def _approved(workspace: Workspace, mark: str) -> bool:
    """Whether somebody who wrote nothing of it since the published version approved exactly this, with no later objection."""
    writers = set(FileRevision.objects.filter(file__workspace=workspace).values_list("author_id", flat=True))
    writers.add(workspace.owner_id)
    latest: dict[int, str] = {}
    for review in workspace.reviews.filter(fingerprint=mark).order_by("at"):
        latest[review.by_id] = review.verdict
    verdicts = {by: verdict for by, verdict in latest.items() if by not in writers}
    return Review.Verdict.APPROVED in verdicts.values() and Review.Verdict.CHANGES not in latest.values()


def review(workspace: Workspace, user: User, verdict: str, words: str) -> Review:
    """Say whether the draft, as it is now, is fit to be published."""
    if verdict not in Review.Verdict.values:
        raise Refused("review.verdict", "Approve it, or ask for changes.")
    if verdict == Review.Verdict.CHANGES and not words.strip():
        raise Refused("review.words", "Say what should be changed.")
    wrote = FileRevision.objects.filter(file__workspace=workspace, author=user).exists()
    if verdict == Review.Verdict.APPROVED and (wrote or workspace.owner_id == user.pk):
        raise Refused(
            "review.own", "Whoever wrote in a draft cannot approve it; a second instructor can.", 403
        )
    with transaction.atomic():
        made = Review.objects.create(
            workspace=workspace,
            by=user,
            verdict=verdict,
            words=words.strip()[:2000],
            fingerprint=fingerprint(workspace, texts_of(workspace)),
        )
        note(user, f"review.{verdict}", str(workspace), workspace)
    return made


def publish(workspace: Workspace, user: User, words: str) -> ProblemVersion:
    """Make the draft the current version of its problem; Refused with every reason why it cannot be."""
    if not owns(user, workspace) or not is_instructor(user):
        raise Refused("publish.owner", "The owner of a draft publishes it.", 403)
    if not may_publish_over(user, problem_of(workspace)):
        raise Refused(
            "publish.folder",
            "This problem comes from the site's problems folder or is another instructor's: whoever runs the site "
            "publishes it. Or export your draft and give it another name.",
            403,
        )
    texts = texts_of(workspace)
    archive = pack(workspace.set_slug, workspace.slug, texts)
    shown = as_candidate(workspace.set_slug, workspace.slug, texts)
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        proof = workspace.proofs.first()
        if reasons := standing(workspace, proof).reasons:
            raise Refused("publish.below", " ".join(reasons), 409)
        assert proof is not None
        if texts_of(workspace) != texts:
            raise Refused("publish.moved", "Somebody saved a file at this moment. Prove it again.", 409)
        package = _package(Path(folder), workspace, archive, proof.digest)
        if not stored.put(Store(settings.PACKAGE_STORE), package.digest, archive):
            raise Refused(
                "publish.store",
                "The package store did not take it; whoever runs the site finds out why.",
                503,
            )
        stored.keep(package.digest, archive)
        version, _ = set_current(
            _set_of(workspace),
            package,
            {
                "statement_html": shown["statement"],
                "hints": shown["hints"],
                "editorial_html": shown["editorial"],
                "renderer": RENDERER,
                "kill_rate": round(100 * proof.summary["rate"], 2)
                if proof.summary.get("rate") is not None
                else None,
            },
            keeper=Problem.Keeper.STUDIO,
        )
        Publication.objects.create(
            version=version, workspace=workspace, proof=proof, by=user, note=words.strip()[:300]
        )
        Workspace.objects.filter(pk=workspace.pk).update(base=version, title=version.title)
        for file in workspace.files.filter(deleted=False):
            File.objects.filter(pk=file.pk).update(base_hash=hash_of(file.text))
        note(user, "published", str(workspace), workspace, digest=package.digest, note=words.strip()[:300])
    return version


def _package(folder: Path, workspace: Workspace, archive: bytes, digest: str) -> Package:
    write(read_zip(archive), folder)
    package = load_package(folder / workspace.set_slug / workspace.slug, Diagnostics())
    if package is None or package.digest != digest:
        raise Refused(
            "publish.moved", "The files are others than those that were proved. Prove it again.", 409
        )
    return package


def _set_of(workspace: Workspace) -> ProblemSet:
    title = workspace.set_title or workspace.set_slug.replace("-", " ").capitalize()
    defaults = {"title": title[:120], "summary": f"Written in the studio: {title}"[:300], "order": 1000}
    made, _ = ProblemSet.objects.get_or_create(slug=workspace.set_slug, defaults=defaults)
    return made


def may_keep(user: User, problem: Problem) -> bool:
    """Whether the user retires and restores it: what the studio published, by whoever may publish it."""
    return problem.keeper == Problem.Keeper.STUDIO and may_publish_over(user, problem)


def retire(problem: Problem, user: User, retired: bool) -> None:
    """Take a problem out of the catalogue, or put it back; nothing that refers to it changes."""
    if not may_keep(user, problem):
        raise Refused(
            "retire.owner",
            "Whoever published a problem in the studio retires it; the folder's are retired by being taken out of it.",
            403,
        )
    with transaction.atomic():
        Problem.objects.filter(pk=problem.pk).update(retired=retired)
        note(user, "retired" if retired else "restored", str(problem))


def hand_back(problem: Problem, user: User) -> None:
    """Let the problems folder have the problem again, from the next load on; for operators."""
    if not user.is_superuser:
        raise Refused("hand_back.operator", "Whoever runs the site hands a problem back to the folder.", 403)
    with transaction.atomic():
        Problem.objects.filter(pk=problem.pk).update(keeper=Problem.Keeper.FOLDER)
        note(user, "handed back to the folder", str(problem))


def make_current(problem: Problem, version: ProblemVersion, user: User) -> None:
    """Go back to an earlier version; whoever works on another one stays on that."""
    if not may_keep(user, problem):
        raise Refused(
            "restore.owner",
            "Whoever published a problem in the studio goes back to an earlier version of it.",
            403,
        )
    with transaction.atomic():
        Problem.objects.filter(pk=problem.pk).update(current=version)
        note(user, "went back to an earlier version", str(problem), digest=version.digest)
