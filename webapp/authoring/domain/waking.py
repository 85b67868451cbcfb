"""Wake-ups for the streams of a workspace's pages."""

from webapp.authoring.models import Workspace
from webapp.broker import wake


def wake_workspace(workspace: Workspace) -> None:
    """Tell open pages that something of it has changed; without a broker they find out by themselves."""
    wake([workspace.pk])
