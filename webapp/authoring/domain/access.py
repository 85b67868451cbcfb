"""Who may enter a workspace. To whoever may not, it is not there."""

from uuid import UUID

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from webapp.accounts.models import User
from webapp.accounts.roles import is_instructor, is_operator
from webapp.authoring.models import Collaborator, Workspace
from webapp.catalog.models import Bundle, Keeper, Problem


@rules.predicate
def may_write(user: User | AnonymousUser, workspace: Workspace) -> bool:
    """The owner, whoever writes with them, and operators; all of them only while they are instructors."""
    return is_instructor(user) and visible_to(user).filter(pk=workspace.pk).exists()


@rules.predicate
def owns(user: User | AnonymousUser, workspace: Workspace) -> bool:
    """Who decides on collaborators and publishing."""
    return is_instructor(user) and (workspace.owner_id == user.pk or is_operator(user))


rules.add_perm("authoring.write_workspace", may_write)
rules.add_perm("authoring.own_workspace", owns)


def visible_to(user: User | AnonymousUser) -> QuerySet[Workspace]:
    """Workspaces that the user may enter: an operator all, an instructor their own and those they write in."""
    if not is_instructor(user):
        return Workspace.objects.none()
    if is_operator(user):
        return Workspace.objects.all()
    mine = Q(owner=user.pk) | Q(pk__in=Collaborator.objects.filter(user=user.pk).values("workspace"))
    return Workspace.objects.filter(mine)


def find(user: User | AnonymousUser, id: UUID) -> Workspace | None:
    """The workspace if the user may enter it."""
    return visible_to(user).select_related("owner").filter(pk=id).first()


def may_publish_over(user: User, published: Problem | Bundle | None) -> bool:
    """Whether what is there already is the user's to publish: an operator's always, else who published it or wrote it with
    them. What comes from the folder belongs to whoever runs the site."""
    if published is None or is_operator(user):
        return True
    if published.keeper != Keeper.STUDIO:
        return False
    folder, _, slug = str(published).partition("/")
    own = visible_to(user).filter(set_slug=folder, slug=slug)
    return own.filter(publications__isnull=False).exists()
