"""Piles: opened once, filled with what was handed in, dealt out to markers, and released at once."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Prefetch, QuerySet

from graders.loops import HANDED_IN
from webapp.accounts.models import User
from webapp.interviews.models import Round
from webapp.marking.agreement import Agreement, Rating, agreement
from webapp.marking.domain import evidence
from webapp.marking.domain.marks import final_levels
from webapp.marking.domain.rubrics import chosen, lines_of
from webapp.marking.models import Marking, Pile, Script
from webapp.practice.domain.refusals import Refused
from webapp.teaching.models import Item, Work


@dataclass(frozen=True)
class Row:
    """A script in its list, without a name. `mine`: the state of the viewer's own marking; `open`: they may begin one;
    `differs`: to be resolved.
    """

    script: Script
    done: int
    mine: str
    open: bool
    differs: bool
    final: bool
    asked: bool


@dataclass(frozen=True)
class Standing:
    """An item in the list of what can be marked: how many people handed it in, and how far its scripts are.

    `left`: scripts that the viewer may mark or has begun.
    """

    item: Item
    handed_in: int
    pile: Pile | None
    scripts: int = 0
    final: int = 0
    left: int = 0
    differing: int = 0
    asked: int = 0


def standings(items: QuerySet[Item], user: User) -> list[Standing]:
    """How far each item is, in a constant number of queries."""
    scripts = Script.objects.exclude(work__user=user).prefetch_related("markings", "regrades")
    people = Count("work__user", distinct=True)
    rows = items.annotate(people=people).prefetch_related(Prefetch("pile__scripts", scripts))
    return [_standing(item, user) for item in rows]


def _standing(item: Any, user: User) -> Standing:
    pile = getattr(item, "pile", None)
    if pile is None:
        return Standing(item, item.people, None)
    rows = [_row(script, user) for script in pile.scripts.all()]
    open_ = pile.released_at is None
    return Standing(
        item, item.people, pile, len(rows), sum(row.final for row in rows),
        sum(row.mine == "begun" or row.open for row in rows) if open_ else 0,
        sum(row.differs for row in rows) if open_ else 0, sum(row.asked for row in rows),
    )  # fmt: skip


def open_pile(item: Item, user: User, markers: int, now: datetime, rubric: str = HANDED_IN) -> Pile:
    """Begin to mark an item; again it takes in what was handed in since. Refused for what people do not mark.

    Code is marked to the end by what `rubric` says now, whatever is published under that name later.
    """
    if item.kind == Item.Kind.QUIZ:
        raise Refused("pile.quiz", "A quiz is marked by itself.", 409)
    if markers not in (1, 2):
        raise Refused("pile.markers", "One or two people mark each script.", 400)
    begun = Pile.objects.filter(item=item).exists()
    code = not begun and item.kind == Item.Kind.PROBLEM
    frozen = chosen(rubric).model_dump(mode="json") if code else {}
    with transaction.atomic():
        pile, _ = Pile.objects.select_for_update().get_or_create(
            item=item,
            defaults={"markers": markers, "rubric": frozen, "opened_by": user, "opened_at": now},
        )
        if pile.released_at is None:
            _fill(pile)
    return pile


def _fill(pile: Pile) -> None:
    """A script for everybody's attempt that counts, or their last; in a random order, so that numbers say nothing."""
    new: list[tuple[Work, Round | None]] = []
    have = set(pile.scripts.values_list("work__user_id", flat=True))
    for work in _handed_in(pile.item):
        if work.user_id in have:
            continue
        if work.submission_id is not None:
            new.append((work, None))
        elif work.interview is not None:
            rounds = list(work.interview.rounds.all())
            if rounds and all(round_.state == Round.State.DONE for round_ in rounds):
                new += [
                    (work, round_)
                    for round_ in rounds
                    if lines_of(Script(pile=pile, work=work, round=round_))
                ]
    secrets.SystemRandom().shuffle(new)
    last = pile.scripts.aggregate(last=Max("number"))["last"] or 0
    Script.objects.bulk_create(
        Script(pile=pile, work=work, round=round_, number=number)
        for number, (work, round_) in enumerate(new, start=last + 1)
    )


def _handed_in(item: Item) -> list[Work]:
    found: dict[int, Work] = {}
    rows = Work.objects.filter(item=item).select_related("interview").order_by("user", "number")
    for work in rows:
        if not (work.user_id in found and found[work.user_id].counts):
            found[work.user_id] = work
    return list(found.values())


def deal(pile: Pile, user: User, now: datetime) -> Script | None:
    """The next script for this marker: one they began, else the one that fewest have, claimed; None when there is none."""
    own = Marking.objects.filter(script__pile=pile, marker=user, kind=Marking.Kind.MARK)
    begun = own.filter(finished_at=None).select_related("script").order_by("script__number").first()
    if begun is not None:
        return begun.script
    if pile.released_at is not None:
        return None
    with transaction.atomic():
        Pile.objects.select_for_update().get(pk=pile.pk)
        taken = set(own.values_list("script_id", flat=True))
        free = [
            (script.markings.filter(kind=Marking.Kind.MARK).count(), script.number, script)
            for script in pile.scripts.exclude(work__user=user).exclude(pk__in=taken)
        ]
        free = [row for row in free if row[0] < pile.markers]
        if not free:
            return None
        script = min(free, key=lambda row: row[:2])[2]
        try:
            with transaction.atomic():
                Marking.objects.create(script=script, marker=user, begun_at=now)
        except IntegrityError:
            return None
    return script


def rows_of(pile: Pile, user: User) -> list[Row]:
    """All scripts by number; a marker's own is not among them."""
    scripts = (
        pile.scripts.exclude(work__user=user)
        .select_related("pile", "round")
        .prefetch_related("markings", "regrades")
    )
    return [_row(script, user) for script in scripts]


def _row(script: Script, user: User) -> Row:
    markings = [one for one in script.markings.all() if one.kind == Marking.Kind.MARK]
    done = [one for one in markings if one.finished_at]
    own = next((one for one in markings if one.marker_id == user.pk), None)
    final = final_levels(script) is not None
    return Row(
        script,
        len(done),
        "" if own is None else "done" if own.finished_at else "begun",
        own is None and len(markings) < script.pile.markers,
        len(done) >= script.pile.markers and not final,
        final,
        any(regrade.state == "open" for regrade in script.regrades.all()),
    )


def agreement_of(pile: Pile) -> tuple[Agreement | None, Agreement | None]:
    """Of scripts that two people marked: weighted and plain kappa."""
    ratings = []
    for script in pile.scripts.select_related("round").prefetch_related("markings"):
        both = [one for one in script.markings.all() if one.kind == Marking.Kind.MARK and one.finished_at]
        if len(both) == 2:
            one, other = both
            ratings += [
                Rating(str(script.pk), line.key, one.levels[line.key], other.levels[line.key], line.top)
                for line in lines_of(script)
            ]
    return agreement(ratings), agreement(ratings, weighted=False)


def release(pile: Pile, user: User, now: datetime) -> None:
    """Everybody's marks at once: candidates see them, and they count. Refused while one script has none that are final."""
    with transaction.atomic():
        pile = Pile.objects.select_for_update().get(pk=pile.pk)
        if pile.released_at is not None:
            raise Refused("pile.released", "These marks were released already.", 409)
        scripts = list(pile.scripts.select_related("work__user", "round").prefetch_related("markings"))
        if not scripts:
            raise Refused("pile.empty", "There is nothing to release yet.", 409)
        missing = sum(final_levels(script) is None for script in scripts)
        if missing:
            words = "script is" if missing == 1 else "scripts are"
            raise Refused(
                "pile.unfinished", f"{missing} {words} not marked to the end, or not resolved.", 409
            )
        pile.released_by, pile.released_at = user, now
        pile.save(update_fields=["released_by", "released_at"])
        for script in scripts:
            evidence.count(script, now)
