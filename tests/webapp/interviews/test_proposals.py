"""Proposals of a language model: off by default, from an endpoint that is not trusted, and never a mark."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from tests.webapp.interviews.making import make_round
from webapp.interviews.domain import proposing, rounds, sheets
from webapp.interviews.domain.evidence import finish
from webapp.interviews.models import Mark
from webapp.practice.domain.refusals import Refused
from webapp.readiness.models import Evidence

pytestmark = pytest.mark.django_db
ANSWER = "First I would look at a slice by session length. Then at the metric."


@pytest.fixture
def endpoint(settings):
    """A small server that answers what the test puts into `says`, and keeps what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            server = self.server
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.asked.append((self.path, self.headers.get("Authorization"), json.loads(body)))
            data = json.dumps({"choices": [{"message": {"content": server.says}}]}).encode()
            self.send_response(server.status)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.says, server.status = [], "", 200
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.PROPOSALS_URL = f"http://127.0.0.1:{server.server_port}/v1/"
    settings.PROPOSALS_MODEL, settings.PROPOSALS_KEY = "a-model", "a-key"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def answered(alice):
    """A round that is handed in."""
    round_ = rounds.start(make_round(alice).pk, timezone.now())
    sheets.save(round_.pk, "q1", ANSWER, 0, timezone.now())
    return rounds.hand_in(round_.pk, timezone.now())


def test_without_an_endpoint_nothing_is_offered_or_sent(alice, answered, as_user):
    page = as_user(alice).get(f"/interviews/rounds/{answered.pk}/report/").content.decode()
    assert "language model" not in page
    with pytest.raises(Refused, match="proposes no marks"):
        proposing.propose(answered.pk, timezone.now())


def test_a_proposal_is_shown_with_its_quote_and_counts_for_nothing(alice, answered, endpoint, as_user):
    marks = [{"criterion": "cause", "level": 2, "quote": "a slice by\n session length"}]
    endpoint.says = f"```json\n{json.dumps({'marks': marks})}\n```"
    assert proposing.propose(answered.pk, timezone.now()) == 1
    ((path, key, body),) = endpoint.asked
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer a-key", "a-model")
    given = json.loads(body["messages"][1]["content"])
    assert given["answer"] == ANSWER
    assert "alice" not in json.dumps(body)
    page = as_user(alice).get(f"/interviews/rounds/{answered.pk}/report/").content.decode()
    assert "proposed by a language model, no mark" in page
    assert "a slice by session length" in page
    report = as_user(alice).get(f"/interviews/rounds/{answered.pk}/report.json").json()
    assert (report["marked"], report["questions"][0]["criteria"][0]["level"]) == (0, None)
    with pytest.raises(Refused, match="not marked yet"):
        finish(answered.pk, timezone.now())
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "says",
    [
        '{"marks": [{"criterion": "cause", "level": 2, "quote": "words that nobody wrote"}]}',
        '{"marks": [{"criterion": "cause", "level": 9, "quote": "a slice"}]}',
        '{"marks": [{"criterion": "no such", "level": 1, "quote": "a slice"}]}',
        '{"marks": [{"criterion": "cause", "level": "2", "quote": "a slice"}]}',
        '{"marks": [{"criterion": "cause", "level": 1, "quote": " "}]}',
        "I would rather talk about something else.",
        "",
    ],
)
def test_what_the_rubric_has_not_or_the_answer_does_not_say_is_no_proposal(answered, endpoint, says):
    endpoint.says = says
    assert proposing.propose(answered.pk, timezone.now()) == 0
    assert not Mark.objects.exists()


def test_an_endpoint_that_fails_leaves_earlier_proposals_alone(answered, endpoint):
    endpoint.says = '{"marks": [{"criterion": "cause", "level": 1, "quote": "a slice"}]}'
    assert proposing.propose(answered.pk, timezone.now()) == 1
    endpoint.status = 500
    assert proposing.propose(answered.pk, timezone.now()) == 0
    assert Mark.objects.get().by == "proposal"
    endpoint.status = 200
    assert proposing.propose(answered.pk, timezone.now()) == 1
    assert Mark.objects.count() == 1
