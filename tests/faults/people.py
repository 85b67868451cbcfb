"""A person who submits and watches: what they sent, and everything that the site told them, with its time."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return x * x\n"
SLOW = "import time\n\n\ndef double(x):\n    time.sleep(0.6)\n    return 2 * x\n"
LONG = SLOW.replace("0.6", "3")
VERDICTS = {RIGHT: "AC", WRONG: "WA", SLOW: "AC", LONG: "AC"}
UNDERWAY = ("queued", "waiting", "starting", "running")
AGAIN_S = 0.3  # a browser would take 2 s, as the stream asks


@dataclass(frozen=True)
class Told:
    """One server-sent event, and when it came."""

    at: float
    event: str
    data: dict[str, Any]


@dataclass
class Watched:
    """A submission that the site has taken, and what its watcher saw."""

    id: str
    right: str  # the verdict that it must get, unless it ends as our fault
    sent: float
    told: list[Told] = field(default_factory=list)
    broken: int = 0  # how often the stream ended without a verdict
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def states(self) -> list[str]:
        """The states in the order in which they were told."""
        return [told.data["state"] for told in self.told if told.event == "state"]

    @property
    def verdicts(self) -> list[str]:
        """Every verdict that was told."""
        return [told.data["verdict"] for told in self.told if told.event == "done"]

    @property
    def waited_s(self) -> float:
        """From the submission to its verdict."""
        return self.told[-1].at - self.sent

    def texts(self, since: float = 0.0) -> list[str]:
        """The words of the states told since."""
        return [told.data["text"] for told in self.told if told.event == "state" and told.at >= since]

    def dishonest(self) -> list[str]:
        """What was told and was not so."""
        last = self.told[-1].event if self.told else ""
        wrong = [f"state {state}" for state in self.states if state not in UNDERWAY]
        wrong += [f"verdict {verdict}" for verdict in self.verdicts if verdict not in (self.right, "IE")]
        wrong += [] if len(self.verdicts) == 1 and last == "done" else [f"{len(self.verdicts)} verdicts"]
        wrong += ["IE without a word"] if self.verdicts == ["IE"] and not self._explained() else []
        return wrong

    def _explained(self) -> bool:
        return bool(self.told[-1].data.get("text"))


class Person:
    """Somebody at a browser; every submission is watched by a thread that connects again as EventSource does."""

    def __init__(self, url: str, problem: str, session: str) -> None:
        self._url, self._problem, token = url, problem, "t" * 32
        self._cookies = {"sessionid": session, "csrftoken": token}
        self._headers = {"X-CSRFToken": token}
        self._closed = threading.Event()
        self.submissions: list[Watched] = []

    def submit(self, code: str) -> Watched:
        """Hand in code; HTTPStatusError or TransportError when the site does not take it."""
        sent = time.monotonic()
        answer = httpx.post(
            f"{self._url}/problems/{self._problem}/submit",
            json={"code": code},
            cookies=self._cookies,
            headers=self._headers,
            timeout=40,
        )
        answer.raise_for_status()
        watched = Watched(answer.json()["id"], VERDICTS[code], sent)
        self.submissions.append(watched)
        threading.Thread(target=self._watch, args=(watched,), daemon=True).start()
        return watched

    def look(self, path: str) -> int:
        """The status of a page."""
        return httpx.get(f"{self._url}{path}", cookies=self._cookies, timeout=40).status_code

    def stop(self) -> None:
        """Watch no more."""
        self._closed.set()

    def _watch(self, watched: Watched) -> None:
        last = ""
        with httpx.Client(cookies=self._cookies, timeout=httpx.Timeout(10, read=30)) as client:
            while not self._closed.is_set():
                with contextlib.suppress(httpx.HTTPError):
                    last = self._follow(client, watched, last)
                if watched.over.is_set():
                    return
                watched.broken += 1
                time.sleep(AGAIN_S)

    def _follow(self, client: httpx.Client, watched: Watched, last: str) -> str:
        """Read one connection to its end; returns the id to resume from."""
        headers = {"Last-Event-ID": last} if last else {}
        event, data = "", ""
        with client.stream("GET", f"{self._url}/submissions/{watched.id}/events", headers=headers) as answer:
            answer.raise_for_status()
            for line in answer.iter_lines():
                name, _, value = line.partition(": ")
                match name:
                    case "id":
                        last = value
                    case "event":
                        event = value
                    case "data":
                        data = value
                    case "" if event:
                        watched.told.append(Told(time.monotonic(), event, json.loads(data)))
                        if event == "done":
                            watched.over.set()
                            return last
                        event = ""
        return last
