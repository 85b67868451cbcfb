"""A round with an interviewer: who gets in, what two people write, what each is shown and when, whose marks count."""

import json
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from pycrdt import Doc, Text

from graders.messages import EventBatch
from tests.webapp.interviews.making import make_chain, make_round
from tests.webapp.live.browsers import browsers
from tests.webapp.making import CANARY, events_of_a_grade
from webapp.interviews.domain import company, rounds
from webapp.interviews.domain.people import interviewer_of
from webapp.interviews.domain.shared_texts import room_of
from webapp.interviews.models import Event, Mark, Round, Sheet
from webapp.live.domain.chat import line_of
from webapp.live.domain.log import NewChange, append, heads_of
from webapp.live.domain.reading import read
from webapp.live.domain.replica import Replica, fetch
from webapp.live.domain.rooms import load
from webapp.live.models import Document, Room
from webapp.live.roles import Kind
from webapp.practice.domain.recording import record
from webapp.readiness.models import Evidence

pytestmark = pytest.mark.django_db


def url(round_, path=""):
    return f"/interviews/rounds/{round_.pk}/{path}"


def invited(client, round_):
    """The path of a new link."""
    return client.post(url(round_, "invite")).json()["url"].removeprefix("http://testserver")


@pytest.fixture
def pair(alice, bob, as_user):
    """Clients of Alice, who is the candidate, and Bob."""
    return as_user(alice), as_user(bob)


def begin(pair, round_, start=True):
    """Bob is let in by a link, and the clock starts."""
    candidate, interviewer = pair
    assert interviewer.post(invited(candidate, round_)).url == url(round_)
    if start:
        candidate.post(url(round_, "start"))
    return Round.objects.get(pk=round_.pk)


def write(round_, name, text, author, at=None):
    """Appends to a shared text as a browser of that person does, at a time."""
    document = Document.objects.get(room=room_of(round_), name=name)
    doc = load(document)
    other = Doc()
    other.apply_update(doc.get_update())
    before = other.get_state()
    content = other.get("content", type=Text)
    content.insert(len(str(content)), text)
    seq = heads_of([document.pk]).get(document.pk, 0) + 1
    append([NewChange(document.pk, seq, author.pk, other.get_update(before), (other.client_id,), author.pk)])
    if at is not None:
        document.updates.filter(seq=seq).update(at=at)


def say(round_, text, author, at):
    """Says a line as a browser of that person does, at a time."""
    document = Document.objects.get(room=room_of(round_), name="chat")
    replica = Replica(fetch(document.pk))
    data = replica.line(line_of(author, "b1", text, at))
    clients = replica.take(data, read(data, Kind.CHAT), author.pk)
    append([NewChange(document.pk, replica.seq, author.pk, data, clients)])


def test_who_opens_the_link_first_interviews_and_a_third_is_refused(pair, alice, bob, charlie, dana, as_user):
    candidate, interviewer = pair
    round_ = make_round(alice)
    link, other = invited(candidate, round_), invited(candidate, round_)
    assert interviewer.get(url(round_)).status_code == 404  # a link that was looked at lets nobody in
    assert interviewer.get(link).status_code == 200
    assert interviewer.post(link).url == url(round_)
    assert interviewer_of(Round.objects.get(pk=round_.pk)) == bob
    third = as_user(charlie)
    assert third.post(link).status_code == 403
    assert third.post(other).status_code == 403
    assert third.get(url(round_)).status_code == 404
    assert candidate.post(url(round_, "invite")).status_code == 302  # the seat is taken
    assert Room.objects.get().members.count() == 2
    assert as_user(dana).get(url(round_)).status_code == 200


def test_a_link_that_was_withdrawn_or_has_expired_lets_nobody_in(pair, alice):
    candidate, interviewer = pair
    round_ = make_round(alice)
    made = candidate.post(url(round_, "invite")).json()
    assert candidate.post(made["revoke"]).status_code == 204
    assert interviewer.post(made["url"]).status_code == 410
    link = invited(candidate, round_)
    room_of(Round.objects.get(pk=round_.pk)).invitations.update(expires_at=timezone.now())
    assert interviewer.post(link).status_code == 410
    assert interviewer_of(Round.objects.get(pk=round_.pk)) is None


def test_nobody_is_invited_into_a_round_as_its_candidate(pair, alice):
    candidate, _ = pair
    round_ = make_round(alice)
    invited(candidate, round_)
    room = Room.objects.get()
    assert candidate.post(f"/live/{room.pk}/links", {"role": "candidate"}).status_code == 403
    assert candidate.get(f"/live/{room.pk}/").url == url(round_)


def test_staff_invite_an_interviewer_for_somebody(alice, bob, dana, as_user):
    round_ = make_round(alice)
    assert as_user(bob).post(invited(as_user(dana), round_)).url == url(round_)
    assert interviewer_of(Round.objects.get(pk=round_.pk)) == bob


def test_what_two_people_wrote_by_zero_is_handed_in_and_nothing_later(pair, alice, bob):
    round_ = begin(pair, make_round(alice))
    zero = round_.deadline
    write(round_, "q1", "Both wrote ", alice, zero - timedelta(minutes=9))
    write(round_, "q1", "this.", bob, zero - timedelta(seconds=1))
    write(round_, "q1", " Too late.", alice, zero + timedelta(seconds=1))
    rounds.bring_up(round_.pk, zero + timedelta(seconds=2))
    rounds.bring_up(round_.pk, zero + timedelta(seconds=3))

    done = Round.objects.get(pk=round_.pk)
    assert done.state == "done"
    assert done.finished_by == "clock"
    assert Sheet.objects.get(round=round_, name="q1").content == "Both wrote this."
    assert Event.objects.filter(round=round_, kind="handed-in").count() == 1
    changes = Event.objects.filter(round=round_, kind="text").values_list("by", "data__put", "at")
    assert list(changes) == [
        ("candidate", "Both wrote ", zero - timedelta(minutes=9)),
        ("interviewer", "this.", zero - timedelta(seconds=1)),
    ]
    assert room_of(done).closed_at is not None


def test_what_a_browser_still_has_after_the_end_is_kept_as_late(pair, alice, bob, charlie, as_user):
    candidate, interviewer = pair
    round_ = begin(pair, make_round(alice))
    write(round_, "q1", "In time.", alice)
    away = Doc()  # Alice's browser, offline from here on
    away.apply_update(load(Document.objects.get(room=room_of(round_), name="q1")).get_update())
    away.get("content", type=Text).insert(8, " Mine, late.")
    mine = away.get_update()

    def send(client, name="q1", data=mine):
        script = {"accept": "application/json"}
        address = url(round_, f"sheets/{name}/late")
        return client.post(address, data, "application/octet-stream", headers=script)

    assert send(candidate).status_code == 409  # while the round runs its room takes it
    rounds.hand_in(round_.pk, timezone.now())
    write(round_, "q1", " His, stored while it ended.", bob)
    assert candidate.get(url(round_, "report.json")).json()["late"][0]["text"] == (
        "In time. His, stored while it ended."
    )
    assert [send(candidate).json(), send(candidate).json()] == [{"new": True}, {"new": False}]
    report = candidate.get(url(round_, "report.json")).json()
    assert report["questions"][0]["answer"] == "In time."
    (late,) = report["late"]
    assert (late["sheet"], " Mine, late." in late["text"], " His" in late["text"]) == ("q1", True, True)
    assert "Late" in interviewer.get(url(round_, "report/")).content.decode()
    film = candidate.get(url(round_, "replay.json")).json()["events"]
    assert [row[3]["put"] for row in film if row[1] == "text"] == ["In time."]

    pad = Doc()
    pad.get("content", type=Text).insert(0, f"to myself {CANARY}")
    assert send(interviewer, "private", pad.get_update()).json() == {"new": True}
    assert send(candidate, "private", pad.get_update()).status_code == 404
    assert send(as_user(charlie)).status_code == 404
    assert send(candidate, data=b"no update").status_code == 400
    assert CANARY not in json.dumps(candidate.get(url(round_, "report.json")).json()["late"])

    candidate.post(url(round_, "erase"))
    assert send(candidate).status_code == 410
    assert candidate.get(url(round_, "report.json")).json()["late"] == []


def test_a_chat_line_that_comes_after_the_end_is_kept_once_and_marked_late(
    pair, alice, charlie, dana, as_user
):
    candidate, interviewer = pair
    round_ = begin(pair, make_round(alice))

    def send(client, text="hourly, then", id="a1"):
        return client.post(url(round_, "said/late"), {"id": id, "text": text}, "application/json")

    assert send(candidate).status_code == 409  # while the round runs its room takes it
    rounds.hand_in(round_.pk, timezone.now())
    Round.objects.filter(pk=round_.pk).update(finished_at=timezone.now() - timedelta(minutes=5))
    assert [send(candidate).json(), send(candidate).json()] == [{"new": True}, {"new": False}]
    assert send(interviewer, "yes", "a1").json() == {"new": True}  # an id is its author's own
    for client in (candidate, interviewer, as_user(dana)):
        report = client.get(url(round_, "report.json")).json()
        assert [(one["name"], one["by"], one["text"]) for one in report["late_lines"]] == [
            ("alice", "candidate", "hourly, then"),
            ("bob", "interviewer", "yes"),
        ]
        assert all(300 <= one["after_s"] < 360 for one in report["late_lines"])
        film = client.get(url(round_, "replay.json")).json()
        assert [row[3] for row in film["events"] if row[1] == "said"] == [
            {"name": "alice", "text": "hourly, then", "late": True},
            {"name": "bob", "text": "yes", "late": True},
        ]
        end = next(row[0] for row in film["events"] if row[1] == "handed-in")
        assert film["whole_ms"] == max(0, end)
    (kept,) = candidate.get("/interviews/export.json").json()["rounds"]
    assert [(one["by"], one["text"], one["late"]) for one in kept["said"]] == [
        ("candidate", "hourly, then", True),
        ("interviewer", "yes", True),
    ]
    assert "late by 05:0" in interviewer.get(url(round_, "report/")).content.decode()

    refused = [send(candidate, text, "a2").status_code for text in (" ", "x" * 2001, "half \ud83d", None)]
    assert refused == [400, 413, 400, 400]
    assert send(candidate, "words", "i" * 41).status_code == 400
    assert (send(as_user(charlie)).status_code, send(as_user(dana)).status_code) == (404, 404)

    candidate.post(url(round_, "erase"))
    assert send(candidate, "too late", "a3").status_code == 410
    assert candidate.get(url(round_, "report.json")).json()["late_lines"] == []


def test_a_line_said_in_time_is_not_late(pair, alice):
    round_ = begin(pair, make_round(alice))
    now = timezone.now()
    say(round_, "in time", alice, now)
    rounds.hand_in(round_.pk, now)
    report = pair[0].get(url(round_, "report.json")).json()
    film = pair[0].get(url(round_, "replay.json")).json()["events"]
    assert (report["late_lines"], [row[3]["late"] for row in film if row[1] == "said"]) == ([], [False])


def test_what_was_written_alone_goes_on_in_the_shared_text(pair, alice, bob):
    candidate, _ = pair
    round_ = make_round(alice)
    candidate.post(url(round_, "start"))
    sheet = {"content": "Written alone. ", "base": 0}
    assert candidate.put(url(round_, "sheets/q1"), sheet, "application/json").status_code == 200
    round_ = begin(pair, round_, start=False)
    refused = candidate.put(url(round_, "sheets/q1"), {"content": "old tab", "base": 1}, "application/json")
    assert (refused.status_code, refused.json()["error"]["id"]) == (409, "sheet.shared")
    write(round_, "q1", "Then together.", bob)
    rounds.hand_in(round_.pk, timezone.now())
    assert Sheet.objects.get(round=round_, name="q1").content == "Written alone. Then together."


def test_the_replay_has_texts_of_both_chat_and_events_in_one_line_of_time(pair, alice, bob):
    candidate, interviewer = pair
    round_ = begin(pair, make_round(alice))
    write(round_, "q1", "one ", alice)
    interviewer.post(url(round_, "act/note"), {"text": "asks for the slice"})
    write(round_, "q1", "two", bob)
    rounds.hand_in(round_.pk, timezone.now())
    film = interviewer.get(url(round_, "replay.json")).json()
    assert [(row[1], row[5]) for row in film["events"]] == [
        ("shared", "candidate"), ("started", "candidate"), ("text", "candidate"), ("note", "interviewer"),
        ("text", "interviewer"), ("handed-in", "candidate"),
    ]  # fmt: skip
    assert [row[0] for row in film["events"]] == sorted(row[0] for row in film["events"])
    assert "note" not in [row[1] for row in candidate.get(url(round_, "replay.json")).json()["events"]]


def test_a_run_and_what_it_came_to_are_shown_to_both(pair, alice, django_capture_on_commit_callbacks):
    candidate, interviewer = pair
    chain = make_chain("one", "two")
    round_ = begin(pair, make_round(alice, "coding", tasks=chain))
    write(round_, "code-1", "\ndef solve(n):\n    return n\n", alice)
    made = interviewer.post(url(round_, "sheets/code-1/run"), {"code": "not this"}, "application/json").json()
    attempt = round_.attempts.get()
    assert attempt.submission.user == alice
    assert attempt.submission.code.endswith("return n\n")
    assert interviewer.post(url(round_, "sheets/code-1/submit"), {}, "application/json").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        record(EventBatch.model_validate({"events": events_of_a_grade(attempt.submission, "AC")}))
    for client in pair:
        told = client.get(url(round_, "news?after=0")).json()["events"][-2:]
        assert [(row["kind"], row["by"]) for row in told] == [("run", "interviewer"), ("verdict", "grader")]
        result = client.get(url(round_, f"attempts/{made['id']}")).content.decode()
        assert "Accepted" in result
        assert CANARY not in result
    assert candidate.get(url(round_, "attempts/00000000-0000-0000-0000-000000000000")).status_code == 404


def test_the_interviewer_releases_hints_one_by_one_and_only_these_are_shown(pair, alice):
    candidate, interviewer = pair
    chain = make_chain("one", "two")
    version = chain[0].current
    version.hints = [{"title": f"Hint {n}", "html": f"<p>secret {n}</p>"} for n in (1, 2)]
    version.save()
    round_ = begin(pair, make_round(alice, "coding", tasks=chain))
    give = {"sheet": "code-1", "number": 1}
    assert candidate.post(url(round_, "act/hint"), give).status_code == 404
    assert "secret 1" not in candidate.get(url(round_)).content.decode()
    assert interviewer.post(url(round_, "act/hint"), give).status_code == 204
    assert interviewer.post(url(round_, "act/hint"), give).status_code == 204  # the same click again
    given = Event.objects.get(round=round_, kind="hint")
    told = candidate.get(url(round_, f"news?after={given.number - 1}")).json()["events"]
    assert [(one["number"], one["kind"]) for one in told] == [(given.number, "hint")]
    page = candidate.get(url(round_)).content.decode()
    assert ("secret 1" in page, "secret 2" in page) == (True, False)
    assert company.hints_out(round_) == {"code-1": 1}


def test_with_an_interviewer_it_is_they_who_ask_and_change_the_constraint(pair, alice, bob):
    candidate, interviewer = pair
    words = begin(pair, make_round(alice))
    write(words, "q1", "word " * 40, alice)
    assert candidate.post(url(words, "probe/q1")).status_code == 302
    assert not Sheet.objects.filter(round=words, name="q1-1").exists()
    assert interviewer.post(url(words, "act/ask"), {"question": "q1", "number": 2}).status_code == 204
    assert Document.objects.filter(room=room_of(words), name="q1-2").exists()
    rounds.hand_in(words.pk, timezone.now())

    code = begin(pair, make_round(alice, "coding", tasks=make_chain("one", "two")))
    write(code, "code-1", "\n# mine", alice)
    candidate.post(url(code, "go-on/1"))
    assert not Sheet.objects.filter(round=code, name="code-2").exists()
    assert interviewer.post(url(code, "act/stage")).status_code == 204
    assert "# mine" in Sheet.objects.get(round=code, name="code-2").content
    write(code, "code-2", "\n# more", bob)
    rounds.hand_in(code.pk, timezone.now())
    assert Sheet.objects.get(round=code, name="code-2").content.endswith("# more")


def mark_all(client, round_, path, level):
    for question, criterion in [("q1", "cause"), ("q1", "check"), ("q1", "words"), ("", "aloud")]:
        sent = {"question": question, "criterion": criterion, "level": level, "quote": ""}
        assert client.post(url(round_, path), sent).status_code in (204, 302)


def test_the_interviewers_marks_count_and_stand_beside_ones_own(pair, alice, bob):
    candidate, interviewer = pair
    round_ = begin(pair, make_round(alice))
    interviewer.post(url(round_, "act/note"), {"text": "went straight to the slice", "sheet": "q1"})
    mark_all(interviewer, round_, "act/mark", 2)
    rounds.hand_in(round_.pk, timezone.now())
    mark_all(candidate, round_, "report/mark", 1)
    candidate.post(url(round_, "report/finish"))
    assert not Evidence.objects.exists()
    before = candidate.get(url(round_, "report.json")).json()
    assert before["notes"] == []
    assert before["whole"][0]["given"] is None
    assert interviewer.get(url(round_, "report.json")).json()["whole"][0]["self"] is None

    interviewer.post(url(round_, "report/judged"))
    evidence = Evidence.objects.get()
    assert (evidence.facts["by"], evidence.category) == ("interviewer", 4)
    report = candidate.get(url(round_, "report.json")).json()
    line = report["questions"][0]["criteria"][0]
    assert (line["by"], line["given"], line["self"]) == ("interviewer", 2, 1)
    note = Event.objects.get(round=round_, kind="note")
    assert report["notes"] == [
        {
            "event": note.number,
            "at": "00:00",
            "text": "went straight to the slice",
            "about": "Why is it down?",
        }
    ]
    assert Mark.objects.filter(by="interviewer", event__isnull=False).count() == 4
    assert (
        interviewer.post(url(round_, "report/judge"), {"criterion": "aloud", "level": 0}).status_code == 302
    )
    assert Mark.objects.get(by="interviewer", criterion="aloud").level == 2


def test_ones_own_marks_count_when_the_interviewer_has_not_marked_for_days(pair, alice):
    candidate, _ = pair
    round_ = begin(pair, make_round(alice))
    rounds.hand_in(round_.pk, timezone.now())
    mark_all(candidate, round_, "report/mark", 1)
    candidate.post(url(round_, "report/finish"))
    assert not Evidence.objects.exists()
    Round.objects.filter(pk=round_.pk).update(finished_at=timezone.now() - timedelta(days=4))
    candidate.post(url(round_, "report/finish"))
    assert Evidence.objects.get().facts["by"] == "self"


def test_a_link_to_a_call_is_an_https_address_or_nothing(pair, alice):
    candidate, interviewer = pair
    round_ = begin(pair, make_round(alice))
    interviewer.post(url(round_, "call"), {"url": "https://meet.example.org/x"})
    assert 'href="https://meet.example.org/x"' in candidate.get(url(round_)).content.decode()
    for bad in ("javascript:alert(1)", "http://meet.example.org", "https://"):
        candidate.post(url(round_, "call"), {"url": bad})
        assert Round.objects.get(pk=round_.pk).call_url == "https://meet.example.org/x"


@pytest.mark.parametrize("kind", ["statistics", "coding", "design"])
def test_nothing_hidden_is_in_any_answer_to_a_candidate(pair, alice, kind):
    candidate, interviewer = pair
    tasks = make_chain("one", "two") if kind == "coding" else ()
    round_ = begin(pair, make_round(alice, kind, tasks=tasks))
    interviewer.post(url(round_, "act/note"), {"text": f"a note {CANARY}"})
    interviewer.post(url(round_, "act/mark"), {"question": "", "criterion": "aloud", "level": 2})
    room = room_of(round_)
    for path in ("", "clock", "news?after=0"):
        assert CANARY not in candidate.get(url(round_, path)).content.decode(), path
    kept = candidate.get("/interviews/export.json").content.decode()
    assert CANARY not in kept
    assert [mark for one in json.loads(kept)["rounds"] for mark in one["marks"]] == []
    for path in ("act/note", "act/hint", "act/ask", "act/stage", "act/mark", "report/judge", "report/judged"):
        answer = candidate.post(url(round_, path), {"text": "x", "number": 1, "level": 1})
        assert answer.status_code == 404, path
        assert CANARY not in answer.content.decode(), path
    for path in ("report/", "report.json", "replay/", "replay.json"):
        assert candidate.get(url(round_, path)).status_code == 404, path
    assert candidate.get(f"/live/{room.pk}/").url == url(round_)
    assert CANARY in interviewer.get(url(round_)).content.decode()


@pytest.mark.django_db(transaction=True)
async def test_no_socket_of_the_candidate_carries_the_private_pad(alice, bob, as_user, hub):
    round_ = await sync_to_async(make_round)(alice)
    pair = await sync_to_async(as_user)(alice), await sync_to_async(as_user)(bob)
    round_ = await sync_to_async(begin)(pair, round_)
    room = await sync_to_async(room_of)(round_)
    async with browsers(room, alice, bob) as (candidate, interviewer):
        await interviewer.write(f"he knows it {CANARY}", name="private")
        await interviewer.write("public", name="q1")
        await candidate.until(lambda: str(candidate.text("q1")) == "public")
        assert sorted(candidate.places) == ["chat", "q1"]
        heard = b"".join(one if isinstance(one, bytes) else one.encode() for one in candidate.heard)
    assert CANARY.encode() not in heard


def test_the_interview_takes_its_room_with_it_and_erasing_takes_the_texts(pair, alice):
    candidate, interviewer = pair
    round_ = begin(pair, make_round(alice))
    write(round_, "q1", "words", alice)
    rounds.hand_in(round_.pk, timezone.now())
    candidate.post(url(round_, "erase"))
    assert Document.objects.count() == 0
    assert interviewer.get(url(round_, "report/")).status_code == 200
    candidate.post(f"{round_.interview.get_absolute_url()}remove")
    assert Room.objects.count() == 0
