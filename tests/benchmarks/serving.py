"""The site as `make run` starts it, on a free port with data of its own, and a signed-in page in Chromium."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
START_S = 600.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Site:
    """A running site and a login to it; `instructor` is the address and password of somebody who writes problems."""

    url: str
    email: str
    password: str
    instructor: tuple[str, str] = ("", "")


@contextmanager
def serving(problems: Path | None = None) -> Iterator[Site]:
    """The site on a free port with a data folder of its own, started by the same command as `make run`.

    It serves the library, or the packages below `problems`.
    """
    with tempfile.TemporaryDirectory(prefix="readyroom-bench-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {**os.environ, "READYROOM_DATA": folder, "PORT": str(port)}
        env |= {"RATE_SUBMIT": "100000/m", "RATE_RUN": "100000/m"}
        if problems:
            env["PROBLEMS_DIR"] = str(problems)
        log = Path(folder) / "site.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tools", "run"], cwd=ROOT, env=env, stdout=output, stderr=output
            )
        try:
            site = _wait(process, log, f"http://127.0.0.1:{port}", Path(folder))
            yield site
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], log: Path, url: str, data: Path) -> Site:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        if "Serving at" in log.read_text():
            command = [sys.executable, "manage.py", "create_demo", "--json"]
            env = {**os.environ, "READYROOM_DATA": str(data)}
            login = json.loads(
                subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True).stdout
            )
            teacher = login["instructor"]
            return Site(url, login["email"], login["password"], (teacher["email"], teacher["password"]))
        time.sleep(0.2)
    raise SystemExit(f"the site did not come up:\n{log.read_text()[-3000:]}")


@contextmanager
def signed_in(site: Site) -> Iterator[Page]:
    """A page of a signed-in person."""
    browser_path = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(f"{site.url}/accounts/login/")
        page.fill("input[name=login]", site.email)
        page.fill("input[name=password]", site.password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{site.url}/")
        yield page
        browser.close()
