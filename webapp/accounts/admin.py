"""Accounts for operators."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from webapp.accounts.models import ApiToken, User


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Django's page for accounts, and who may write problems and teach."""

    list_display = ("username", "email", "is_staff", "instructor", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "instructor")
    fieldsets = (*(UserAdmin.fieldsets or ()), ("Teaching", {"fields": ("instructor",)}))


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    """Tokens can be seen and revoked here, never made."""

    list_display = ("prefix", "name", "user", "created_at", "last_used_at", "expires_at")
    search_fields = ("prefix", "name", "user__email", "user__username")
    list_select_related = ("user",)
    readonly_fields = ("user", "prefix", "created_at", "last_used_at")

    def has_add_permission(self, request: object) -> bool:
        """Only its owner may make a token, for only they are shown it."""
        return False
