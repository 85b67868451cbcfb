"""manage.py rejudge"""

import json
from argparse import ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.rejudging import Choice, apply, differing, drop, stage, standing
from webapp.practice.models import Rejudge

MOST_SHOWN = 50


class Command(BaseCommand):
    """Grade finished submissions again beside their results; then apply what would change, or drop it."""

    help = "Grade finished submissions again beside their results; then apply what would change, or drop it."

    def add_arguments(self, parser: CommandParser) -> None:
        """stage, list, show, apply, drop."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        commands = parser.add_subparsers(dest="action", required=True)
        staging = commands.add_parser(
            "stage", help="choose submissions; they are graded behind everything else"
        )
        staging.add_argument("--reason", required=True, help="people whose verdict changes read it")
        staging.add_argument("--problem", default="", metavar="SET/PROBLEM")
        staging.add_argument(
            "--digest", default="", help="of the version they were graded under, or its beginning"
        )
        staging.add_argument("--verdict", action="append", default=[], help="may be given several times")
        staging.add_argument("--since", type=_moment, metavar="DATE", help="handed in at this date or later")
        staging.add_argument("--until", type=_moment, metavar="DATE", help="handed in before this date")
        staging.add_argument(
            "--current", action="store_true", help="grade under the current version instead of their own"
        )
        commands.add_parser("list", help="every rejudge")
        for name, words in (
            ("show", "what it would change"),
            ("apply", "let it count"),
            ("drop", "leave all as it is"),
        ):
            commands.add_parser(name, help=words).add_argument("id", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them; exit 1 with the reason when it is refused."""
        try:
            data = getattr(self, f"_{options['action']}")(options)
        except Refused as refused:
            raise CommandError(refused.text) from None
        if options["json"]:
            self.stdout.write(json.dumps(data))
        else:
            for line in data.pop("lines", ()):
                self.stdout.write(line)

    def _stage(self, options: dict[str, Any]) -> dict[str, Any]:
        choice = Choice(
            problem=options["problem"],
            digest=options["digest"],
            verdicts=tuple(options["verdict"]),
            since=options["since"],
            until=options["until"],
        )
        if choice == Choice():
            raise CommandError("Name at least one of --problem, --digest, --verdict, --since, --until.")
        return self._data(stage(choice.rows(), options["reason"], options["current"]), options)

    def _list(self, options: dict[str, Any]) -> dict[str, Any]:
        found = [self._data(rejudge, {**options, "json": True}) for rejudge in Rejudge.objects.all()]
        lines = [f"{row['id']:4} {row['state']:8} {row['total']:6} {row['reason']}" for row in found]
        return {"rejudges": found} if options["json"] else {"lines": lines}

    def _show(self, options: dict[str, Any]) -> dict[str, Any]:
        found = Rejudge.objects.filter(pk=options["id"]).first()
        if found is None:
            raise CommandError(f"There is no rejudge {options['id']}.")
        return self._data(found, options)

    def _apply(self, options: dict[str, Any]) -> dict[str, Any]:
        done = apply(options["id"])
        told = f"{done.changed} changed, {done.overtaken} had another result by now and keep it."
        if options["json"]:
            return {"id": options["id"], "changed": done.changed, "overtaken": done.overtaken}
        return {"lines": [told]}

    def _drop(self, options: dict[str, Any]) -> dict[str, Any]:
        drop(options["id"])
        return (
            {"id": options["id"]}
            if options["json"]
            else {"lines": ["Dropped; every result stands as it was."]}
        )

    def _data(self, rejudge: Rejudge, options: dict[str, Any]) -> dict[str, Any]:
        found = standing(rejudge)
        about = {"id": rejudge.pk, "state": rejudge.state, "reason": rejudge.reason, **found.as_dict()}
        if options["json"]:
            return about
        graded = found.total - found.open
        lines = [
            f"rejudge {rejudge.pk}, {rejudge.state}: {graded} of {found.total} graded, {found.same} the same"
        ]
        lines += [f"  {old} → {new}: {count}" for (old, new), count in sorted(found.changes.items())]
        if found.failed:
            lines.append(f"  {found.failed} could not be graded and keep what they have")
        rows = differing(rejudge).defer("report")[:MOST_SHOWN]
        lines += [f"  {r.submission_id} {r.old_verdict} {r.old_score} → {r.verdict} {r.score}" for r in rows]
        return {"lines": lines}


def _moment(text: str) -> datetime:
    """A date (its midnight) or a moment, in the site's time zone if it names none."""
    try:
        day, moment = parse_date(text), parse_datetime(text)
    except ValueError:
        day = moment = None
    if day is not None:
        moment = datetime(day.year, day.month, day.day)
    if moment is None:
        raise ArgumentTypeError(
            f"{text!r} is no date such as 2026-03-01, nor a moment such as 2026-03-01T12:00"
        )
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
