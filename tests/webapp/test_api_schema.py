"""Whatever the OpenAPI document allows is answered as it promises; bounded, and the same on every run."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.webapp.making import CODE, make_problem, make_report, make_submission
from webapp.accounts.domain import tokens
from webapp.accounts.models import User

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# The stream is asynchronous and endless: it has tests of its own.
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application()).exclude(
    operation_id="stream_submission"
)


@pytest.fixture
def headers(db, settings):
    """A token of somebody who may submit as often as the test likes, and has something to look at."""
    # As Django's own test client does: the end of a request would close the test's connection.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    settings.RATE_RUN = settings.RATE_SUBMIT = "100000/m"
    user = User.objects.create_user("alice", "alice@example.org")
    row = make_submission(user, make_problem(), verdict="WA", code=CODE)
    row.report = make_report(row)
    row.save()
    yield {"Authorization": f"Bearer {tokens.issue(user, 'schema', None)[1]}"}
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def bounded(examples):
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@schema.exclude(path_regex="/readiness").parametrize()
@bounded(15)
def test_api_keeps_its_promises(case, headers):
    case.call_and_validate(headers=headers, checks=CHECKS)


@schema.include(path_regex="/readiness").parametrize()
@bounded(5)
def test_readiness_keeps_its_promises(case, headers):
    """Fewer of each: there are many, and few ways to ask wrongly that the frame does not refuse."""
    case.call_and_validate(headers=headers, checks=CHECKS)
