"""A test whose need is not met is skipped with the reason, and fails where CI promises the need."""

import pytest

pytest_plugins = ["pytester"]

_TEST = """
import pytest

@pytest.mark.{need}
def test_wall():
    pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> pytest.Pytester:
    """A project of one test with the tree's conftest."""
    conftest = request.config.rootpath / "tests" / "conftest.py"
    pytester.makeconftest(conftest.read_text())
    pytester.makeini("[pytest]\nmarkers =\n  docker: x\n  gpu: x\n")
    return pytester


def test_missing_engine_skips_with_reason(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READYROOM_NO_DOCKER", "the kernel forbids it")
    monkeypatch.delenv("CI", raising=False)
    project.makepyfile(_TEST.format(need="docker"))

    result = project.runpytest_subprocess("-rs", "-p", "no:django")

    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*the kernel forbids it"])


def test_missing_engine_fails_in_ci(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READYROOM_NO_DOCKER", "the kernel forbids it")
    monkeypatch.setenv("CI", "true")
    project.makepyfile(_TEST.format(need="docker"))

    result = project.runpytest_subprocess("-p", "no:django")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*CI must be able to run this: the kernel forbids it*"])


def test_missing_gpu_skips_even_in_ci(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setenv("CI", "true")
    project.makepyfile(_TEST.format(need="gpu"))

    project.runpytest_subprocess("-p", "no:django").assert_outcomes(skipped=1)
