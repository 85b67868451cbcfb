"""`python -m sandboxes`: what it prints, and its exit statuses."""

import io
import json
import sys
from pathlib import Path

import pytest

from sandboxes.__main__ import main
from sandboxes.settings import Settings

from .conftest import BACKENDS, opened


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"from stdin")))
    return tmp_path / "script.py"


@pytest.fixture(params=BACKENDS)
def usable(request: pytest.FixtureRequest) -> str:
    opened(request.param, {"python": 0}).close()
    return str(request.param)


def test_run_passes_output_and_input_through(
    usable: str, script: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    script.write_text("import sys\nprint(sys.stdin.read(), sys.argv[1:])\n")
    assert main(["run", str(script), "a", "--backend", usable, "--wall", "20"]) == 0
    assert capfdbinary.readouterr().out == b"from stdin ['a']\n"


def test_run_of_a_failing_script_is_1_and_says_where(
    usable: str, script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script.write_text("1 / 0\n")
    assert main(["run", str(script), "--backend", usable, "--wall", "20", "--json"]) == 1
    outcome = json.loads(capsys.readouterr().out)
    assert (outcome["ending"], outcome["error"]["type"]) == ("raised", "ZeroDivisionError")
    assert outcome["error"]["frames"] == [
        {"file": "script.py", "line": 1, "function": "<module>", "text": "1 / 0"}
    ]


def test_run_of_a_script_that_exits_with_0_is_0(usable: str, script: Path) -> None:
    script.write_text("raise SystemExit\n")
    assert main(["run", str(script), "--backend", usable, "--wall", "20"]) == 0


def test_run_of_a_missing_file_is_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["run", str(tmp_path / "none.py")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_run_without_a_sandbox_is_2_and_says_what_to_install(
    script: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script.write_text("")
    monkeypatch.setenv("SANDBOX_ENV", str(tmp_path / "none"))
    assert main(["run", str(script), "--backend", "bubblewrap"]) == 2
    assert "sandbox environment" in capsys.readouterr().err or "bubblewrap" in capsys.readouterr().err


def test_doctor_lists_layers_as_json(usable: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json", "--backend", usable]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["ready"], report["chosen"]) == (True, usable)
    [backend] = report["backends"]
    layers = {layer["name"]: layer["present"] for layer in backend["layers"]}
    assert {"seccomp filter", "network", "image torch", "memory and process limits"} <= set(layers)
    assert set(layers.values()) == {True}


def test_doctor_without_an_environment_is_1_and_names_the_fix(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANDBOX_ENV", str(tmp_path))
    assert main(["doctor", "--backend", "bubblewrap"]) == 1
    printed = capsys.readouterr().out
    assert "missing" in printed
    assert "No cell can run here" in printed


def test_bad_setting_is_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SANDBOX", "chroot")
    assert main(["doctor"]) == 2
    assert capsys.readouterr().err == "SANDBOX must be auto, docker or bubblewrap, not 'chroot'\n"


def test_settings_come_from_the_environment() -> None:
    environment = {
        "SANDBOX": "docker",
        "SANDBOX_ENV": "/opt/env",
        "SANDBOX_RUNTIME": "runsc",
        "SANDBOX_SESSIONS_PER_CELL": "1",
        "SANDBOX_IMAGE_PREFIX": "registry/cell-",
        "SANDBOX_CELL_MEMORY_MIB": "1024",
    }
    assert Settings.from_environment(environment) == Settings(
        backend="docker",
        environment=Path("/opt/env"),
        runtime="runsc",
        sessions_per_cell=1,
        image_prefix="registry/cell-",
        cell_memory_bytes=1 << 30,
    )
    assert Settings.from_environment({}) == Settings()


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_number_that_is_none_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="SANDBOX_SESSIONS_PER_CELL must be a positive number"):
        Settings.from_environment({"SANDBOX_SESSIONS_PER_CELL": number})
