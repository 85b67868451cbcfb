"""What the gradebook's table needs."""

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()


@register.filter
def beside(cells: Sequence[Any], items: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each cell with the item it belongs to."""
    return list(zip(items, cells, strict=True))


@register.filter
def percent(share: float) -> str:
    """0.9 -> 90 %."""
    return f"{share * 100:.0f} %"
