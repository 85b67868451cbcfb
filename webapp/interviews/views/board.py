"""A board in the simulator: sent there, and what it came to."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from webapp.interviews.domain import simulating
from webapp.interviews.domain.access import Role
from webapp.interviews.domain.showing import now
from webapp.interviews.views.answers import find_round, tells
from webapp.practice.views.answers import for_people, private

BOTH = (Role.CANDIDATE, Role.INTERVIEWER)


@login_required
@require_POST
@tells
def simulate(request: HttpRequest, id: UUID) -> HttpResponse:
    """Send the board as it stands."""
    _, role = find_round(request, id, *BOTH)
    simulating.simulate(id, now(), "candidate" if role is Role.CANDIDATE else "interviewer")
    return redirect("interviews:room", id)


@require_safe
@for_people
def simulated(request: HttpRequest, id: UUID) -> HttpResponse:
    """The newest simulation, as a fragment."""
    round_, _ = find_round(request, id, *BOTH)
    return private(render(request, "interviews/_simulated.html", {"simulated": simulating.simulated(round_)}))
