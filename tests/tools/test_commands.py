"""Small parts of the commands: what they read, what they write."""

import json
import re
from pathlib import Path

import pytest

from tools import bench, dotenv, environments, shell, system
from tools.console import Failure
from tools.paths import REQUIREMENTS, ROOT


def test_dotenv_gives_way_to_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "# note\nREADYROOM_A='from file'\nexport READYROOM_B=x=y\nREADYROOM_C=file\n\n"
    )
    monkeypatch.setattr("tools.dotenv.ROOT", tmp_path)
    for name in ("READYROOM_A", "READYROOM_B"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("READYROOM_C", "environment")

    dotenv.load()

    values = {name: shell.environment()[f"READYROOM_{name}"] for name in "ABC"}
    assert values == {"A": "from file", "B": "x=y", "C": "environment"}


@pytest.mark.parametrize(
    ("source", "options"),
    [
        ("", []),
        ("/opt/wheels", ["--find-links", "/opt/wheels"]),
        ("https://wheels.example/cpu", ["--index-url", "https://wheels.example/cpu"]),
    ],
)
def test_torch_comes_from_where_the_variable_says(
    monkeypatch: pytest.MonkeyPatch, source: str, options: list[str]
) -> None:
    monkeypatch.setenv("TORCH_WHEELS", source)

    assert environments.torch_options() == options


def test_installers_trust_the_hosts_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PIP_CERT", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", "/company.pem")

    env = shell.environment()

    assert (env["PIP_CERT"], env["NODE_EXTRA_CA_CERTS"]) == ("/company.pem", "/company.pem")


def test_failing_command_carries_its_output_and_itself() -> None:
    with pytest.raises(Failure) as caught:
        shell.run(["sh", "-c", "echo the reason; exit 3"], what="It failed", who="you")

    failure = caught.value
    assert (failure.what, failure.log, failure.command) == (
        "It failed",
        "the reason\n",
        "sh -c echo the reason; exit 3",
    )


def test_missing_package_without_rights_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.system.as_root", lambda command: None)

    with pytest.raises(Failure) as caught:
        system.require({"no-such-program": "its-package"}, "Testing")

    assert caught.value.what.startswith("Testing needs its-package, and ")
    assert caught.value.command == "sudo apt-get install --no-install-recommends -y its-package"


def test_performance_page_has_one_row_per_figure() -> None:
    figures = [
        {"name": "p50", "unit": "ms", "goal": 60.0, "measured": 41.5, "met": True},
        {"name": "p95", "unit": "ms", "goal": None, "measured": 88.25, "met": None},
        {"name": "rate", "unit": "/s", "goal": 9.0, "measured": 3.0, "met": False},
    ]
    result = {
        "benchmark": "site",
        "machine": {"cpus": 2},
        "date": "2026-11-26",
        "quick": True,
        "figures": figures,
    }

    lines = bench.page([result]).splitlines()

    assert lines[lines.index("## site") + 2] == "cpus 2; 2026-11-26, short form"
    rows = [line for line in lines if line.startswith("| ")][2:]

    assert rows == [
        "| p50 | 41.5 ms | 60.0 ms | yes |",
        "| p95 | 88.25 ms |  |  |",
        "| rate | 3 /s | 9.0 /s | **no** |",
    ]


def test_performance_page_shows_curves_as_tables_with_gaps() -> None:
    curve = {
        "name": "Cost",
        "x": "cases",
        "unit": "ms",
        "series": {"a": [[1, 2.0], [10, 3.5]], "b": [[10, 4.0]]},
    }
    known = {"benchmark": "grading", "machine": {"cpus": 2}, "date": "2026-11-26", "quick": False}

    lines = bench.page([known | {"figures": [], "curves": [curve]}]).splitlines()

    assert "cpus 2; 2026-11-26" in lines
    assert "![Cost](images/performance/grading-0.svg)" in lines

    assert lines[lines.index("**Cost**, in ms") + 2 :][:4] == [
        "| cases | a | b |",
        "| ---: | ---: | ---: |",
        "| 1 | 2 |  |",
        "| 10 | 3.5 | 4 |",
    ]


@pytest.mark.parametrize("name", ["site.lock", "dev.lock", "sandbox.lock", "sandbox-older.lock", "node.lock"])
def test_lock_file_has_hashes_and_no_addresses(name: str) -> None:
    text = (REQUIREMENTS / name).read_text()
    pins = re.findall(r"^[a-z0-9._-]+==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64})", text, re.MULTILINE)

    assert len(pins) == len(re.findall("==", text)) > 0
    assert re.findall(r"://|--index|--find-links", text) == []


def test_locks_agree_on_every_version() -> None:
    versions: dict[str, set[str]] = {}
    for lock in REQUIREMENTS.glob("*.lock"):
        for package, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text(), re.MULTILINE):
            versions.setdefault(package, set()).add(version)

    assert [package for package, found in versions.items() if len(found) > 1] == ["numpy"]
    assert {version.split(".")[0] for version in versions["numpy"]} == {"1", "2"}


def test_npm_lock_has_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "webapp" / "frontend" / "package-lock.json").read_text())["packages"]
    locked = {name: package for name, package in packages.items() if name}

    assert [name for name, package in locked.items() if not package["integrity"].startswith("sha512-")] == []
    assert [name for name, package in locked.items() if "resolved" in package] == []
