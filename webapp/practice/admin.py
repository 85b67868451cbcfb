"""Submissions for operators: searchable, readable, and queued again where that helps."""

import json

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from webapp.catalog.admin import ReadOnly
from webapp.practice.domain.requeueing import grade_again
from webapp.practice.models import Submission, SubmissionEvent


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
    actions = ["requeue"]

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
