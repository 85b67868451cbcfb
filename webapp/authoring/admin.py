"""The studio for operators: drafts, proofs, publications and the audit log, to look at."""

from django.contrib import admin

from webapp.authoring.models import AuditEntry, Proof, Publication, Trial, Workspace
from webapp.catalog.admin import ReadOnly


@admin.register(Workspace)
class WorkspaceAdmin(ReadOnly, admin.ModelAdmin):
    """Drafts: whose, of what, since when."""

    list_display = ("__str__", "title", "owner", "source", "updated_at", "closed_at")
    list_select_related = ("owner",)
    search_fields = ("slug", "set_slug", "title", "owner__username")


@admin.register(Proof)
class ProofAdmin(ReadOnly, admin.ModelAdmin):
    """Proofs: how far, and how they ended."""

    list_display = (
        "workspace",
        "state",
        "holds",
        "attempt",
        "asked_by",
        "created_at",
        "finished_at",
        "fault",
    )
    list_filter = ("state", "holds")
    list_select_related = ("workspace", "asked_by")
    exclude = ("archive",)


@admin.register(Trial)
class TrialAdmin(ReadOnly, admin.ModelAdmin):
    """Trials: on which draft, how far, and how they ended; what they found is their author's."""

    list_display = (
        "workspace",
        "mode",
        "state",
        "verdict",
        "attempt",
        "user",
        "created_at",
        "finished_at",
        "fault",
    )
    list_filter = ("state", "mode", "verdict")
    list_select_related = ("workspace", "user")
    exclude = ("archive", "code", "own_input", "report")


@admin.register(Publication)
class PublicationAdmin(ReadOnly, admin.ModelAdmin):
    """What was published, by whom."""

    list_display = ("__str__", "at", "note")
    list_select_related = ("version", "bundle_version", "by")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, admin.ModelAdmin):
    """Who did what to which problem."""

    list_display = ("at", "name", "action", "problem", "detail")
    list_filter = ("action",)
    search_fields = ("name", "problem")
