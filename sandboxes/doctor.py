"""Looks at every backend and every layer of it on this machine: what is there, what is missing, what to do."""

from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any

from .backend import Backend
from .bundle import PRELOADS
from .device import IMAGE
from .errors import CellLost, SandboxUnavailable
from .opening import BACKENDS, choose
from .selfcheck import Layer
from .settings import Settings


@dataclass
class Diagnosis:
    """One backend's layers. `ready` says whether it would be used to run anything."""

    backend: str
    layers: list[Layer]
    about: dict[str, Any] = field(default_factory=dict)
    device: list[Layer] = field(default_factory=list)
    """Layers of cells with a GPU, which only a GPU runner needs."""

    @property
    def ready_for_device(self) -> bool:
        """Whether cells with a device would be used too."""
        return self.ready and bool(self.device) and all(layer.present for layer in self.device)

    @property
    def ready(self) -> bool:
        return all(layer.present for layer in self.layers)

    def as_dict(self) -> dict[str, Any]:
        layers = [asdict(layer) for layer in self.layers]
        device = {"ready": self.ready_for_device, "layers": [asdict(layer) for layer in self.device]}
        facts = {"backend": self.backend, "ready": self.ready, "about": self.about, "layers": layers}
        return {**facts, "device": device}


def diagnose(settings: Settings, only: str | None = None) -> list[Diagnosis]:
    """Return a diagnosis of each backend, or of `only` one. Starts and destroys a cell per image that is there."""
    return [_diagnose(BACKENDS[name](settings)) for name in ([only] if only else BACKENDS)]


def chosen(settings: Settings) -> str | None:
    """Return the backend that SANDBOX and this machine lead to, or None."""
    try:
        with closing(choose(None, list(PRELOADS), settings)) as backend:
            return backend.name
    except SandboxUnavailable:
        return None


def _diagnose(backend: Backend) -> Diagnosis:
    with closing(backend):
        general = backend.problems([])
        if general:
            return Diagnosis(backend.name, [Layer(one.layer, False, one.why, one.fix) for one in general])
        layers = list(backend.outer_layers())
        for image in PRELOADS:
            layers += _image(backend, image)
        return Diagnosis(backend.name, layers, backend.describe(), _device(backend))


def _device(backend: Backend) -> list[Layer]:
    """Return the layers of a cell with a device; one is started only where nothing is missing outside."""
    layers = backend.device_layers()
    if not all(layer.present for layer in layers):
        return layers
    if problems := backend.problems([IMAGE]):
        return [*layers, *(Layer(problem.layer, False, problem.why, problem.fix) for problem in problems)]
    try:
        cell, inside = backend.inspect(IMAGE)
    except CellLost as error:
        return [*layers, Layer("cell with a device", False, str(error), "see what the cell said")]
    with cell:
        names = ("device", "device untouched", "PyTorch for CUDA")
        return [*layers, *(layer for layer in inside if layer.name in names or not layer.present)]


def _image(backend: Backend, image: str) -> list[Layer]:
    """Return the layers of a cell of `image`; those of "python" in full, of another image what it lacks."""
    problems = backend.problems([image])
    if problems:
        return [Layer(f"image {image}", False, problem.why, problem.fix) for problem in problems]
    try:
        cell, layers = backend.inspect(image)
    except CellLost as error:
        return [Layer(f"image {image}", False, str(error), "see what the cell said")]
    with cell:
        versions = cell.hello.get("versions", {})
    found = Layer(
        f"image {image}", True, ", ".join(f"{name} {version}" for name, version in versions.items())
    )
    return [found, *(layer for layer in layers if image == "python" or not layer.present)]
