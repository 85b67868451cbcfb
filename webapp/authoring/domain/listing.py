"""What is published, in one list: problems, question banks, loops."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from webapp.catalog.models import Bundle, Problem


@dataclass(frozen=True)
class Listed:
    """One line of the studio's front page."""

    folder: str
    slug: str
    title: str
    group: str
    kind: str
    keeper: str
    at: datetime
    retired: bool


def published(words: str) -> list[Listed]:
    """Problems by their sets, then banks and loops; those that have `words` in their names, if any are given."""
    problems = (
        Problem.objects.filter(current__isnull=False)
        .select_related("set", "current")
        .defer("current__statement_html", "current__editorial_html", "current__hints", "current__starter")
    )
    bundles = (
        Bundle.objects.filter(current__isnull=False)
        .select_related("current")
        .defer("current__archive", "current__content")
    )
    if words:
        problems = problems.filter(
            Q(slug__icontains=words) | Q(set__slug__icontains=words) | Q(current__title__icontains=words)
        )
        bundles = bundles.filter(Q(slug__icontains=words) | Q(current__title__icontains=words))
    rows = [
        Listed(one.set.slug, one.slug, one.current.title, one.set.title, one.current.get_kind_display(),
               one.get_keeper_display(), one.current.created_at, one.retired)
        for one in problems if one.current
    ]  # fmt: skip
    rows += [
        Listed(one.kind, one.slug, one.current.title, "", one.get_kind_display(), one.get_keeper_display(),
               one.current.created_at, one.retired)
        for one in bundles if one.current
    ]  # fmt: skip
    return rows
