"""Submissions for operators: searchable, readable, and queued again where that helps."""

import json

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from webapp.accounts.person import person
from webapp.catalog.admin import ReadOnly
from webapp.practice.domain.refusals import Refused
from webapp.practice.domain.rejudging import apply, differing, drop, stage, standing
from webapp.practice.domain.requeueing import grade_again
from webapp.practice.models import Rejudge, Submission, SubmissionEvent

SHOWN = 500
"""Submissions of a rejudge that its page lists."""


class EventInline(ReadOnly, admin.TabularInline):
    """What graders said."""

    model = SubmissionEvent
    fields = ("attempt", "number", "kind", "created_at")
    readonly_fields = fields
    extra = 0


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, admin.ModelAdmin):
    """Every submission; its report is shown as the operator may see it, with everything."""

    list_display = (
        "id",
        "user",
        "problem",
        "mode",
        "state",
        "verdict",
        "attempt",
        "created_at",
        "finished_at",
    )
    list_filter = ("state", "verdict", "mode", "problem")
    list_select_related = ("user", "problem__set")
    search_fields = ("id", "user__email", "user__username", "problem__slug", "version__digest")
    date_hierarchy = "created_at"
    exclude = ("report",)
    readonly_fields = ("report_json",)
    inlines = [EventInline]
    actions = ["requeue", "rejudge_same", "rejudge_current"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """Without reports in the list, which can be large."""
        rows = super().get_queryset(request)
        return (
            rows if request.resolver_match and request.resolver_match.kwargs else rows.defer("report", "code")
        )

    @admin.display(description="report")
    def report_json(self, submission: Submission) -> str:
        """The whole report."""
        return format_html("<pre>{}</pre>", json.dumps(submission.report, indent=1, ensure_ascii=False))

    @admin.action(description="Queue again what is not finished or ended as our fault")
    def requeue(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        """Queue the chosen ones again; a verdict that stands is never graded anew."""
        again = sum(grade_again(submission) for submission in queryset.values_list("pk", flat=True))
        refused = queryset.count() - again
        if again:
            messages.success(request, f"{again} queued again.")
        if refused:
            messages.warning(request, f"{refused} have a verdict, which stands.")

    @admin.action(description="Grade again beside the result, under the same version", permissions=["stage"])
    def rejudge_same(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        """Stage a rejudge of the chosen ones."""
        self._stage(request, queryset, current=False)

    @admin.action(
        description="Grade again beside the result, under the problem's current version",
        permissions=["stage"],
    )
    def rejudge_current(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        """Stage a rejudge of the chosen ones under what their problems say now."""
        self._stage(request, queryset, current=True)

    def has_stage_permission(self, request: HttpRequest) -> bool:
        """Who may have verdicts graded again."""
        return person(request).has_perm("practice.add_rejudge")

    def _stage(self, request: HttpRequest, queryset: QuerySet[Submission], current: bool) -> None:
        reason = "the problem was corrected" if current else "the grader was corrected"
        try:
            staged = stage(
                Submission.objects.filter(pk__in=queryset.values("pk")), reason, current, person(request)
            )
        except Refused as refused:
            messages.warning(request, refused.text)
            return
        address = reverse("admin:practice_rejudge_change", args=[staged.pk])
        text = format_html(
            '{} are graded again; <a href="{}">see what would change</a>.', staged.rows.count(), address
        )
        messages.success(request, text)


@admin.register(Rejudge)
class RejudgeAdmin(ReadOnly, admin.ModelAdmin):
    """What staged rejudges would change, and the decision on them."""

    list_display = ("id", "reason", "state", "submissions", "created_by", "created_at", "closed_at")
    list_filter = ("state",)
    list_select_related = ("created_by",)
    fields = ("reason", "state", "created_by", "created_at", "closed_by", "closed_at", "summary", "changes")
    readonly_fields = ("summary", "changes")
    actions = ["let_count", "drop"]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Who may let new verdicts count."""
        return person(request).has_perm("practice.change_rejudge")

    @admin.display(description="submissions")
    def submissions(self, rejudge: Rejudge) -> int:
        """How many it grades again."""
        return rejudge.rows.count()

    @admin.display(description="what would change")
    def summary(self, rejudge: Rejudge) -> str:
        """How far it is, and old and new verdicts with how many."""
        found = standing(rejudge)
        lines = [f"{found.total - found.open} of {found.total} graded, {found.same} the same"]
        lines += [f"{old} → {new}: {count}" for (old, new), count in sorted(found.changes.items())]
        if found.failed:
            lines.append(f"{found.failed} could not be graded and keep what they have")
        return format_html_join("", "{}<br>", ((line,) for line in lines))

    @admin.display(description="submissions that would change")
    def changes(self, rejudge: Rejudge) -> str:
        """Each submission with both results."""
        rows = differing(rejudge).defer("report", "replaced")[:SHOWN]
        return format_html_join(
            "",
            '<a href="{}">{}</a>: {} {} → {} {}<br>',
            (
                (
                    reverse("admin:practice_submission_change", args=[row.submission_id]),
                    row.submission_id,
                    row.old_verdict,
                    row.old_score,
                    row.verdict,
                    row.score,
                )
                for row in rows
            ),
        )

    @admin.action(description="Apply: the new results count, the old ones are kept", permissions=["decide"])
    def let_count(self, request: HttpRequest, queryset: QuerySet[Rejudge]) -> None:
        """Apply the chosen rejudges."""
        for rejudge in queryset:
            try:
                done = apply(rejudge.pk, person(request))
            except Refused as refused:
                messages.error(request, refused.text)
            else:
                text = f"Rejudge {rejudge.pk}: {done.changed} changed, {done.overtaken} had another result by now."
                messages.success(request, text)

    @admin.action(description="Drop: every result stands as it is", permissions=["decide"])
    def drop(self, request: HttpRequest, queryset: QuerySet[Rejudge]) -> None:
        """Drop the chosen rejudges."""
        for rejudge in queryset:
            try:
                drop(rejudge.pk, person(request))
            except Refused as refused:
                messages.error(request, refused.text)
            else:
                messages.success(request, f"Rejudge {rejudge.pk} is dropped.")
