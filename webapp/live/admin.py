"""Rooms for operators: who sits in them and which links lead in. What was written is not shown here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from webapp.live.domain.rooms import close_room
from webapp.live.models import Invitation, Member, Room


class Fixed:
    """Nothing is added or changed by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class Members(Fixed, admin.TabularInline):
    """The seats of a room; taking one away frees it."""

    model = Member
    extra = 0


@admin.register(Room)
class RoomAdmin(Fixed, admin.ModelAdmin):
    """Deleting one deletes everything that was written in it."""

    list_display = ("owner", "title", "created_at", "closed_at")
    search_fields = ("owner", "title", "members__user__username")
    inlines = (Members,)
    actions = ("close",)

    @admin.action(description="Close: from now on they can be read only", permissions=["delete"])
    def close(self, request: HttpRequest, rooms: QuerySet[Room]) -> None:
        """Whoever is in them goes on reading."""
        for room in rooms:
            close_room(room)


@admin.register(Invitation)
class InvitationAdmin(Fixed, admin.ModelAdmin):
    """Links; their tokens are nowhere."""

    list_display = ("room", "role", "made_by", "made_at", "expires_at", "revoked_at", "used_by")
    list_select_related = ("room", "made_by", "used_by")
    actions = ("withdraw",)

    @admin.action(description="Withdraw those that nobody has used", permissions=["delete"])
    def withdraw(self, request: HttpRequest, links: QuerySet[Invitation]) -> None:
        """From now on they lead nowhere."""
        links.filter(used_by=None, revoked_at=None).update(revoked_at=timezone.now())
