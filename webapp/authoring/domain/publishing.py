"""From a draft that is proved to a version that candidates see; nothing below the bar gets there."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from webapp.accounts.models import User
from webapp.accounts.roles import is_instructor
from webapp.authoring.domain.access import may_publish_over, owns
from webapp.authoring.domain.auditing import note
from webapp.authoring.domain.files import fingerprint, hash_of, texts_of
from webapp.authoring.domain.subjects import Published, Subject, Version, subject_for, subject_of
from webapp.authoring.models import File, FileRevision, Proof, Publication, Review, Workspace
from webapp.catalog.models import BundleVersion, Keeper
from webapp.practice.domain.refusals import Refused


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
    subject, published = subject_of(workspace), published_of(workspace)
    current = published.current if published else None
    if current and workspace.base_digest not in ("", current.digest):
        reasons.append(
            "Another version was published after this draft was begun: begin a new draft and take yours over."
        )
    if published and current and proof and proof.digest == current.digest and not published.retired:
        reasons.append("Nothing differs from the version that is published.")
    waits = settings.STUDIO_REVIEW and not _approved(workspace, mark)
    if waits:
        reasons.append("A second instructor has to approve it as it is now: ask a collaborator to review it.")
    count = published.versions.count() if published else 0
    middle = subject.middle(current) if current else 0
    return Standing(not reasons, reasons, count + 1, middle, bool(waits))


def published_of(workspace: Workspace) -> Published | None:
    """What is published under the draft's name."""
    return subject_of(workspace).published(workspace.set_slug, workspace.slug)


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


def publish(workspace: Workspace, user: User, words: str) -> Version:
    """Make the draft the current version; Refused with every reason why it cannot be."""
    subject = subject_of(workspace)
    if not owns(user, workspace) or not is_instructor(user):
        raise Refused("publish.owner", "The owner of a draft publishes it.", 403)
    if subject.in_folder_only(workspace.slug) or not may_publish_over(user, published_of(workspace)):
        raise Refused(
            "publish.folder",
            f"This {subject.noun} comes from the site's problems folder or is another instructor's: whoever runs the site "
            "publishes it. Or export your draft and give it another name.",
            403,
        )
    texts = texts_of(workspace)
    prepared = subject.prepare(workspace, texts)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        proof = workspace.proofs.first()
        if reasons := standing(workspace, proof).reasons:
            raise Refused("publish.below", " ".join(reasons), 409)
        assert proof is not None
        if texts_of(workspace) != texts:
            raise Refused("publish.moved", "Somebody saved a file at this moment. Prove it again.", 409)
        version = subject.put(workspace, texts, proof, prepared)
        of = "bundle_version" if isinstance(version, BundleVersion) else "version"
        Publication.objects.create(
            **{of: version}, workspace=workspace, proof=proof, by=user, note=words.strip()[:300]
        )
        Workspace.objects.filter(pk=workspace.pk).update(base_digest=version.digest, title=version.title)
        for file in workspace.files.filter(deleted=False):
            File.objects.filter(pk=file.pk).update(base_hash=hash_of(file.text))
        note(user, "published", str(workspace), workspace, digest=version.digest, note=words.strip()[:300])
    return version


def may_keep(user: User, published: Published) -> bool:
    """Whether the user retires and restores it: what the studio published, by whoever may publish it."""
    return published.keeper == Keeper.STUDIO and may_publish_over(user, published)


def retire(published: Published, user: User, retired: bool) -> None:
    """Take something out of what candidates are offered, or put it back; nothing that refers to it changes."""
    if not may_keep(user, published):
        raise Refused(
            "retire.owner",
            "Whoever published something in the studio retires it; what the folder holds is retired by being taken out of it.",
            403,
        )
    with transaction.atomic():
        _subject(published).set_retired(published, retired)
        note(user, "retired" if retired else "restored", str(published))


def hand_back(published: Published, user: User) -> None:
    """Let the problems folder have it again, from the next load on; for operators."""
    if not user.is_superuser:
        raise Refused("hand_back.operator", "Whoever runs the site hands something back to the folder.", 403)
    with transaction.atomic():
        type(published)._default_manager.filter(pk=published.pk).update(keeper=Keeper.FOLDER)
        note(user, "handed back to the folder", str(published))


def make_current(published: Published, version: Version, user: User) -> None:
    """Go back to an earlier version; whoever works on another one stays on that."""
    if not may_keep(user, published):
        raise Refused(
            "restore.owner",
            "Whoever published something in the studio goes back to an earlier version of it.",
            403,
        )
    with transaction.atomic():
        _subject(published).reinstate(version)
        note(user, "went back to an earlier version", str(published), digest=version.digest)


def _subject(published: Published) -> Subject:
    return subject_for(str(published).partition("/")[0])
