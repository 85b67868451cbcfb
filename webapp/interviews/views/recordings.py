"""Recordings of a round: kept, heard, deleted."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from webapp.interviews.domain import recordings
from webapp.interviews.domain.access import Role
from webapp.interviews.domain.showing import now
from webapp.interviews.models import Recording, Round
from webapp.interviews.views.answers import find_round, tells
from webapp.practice.domain.refusals import Refused
from webapp.practice.views.answers import for_people, private

BOTH = (Role.CANDIDATE, Role.INTERVIEWER)


def recording_data(recording: Recording) -> dict[str, Any]:
    """Where it is heard and deleted."""
    at = [recording.round_id, recording.pk]
    return {
        "id": str(recording.pk),
        "length_ms": recording.length_ms,
        "url": reverse("interviews:recording", args=at),
        "drop": reverse("interviews:drop_recording", args=at),
    }


def speaking(round_: Round, sheet: str) -> dict[str, Any] | None:
    """What the recorder of a page needs; None where nothing is recorded."""
    if round_.kind not in recordings.KINDS:
        return None
    return {
        "sheet": sheet,
        "keep": reverse("interviews:recordings", args=[round_.pk]),
        "longest_ms": int(recordings.LONGEST.total_seconds() * 1000),
        "kept": [recording_data(one) for one in round_.recordings.filter(sheet=sheet)],
    }


def with_microphone(response: HttpResponse) -> HttpResponse:
    """This page may ask for the microphone, which no other page of the site does."""
    response.headers["Permissions-Policy"] = (
        "camera=(), geolocation=(), microphone=(self), payment=(), usb=()"
    )
    return response


@require_POST
@for_people
@tells
def keep(request: HttpRequest, id: UUID) -> HttpResponse:
    """Keep the file `sound` of a sheet: {id, length_ms, url, drop}."""
    find_round(request, id)
    sound = request.FILES.get("sound")
    numbers = [request.POST.get(name, "") for name in ("length", "ago")]
    if sound is None or not all(number.isdecimal() and len(number) < 9 for number in numbers):
        raise Refused("recording.missing", "There is no recording in this request.")
    length, ago = map(int, numbers)
    data, sheet = sound.read(), request.POST.get("sheet", "")
    made = recordings.keep(id, sheet, data, sound.content_type or "", length, ago, now())
    return private(JsonResponse(recording_data(made), status=201))


@require_safe
@for_people
@tells
def hear(request: HttpRequest, id: UUID, recording: UUID) -> HttpResponse:
    """The sound, for the two people of the round and nobody else."""
    round_, _ = find_round(request, id, *BOTH)
    found = get_object_or_404(round_.recordings, pk=recording)
    return private(HttpResponse(recordings.sound_of(found), content_type=found.type))


@require_POST
@for_people
@tells
def drop(request: HttpRequest, id: UUID, recording: UUID) -> HttpResponse:
    """Delete one of one's own."""
    round_, _ = find_round(request, id)
    recordings.drop(get_object_or_404(round_.recordings, pk=recording))
    return HttpResponse(status=204)
