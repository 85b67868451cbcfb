"""Makes a fresh site's database ready: tables, a problem, Alice with a session, and a witness of every verdict.

`python -m tests.faults.prepare`, in the environment of a site process; prints the session's key.
"""

from __future__ import annotations

import os
from io import StringIO

import django

# Every change of a row's state or verdict leaves a line, whoever makes it: two verdicts would be two lines.
_SQLITE = """
CREATE TABLE witness (submission TEXT, state TEXT, verdict TEXT);
CREATE TRIGGER witness_of_verdicts AFTER UPDATE ON practice_submission
WHEN NEW.state <> OLD.state OR NEW.verdict <> OLD.verdict
BEGIN INSERT INTO witness VALUES (NEW.id, NEW.state, NEW.verdict); END;
"""
_POSTGRESQL = """
CREATE TABLE witness (submission TEXT, state TEXT, verdict TEXT);
CREATE FUNCTION bear_witness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO witness VALUES (replace(NEW.id::text, '-', ''), NEW.state, NEW.verdict); RETURN NEW; END $$;
CREATE TRIGGER witness_of_verdicts AFTER UPDATE ON practice_submission FOR EACH ROW
WHEN (NEW.state <> OLD.state OR NEW.verdict <> OLD.verdict) EXECUTE FUNCTION bear_witness();
"""


def prepare() -> str:
    """Do it, and return the key of Alice's session."""
    from django.apps import apps
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connection

    from webapp.accounts.models import User

    # Tables straight from the models, as in the tests' own database (tests/conftest.py): they are the same, and soon there.
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    call_command("load_problems", stdout=StringIO())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.connection.executescript(_SQLITE)
        else:
            cursor.execute(_POSTGRESQL)
    alice = User.objects.create_user("alice", "alice@example.org")
    session = SessionStore()
    session["_auth_user_id"] = str(alice.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = alice.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "webapp.settings"
    django.setup()
    print(prepare())
