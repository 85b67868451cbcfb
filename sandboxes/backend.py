"""What the backends have in common: a place is started, its zygote greeted, its layers checked. Fail closed."""

import abc
from typing import Any, ClassVar

from . import bundle, device
from .cell import Cell, LayerRefused, Transport
from .errors import Problem, SandboxUnavailable
from .selfcheck import Layer, check, refused
from .session import Session
from .settings import Settings


class Backend(abc.ABC):
    """Makes cells of one sort. Cells of an image whose first cell missed a layer are never handed out."""

    name: ClassVar[str]

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.versions: dict[str, str] = {}
        """What the cells that were started hold: Python, and libraries."""
        self.device: dict[str, Any] = {}
        """What the device in this backend's cells says of itself, once a cell with one was looked at."""

    @abc.abstractmethod
    def problems(self, images: list[str]) -> list[Problem]:
        """Return what keeps cells of `images` from being started at all."""

    @abc.abstractmethod
    def outer_layers(self) -> list[Layer]:
        """Return the layers of the outer wall that cannot be seen from inside."""

    @abc.abstractmethod
    def device_layers(self) -> list[Layer]:
        """Return what of a device can be seen without starting a cell."""

    @abc.abstractmethod
    def describe(self) -> dict[str, Any]:
        """Return what is known of the backend, for people."""

    @abc.abstractmethod
    def remove_leftovers(self) -> None:
        """Remove what workers that are gone have left behind."""

    @abc.abstractmethod
    def _open(self, image: str) -> Transport:
        """Start the locked place of an image; raise `CellLost` if that fails."""

    def close(self) -> None:  # noqa: B027 - a backend that holds nothing has nothing to let go of
        """Let go of what the backend itself holds."""

    def start(self, image: str) -> Cell:
        """Return a warm cell whose every layer has been checked from inside.

        Raises `SandboxUnavailable` that names each missing layer, or `CellLost`.
        """
        cell, layers = self.inspect(image)
        missing = [Problem(layer.name, layer.detail, layer.fix) for layer in layers if not layer.present]
        if missing:
            cell.close()
            raise SandboxUnavailable(missing)
        return cell

    def inspect(self, image: str) -> tuple[Cell, list[Layer]]:
        """Return a new cell and the judgement on each of its layers, whatever it is."""
        bundle.preloads(image)
        cell = Cell(image, self._open(image))
        try:
            cell.greet(bundle.first_frame(image))
            self.versions = {**self.versions, **cell.hello["versions"]}
            return cell, [*check(cell), *self._device(cell)]
        except LayerRefused as error:
            cell.close()
            return cell, [refused(error)]
        except BaseException:
            cell.close()
            raise

    def _device(self, cell: Cell) -> list[Layer]:
        """Return the layers of a device in the cell: none but that it is untouched for cells that have none."""
        layers = device.untouched(cell.hello)
        if cell.image != device.IMAGE:
            return layers
        layers.append(device.build_layer(cell.hello))
        if not all(layer.present for layer in layers):
            return layers
        files, call = device.probe_call()
        with Session(cell, files, device.PROBE_LIMITS, lambda _: None, runs=1) as session:
            layer, self.device = device.judged(session.run(call))
        cell.sessions = 0  # it has served nobody yet: who asks for a cell of his own may have this one
        cell.expected.clear()
        return [*layers, layer]
