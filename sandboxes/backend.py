"""What the backends have in common: a place is started, its zygote greeted, its layers checked. Fail closed."""

import abc
from typing import Any, ClassVar

from . import bundle
from .cell import Cell, LayerRefused, Transport
from .errors import Problem, SandboxUnavailable
from .selfcheck import Layer, check, refused
from .settings import Settings


class Backend(abc.ABC):
    """Makes cells of one sort. Cells of an image whose first cell missed a layer are never handed out."""

    name: ClassVar[str]

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @abc.abstractmethod
    def problems(self, images: list[str]) -> list[Problem]:
        """Return what keeps cells of `images` from being started at all."""

    @abc.abstractmethod
    def outer_layers(self) -> list[Layer]:
        """Return the layers of the outer wall that cannot be seen from inside."""

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
        if image not in bundle.PRELOADS:
            raise ValueError(f"no image {image!r}; there are {', '.join(bundle.PRELOADS)}")
        cell = Cell(image, self._open(image))
        try:
            cell.greet(bundle.first_frame(image))
            return cell, check(cell)
        except LayerRefused as error:
            cell.close()
            return cell, [refused(error)]
        except BaseException:
            cell.close()
            raise
