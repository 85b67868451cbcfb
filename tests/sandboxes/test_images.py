"""The images of Docker cells: their inputs, and that building again does nothing."""

import time

import pytest

from sandboxes import Settings
from sandboxes.images.build import beyond, build, requirements

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


def test_image_with_the_older_numpy_has_that_of_its_own_lock_file() -> None:
    locked = [line.partition(" ")[0] for line in requirements("python-older").splitlines() if "==" in line]
    present = [line.partition(" ")[0] for line in requirements("python").splitlines() if "==" in line]
    assert [name.partition("==")[0] for name in sorted(locked)] == ["msgpack", "numpy"]
    assert (sorted(locked)[1].startswith("numpy==1."), sorted(present)[1].startswith("numpy==2.")) == (
        True,
        True,
    )


@pytest.mark.docker
def test_building_again_changes_nothing_and_is_quick() -> None:
    opened("docker", {"python": 0}).close()
    build(Settings(), say=lambda _: None)
    said: list[str] = []
    began = time.monotonic()
    names = build(Settings(), say=said.append)
    assert said == [f"{name} is up to date" for name in names]
    assert time.monotonic() - began < 10


def test_libraries_that_a_build_of_pytorch_brings_along_are_installed_too() -> None:
    wheels = [
        "torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl",
        "nvidia_cublas_cu12-12.8.4.1-py3-none-manylinux_2_27_x86_64.whl",
        "triton-3.5.0-cp311-cp311-manylinux_2_27_x86_64.whl",
        "typing_extensions-4.16.0-py3-none-any.whl",
        "pip-26.0-py3-none-any.whl",
    ]
    known = ["torch==2.13.0", "typing-extensions==4.16.0", "pip"]
    assert beyond(wheels, known) == ["nvidia-cublas-cu12==12.8.4.1", "triton==3.5.0"]
