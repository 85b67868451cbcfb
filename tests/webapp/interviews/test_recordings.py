"""Recordings: kept because their candidate said so, heard by two, bounded, and gone when deleted."""

import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.webapp.interviews.making import make_round
from webapp.interviews.domain import company, happening, recordings, rounds
from webapp.interviews.domain.telling import standing
from webapp.interviews.models import Recording, Round
from webapp.live.domain.rooms import open_room
from webapp.live.roles import Role

pytestmark = pytest.mark.django_db
SOUND = b"\x1a\x45\xdf\xa3" + b"sound" * 100


@pytest.fixture
def begun(alice):
    """A behavioural round that runs for ten minutes already."""
    return rounds.start(make_round(alice, "behavioural").pk, timezone.now() - timedelta(minutes=10))


def send(client, round_, data=SOUND, type="audio/webm", length="60000", ago="70000", sheet="q1"):
    sound = SimpleUploadedFile("answer", data, content_type=type)
    return client.post(
        f"/interviews/rounds/{round_.pk}/recordings",
        {"sound": sound, "length": length, "ago": ago, "sheet": sheet},
        headers={"accept": "application/json"},
    )


def test_what_is_kept_is_heard_by_the_two_of_the_round_and_nobody_else(
    alice, bob, charlie, dana, begun, as_user
):
    made = send(as_user(alice), begun)
    assert made.status_code == 201
    url = made.json()["url"]
    room = company.share(begun.pk, timezone.now())
    open_room(room.owner, {bob: Role.INTERVIEWER})
    for someone in (alice, bob):
        answer = as_user(someone).get(url)
        assert (answer.content, answer["Content-Type"]) == (SOUND, "audio/webm")
        assert answer["Cache-Control"] == "private, no-store"
    for someone in (charlie, dana):
        assert as_user(someone).get(url).status_code == 404
    assert as_user(bob).post(made.json()["drop"]).status_code == 404
    assert send(as_user(bob), begun).status_code == 404


def test_a_deleted_recording_is_gone_file_and_row(alice, begun, as_user):
    client = as_user(alice)
    made = send(client, begun).json()
    path = recordings.path_of(Recording.objects.get().pk)
    assert path.read_bytes() == SOUND
    assert client.post(made["drop"]).status_code == 204
    assert not path.exists()
    assert not Recording.objects.exists()
    assert client.get(made["url"]).status_code == 404


def test_erasing_and_removing_take_the_sound_with_them(
    alice, begun, as_user, django_capture_on_commit_callbacks
):
    client = as_user(alice)
    for take_away in ("erase", "remove"):
        send(client, begun)
        path = recordings.path_of(Recording.objects.get().pk)
        rounds.hand_in(begun.pk, timezone.now())
        with django_capture_on_commit_callbacks(execute=True):
            if take_away == "erase":
                client.post(f"/interviews/rounds/{begun.pk}/erase")
                Round.objects.filter(pk=begun.pk).update(erased_at=None)
            else:
                client.post(f"{begun.interview.get_absolute_url()}remove")
        assert not path.exists()
        assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("sent", "id"),
    [
        ({"data": b"MZ not sound", "type": "audio/webm"}, "recording.type"),
        ({"type": "text/html"}, "recording.type"),
        ({"data": SOUND + b"x" * recordings.MOST_BYTES}, "recording.size"),
        ({"length": "400000", "ago": "410000"}, "recording.size"),
        ({"ago": "3600000"}, "recording.false"),  # before the round
        ({"length": "60000", "ago": "1000"}, "recording.false"),  # longer than it is ago
        ({"sheet": "q9"}, "sheet.unknown"),
        ({"length": "-1"}, "recording.missing"),
    ],
)
def test_what_is_no_recording_of_this_round_is_refused_and_nothing_stays(alice, begun, as_user, sent, id):
    answer = send(as_user(alice), begun, **sent)
    assert answer.json()["error"]["id"] == id
    assert not Recording.objects.exists()
    assert not recordings.path_of(begun.pk).parent.exists()


def test_nothing_is_recorded_in_a_round_that_is_written(alice, as_user):
    round_ = rounds.start(make_round(alice, "statistics").pk, timezone.now() - timedelta(minutes=10))
    assert send(as_user(alice), round_).json()["error"]["id"] == "recording.round"


def test_what_was_spoken_before_the_end_can_be_kept_for_ten_minutes(alice, begun, as_user):
    rounds.hand_in(begun.pk, timezone.now())
    assert send(as_user(alice), begun).status_code == 201
    Round.objects.filter(pk=begun.pk).update(finished_at=timezone.now() - timedelta(minutes=11))
    assert send(as_user(alice), begun).json()["error"]["id"] == "recording.late"


def test_the_parts_of_a_story_stand_on_its_line_of_time(alice, begun, as_user):
    now = begun.started_at + timedelta(minutes=10)
    parts = [("S", 50_000), ("A", 40_000), ("R", 20_000), ("end", 12_000)]
    rows = [{"kind": "star", "sheet": "q1", "part": part, "ago": ago} for part, ago in parts]
    happening.tell(begun.pk, rows, now)
    recordings.keep(begun.pk, "q1", SOUND, "audio/webm;codecs=opus", 45_000, 60_000, now)
    ended = {"S": 10_000, "T": 0, "A": 20_000, "R": 8_000}
    assert standing(begun, "q1", now) == {"on": None, "took": ended}
    rounds.hand_in(begun.pk, now)
    report = as_user(alice).get(f"/interviews/rounds/{begun.pk}/report.json").json()
    assert [(one["part"], one["from_ms"], one["to_ms"]) for one in report["recordings"][0]["sections"]] == [
        ("S", 10_000, 20_000), ("A", 20_000, 40_000), ("R", 40_000, 45_000)
    ]  # fmt: skip
    page = as_user(alice).get(f"/interviews/rounds/{begun.pk}/report/").content.decode()
    assert '<rect class="A" x="44.44%" width="44.44%" height="10"/>' in page
    film = as_user(alice).get(f"/interviews/rounds/{begun.pk}/replay.json").json()
    assert [(one["at"], one["length"]) for one in film["recordings"]] == [(9 * 60_000, 45_000)]


def test_a_page_that_is_loaded_again_goes_on_with_the_part_that_is_told(alice, begun):
    now = begun.started_at + timedelta(minutes=10)
    rows = [
        {"kind": "star", "sheet": "q1", "part": part, "ago": ago} for part, ago in (("S", 9000), ("A", 4000))
    ]
    happening.tell(begun.pk, [*rows, {"kind": "view", "sheet": "q1", "ago": 1000}], now)
    assert standing(begun, "q1", now) == {"on": "A", "took": {"S": 5000, "T": 0, "A": 4000, "R": 0}}


def test_a_sound_that_no_row_names_is_swept_after_an_hour(begun):
    kept = recordings.keep(begun.pk, "q1", SOUND, "audio/webm", 1000, 5000, timezone.now())
    stray = recordings.path_of(begun.pk)
    stray.write_bytes(SOUND)
    assert recordings.sweep(timezone.now()) == 0
    for path in (stray, recordings.path_of(kept.pk)):
        os.utime(path, (0, 0))
    assert recordings.sweep(timezone.now()) == 1
    assert recordings.path_of(kept.pk).exists()


def test_only_rooms_may_ask_for_the_microphone(alice, begun, as_user):
    client = as_user(alice)
    assert "microphone=(self)" in client.get(f"/interviews/rounds/{begun.pk}/")["Permissions-Policy"]
    assert "microphone=()" in client.get("/interviews/")["Permissions-Policy"]
