"""The real site (web, broker, worker, grader) for the whole run, and a fresh browser context for each test."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.people import Person, sign_up
from tests.graders.packages import TRAINED, write_package
from tests.library import write_library

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LIBRARY = (
    "streaming-top-k",
    "recency-ctr/top-k-recency-weighted-ctr",
    "ranking-design/cold-start-80-ms",
    "pytorch-debugging/nan-loss-ranker",
    "online-assessment/longest-varied-stretch",
)
SLOWLY_TRAINED = {**TRAINED, "curves.py": f"import time\n\ntime.sleep(0.4)\n{TRAINED['curves.py']}"}
"""A problem whose curve is there some time after the verdict."""
READY_WITHIN_S = 180
PATIENCE_MS = 20_000  # an upper bound on a busy machine; what is quick ends quickly
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class RunningSite:
    """A site that serves: its address, and the folder that its e-mails land in."""

    url: str
    mail: Path
    process: subprocess.Popen[bytes]


@pytest.hookimpl(tryfirst=True)  # xdist reads the group when its own turn comes
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these share one site, so one worker runs them."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """`make run` on a free port with data of its own, stopped as Ctrl-C stops it."""
    data, port = tmp_path_factory.mktemp("site"), free_port()
    mail, log = data / "mail", (data / "site.log").open("wb")
    problems = write_library(tmp_path_factory.mktemp("problems"), LIBRARY)
    write_package(problems, SLOWLY_TRAINED)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "READYROOM_DATA": str(data),
        "PROBLEMS_DIR": str(problems),
        "PORT": str(port),
        "SANDBOX": "bubblewrap",
        "RATE_RUN": "600/m",
        "RATE_SUBMIT": "600/m",
        "RATE_SIGN_UP": "600/m",
        "EMAIL_URL": f"filemail:///{mail}",
    }
    environment.pop("REDIS_URL", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "tools", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_ready(url, process, Path(log.name))
        yield RunningSite(url, mail, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        log.close()


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the site answers and a grader is ready; fails with the end of the log."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=2) as answer:
                if b'"status": "ready"' in answer.read():
                    return
        except OSError:
            pass
        time.sleep(0.3)
    pytest.fail(f"the site did not become ready:\n{log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests here; the event loop that Playwright keeps in this thread ends before others use a database."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser, site: RunningSite) -> Iterator[NewContext]:
    """Makes contexts: each is a device of its own. Script errors and CSP violations in any of them fail the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A refused or failed request is reported by Chromium itself; tests provoke those on purpose.
        provoked = ("Failed to load resource", "net::ERR_INTERNET_DISCONNECTED")
        if message.type == "error" and not any(words in message.text for words in provoked):
            troubles.append(message.text)

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(
            **{
                "base_url": site.url,
                "viewport": {"width": 1440, "height": 900},
                "reduced_motion": "reduce",
                **options,
            }  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", heard)
        context.on("weberror", lambda error: troubles.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """An anonymous visitor's page."""
    return new_context().new_page()


@pytest.fixture
def alice(new_context: NewContext) -> Person:
    """A person who has just signed up, on her first device."""
    return sign_up(new_context())
