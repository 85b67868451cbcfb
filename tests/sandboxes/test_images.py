"""The images of Docker cells: their inputs, and that building again does nothing."""

import time

import pytest

from sandboxes import Settings
from sandboxes.images.build import build, requirements

from .conftest import opened


def test_requirements_of_the_images_part_the_lock_file() -> None:
    python, torch = requirements("python"), requirements("torch")
    names = [line.partition("==")[0] for line in python.splitlines() if "==" in line]
    assert sorted(names) == ["msgpack", "numpy"]
    assert "sympy==" in torch
    assert "numpy==" not in torch
    for text in (python, torch):
        assert text.count("--hash=sha256:") > 1
        assert "#" not in text


@pytest.mark.docker
def test_building_again_changes_nothing_and_is_quick() -> None:
    opened("docker", {"python": 0}).close()
    build(Settings(), say=lambda _: None)
    said: list[str] = []
    began = time.monotonic()
    names = build(Settings(), say=said.append)
    assert said == [f"{name} is up to date" for name in names]
    assert time.monotonic() - began < 10
