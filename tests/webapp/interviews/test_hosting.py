"""An instructor has somebody sit a round: links that work once, a round that is the candidate's, and who may host."""

from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.interviews.domain import hosting
from webapp.interviews.domain.people import interviewer_of
from webapp.interviews.models import Hosted, Round

pytestmark = pytest.mark.django_db
BEHAVIOURAL = {
    "round": "short/behavioural",
    "level": "2-1",
}  # drawn from prompts: no problem has to be loaded


@pytest.fixture
def dana(bob):
    """An instructor who runs nothing."""
    bob.instructor = True
    bob.save()
    return bob


def link_of(client):
    page = client.post("/interviews/host/", BEHAVIOURAL).content.decode()
    return page.partition('id="host-url">http://testserver')[2].partition("<")[0]


def test_whoever_opens_an_instructors_link_sits_the_round_with_them(dana, alice, charlie, as_user):
    host, candidate = as_user(dana), as_user(alice)
    link = link_of(host)
    assert "Behavioural, 25 min" in candidate.get(link).content.decode()
    assert not Round.objects.exists()  # looking draws nothing
    address = candidate.post(link).url
    round_ = Round.objects.select_related("interview").get()
    assert (round_.interview.user, round_.interview.level, interviewer_of(round_)) == (alice, "2-1", dana)
    assert (address, candidate.post(link).url, candidate.get(link).url) == (round_.get_absolute_url(),) * 3
    assert Round.objects.count() == 1
    assert as_user(charlie).post(link).status_code == 403
    assert host.get(address).status_code == 200
    assert alice.username in host.get("/interviews/host/").content.decode()
    candidate.post(f"{address}start")
    assert host.post(f"{address}act/note", {"text": "begins at the end"}).status_code == 204


def test_a_link_that_was_withdrawn_expired_or_is_ones_own_draws_nothing(dana, alice, as_user):
    host, candidate = as_user(dana), as_user(alice)
    withdrawn, expired, own = link_of(host), link_of(host), link_of(host)
    newest, middle, oldest = Hosted.objects.all()
    assert host.post(f"/interviews/host/{oldest.pk}/withdraw").status_code == 302
    Hosted.objects.filter(pk=middle.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    statuses = [
        client.post(link).status_code
        for client, link in ((candidate, withdrawn), (candidate, expired), (host, own))
    ]
    assert statuses == [404, 410, 409]
    dana.instructor = False
    dana.save()
    assert candidate.post(own).status_code == 410
    assert not Round.objects.exists()
    assert list(hosting.open_links(dana, timezone.now())) == [newest]


def test_only_instructors_make_links(alice, as_user):
    assert as_user(alice).post("/interviews/host/", BEHAVIOURAL).status_code == 403
    assert not Hosted.objects.exists()
