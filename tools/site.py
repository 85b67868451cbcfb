"""The processes that make up the site on one machine, and what each of them may know."""

import http.client
import os
from dataclasses import dataclass
from pathlib import Path

from tools import broker as brokers
from tools import shell
from tools.paths import PROBLEMS, VENV
from tools.supervisor import Service

# Nothing of the site's secrets: a grader worker stands next to hostile code.
_GRADER_VARIABLES = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "USER",
    "XDG_RUNTIME_DIR",
    "SSL_CERT_FILE",
    "LOG_LEVEL",
    "LOG_FORMAT",
)
_GRADER_PREFIXES = ("SANDBOX", "DOCKER_", "GRADER_")
# Celery's long warning about root is replaced by a short one of ours.
_PYTHON = {
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
}


@dataclass(frozen=True)
class Site:
    """A site to run: where it listens and where it keeps its data."""

    host: str
    port: int
    data: Path

    @property
    def url(self) -> str:
        """The address a browser opens."""
        return f"http://{self.host}:{self.port}"

    def services(self) -> list[Service]:
        """Broker (unless REDIS_URL names one), web, the site's own worker, scheduler, grader: in starting order."""
        url, found = os.environ.get("REDIS_URL", ""), []
        if not url:
            broker = brokers.embedded(self.data)
            broker.write_configuration()
            quiet = {"PATH": os.environ["PATH"]}
            found.append(Service("broker", broker.command, quiet, broker.ready, foundation=True))
            url = broker.url
        return [*found, self._web(url), self._worker(url), self._grader(url), self._scheduler(url)]

    def serving(self) -> bool:
        """Whether the web process answers."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=2)
        try:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _web(self, broker_url: str) -> Service:
        command = ["uvicorn", "webapp.asgi:application", "--host", self.host, "--port", str(self.port)]
        # Event streams are open for minutes; a stop must not wait for them.
        command += ["--timeout-graceful-shutdown", "2", "--no-access-log"]
        # Keystrokes gain nothing by compression; what is too large for any room is not even read.
        command += ["--ws-per-message-deflate", "false", "--ws-max-size", str(1024 * 1024)]
        return Service("web", _program(command), self._site_environment(broker_url), self.serving)

    def _worker(self, broker_url: str) -> Service:
        command = _celery("webapp.celery", "worker", "--queues", "events,site", "--hostname", "site@%h")
        command += ["--pool", "solo", "--without-gossip", "--without-mingle"]
        return Service("worker", command, self._site_environment(broker_url))

    def _scheduler(self, broker_url: str) -> Service:
        # A process of its own: inside a worker it would be a child that outlives a killed worker.
        command = _celery(
            "webapp.celery", "beat", "--schedule", str(self.data / "beat-schedule"), "--pidfile="
        )
        # It would say every five seconds that it starts the sweep.
        quiet = {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING")}
        return Service("beat", command, {**self._site_environment(broker_url), **quiet})

    def _grader(self, broker_url: str) -> Service:
        command = _celery("graders.app", "worker", "--queues", "run,grade", "--hostname", "grader@%h")
        command += ["--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle"]
        return Service("grader", command, self._grader_environment(broker_url))

    def _site_environment(self, broker_url: str) -> dict[str, str]:
        return {
            "PROBLEMS_DIR": str(PROBLEMS),
            **shell.environment(),
            **_PYTHON,
            "READYROOM_DATA": str(self.data),
            "REDIS_URL": broker_url,
        }

    def _grader_environment(self, broker_url: str) -> dict[str, str]:
        whole = shell.environment()
        allowed = {k: v for k, v in whole.items() if k in _GRADER_VARIABLES or k.startswith(_GRADER_PREFIXES)}
        return {
            **allowed,
            **_PYTHON,
            "READYROOM_DATA": str(self.data / "grader"),
            "PACKAGE_STORE": whole.get("PACKAGE_STORE") or str(self.data / "packages"),
            "REDIS_URL": broker_url,
        }


def _celery(app: str, *words: str) -> list[str]:
    level = os.environ.get("LOG_LEVEL", "warning").lower()
    return _program(["celery", "--quiet", "--app", app, *words, "--loglevel", level])


def _program(command: list[str]) -> list[str]:
    return [str(VENV / "bin" / command[0]), *command[1:]]
