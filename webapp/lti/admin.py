"""Registrations by operators; what launches and grades are at is only looked at."""

from django.contrib import admin

from webapp.catalog.admin import ReadOnly
from webapp.lti.models import Course, Deployment, Identity, Passback, Platform


class Deployments(admin.TabularInline):
    """Where the platform has put us."""

    model = Deployment
    extra = 1


@admin.register(Platform)
class PlatformAdmin(admin.ModelAdmin):
    """Platforms."""

    list_display = ("title", "issuer", "client_id", "active")
    inlines = (Deployments,)


@admin.register(Identity)
class IdentityAdmin(admin.ModelAdmin):
    """Who is who; a wrong link is taken away here, and made anew by its owner."""

    list_display = ("issuer", "subject", "user", "made_at")
    search_fields = ("subject", "user__username", "user__email")
    list_select_related = ("user",)
    readonly_fields = ("issuer", "subject", "user", "made_at")

    def has_add_permission(self, request: object) -> bool:
        """Only a launch tells who somebody is."""
        return False


@admin.register(Course)
class CourseAdmin(ReadOnly, admin.ModelAdmin):
    """Courses and their cohorts."""

    list_display = ("context", "deployment", "cohort", "read_at")
    list_select_related = ("deployment", "cohort")


@admin.register(Passback)
class PassbackAdmin(ReadOnly, admin.ModelAdmin):
    """Grades on their way, and what keeps them."""

    list_display = ("link", "identity", "wanted", "sent", "sent_at", "tries", "error")
    list_filter = ("tries",)
    list_select_related = ("link", "identity")
