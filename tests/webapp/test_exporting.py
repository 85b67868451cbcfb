"""manage.py export_submission writes what the graders' replay reads."""

import uuid

import pytest
from django.core.management import CommandError, call_command

from graders.replay import Record
from tests.webapp.making import CODE, make_report, make_submission


def exported(id, capsys):
    call_command("export_submission", str(id))
    return capsys.readouterr().out


def test_record_holds_what_the_verdict_hangs_on_and_not_who_wrote_it(alice, problem, capsys):
    row = make_submission(alice, problem, verdict="WA", seed=99)
    row.report = make_report(row)
    row.save()
    text = exported(row.pk, capsys)
    record = Record.model_validate_json(text)

    assert (record.submission, record.mode, record.seed) == (row.pk, "grade", 99)
    assert (record.package, record.files) == (problem.current.digest, {"solution.py": CODE})
    assert (str(record.report.verdict), len(record.report.cases)) == ("WA", 4)
    assert alice.email not in text
    assert alice.username not in text


def test_submission_that_is_unknown_or_unfinished_has_nothing_to_export(alice, problem, capsys):
    with pytest.raises(CommandError, match="There is no submission"):
        exported(uuid.uuid4(), capsys)
    with pytest.raises(CommandError, match="is queued; it has no report yet"):
        exported(make_submission(alice, problem).pk, capsys)
