"""Reading plain data field by field, with messages that name the place, what is allowed and what was there."""

from collections.abc import Sequence
from difflib import get_close_matches

from readyroom import InvalidDesign

REQUIRED = object()


class Fields:
    """The fields of one record; every reader raises InvalidDesign with the path of the field."""

    def __init__(self, values: dict, where: str) -> None:
        self._values, self._where = values, where

    def required(self, name: str) -> object:
        """The value as it is; it must be there."""
        if name not in self._values:
            raise InvalidDesign(self._path(name), "is missing")
        return self._values[name]

    def value(self, name: str, default: object) -> object:
        """The value as it is, or the default."""
        return self.required(name) if default is REQUIRED else self._values.get(name, default)

    def integer(self, name: str, low: int, high: int, default: object = REQUIRED) -> int:
        """An integer from low to high; booleans and whole floats are refused."""
        value = self.value(name, default)
        if type(value) is int and low <= value <= high:
            return value
        raise InvalidDesign(self._path(name), f"must be an integer from {low} to {high}, got {shown(value)}")

    def number(self, name: str, low: float, high: float, default: object = REQUIRED) -> float:
        """A number from low to high; NaN is refused."""
        value = self.value(name, default)
        if type(value) in (int, float) and low <= value <= high:  # type: ignore[operator]  # a number here
            return float(value)  # type: ignore[arg-type]
        raise InvalidDesign(self._path(name), f"must be a number from {low} to {high}, got {shown(value)}")

    def choice(self, name: str, allowed: Sequence[str], default: object = REQUIRED) -> str:
        """One of the allowed words."""
        value = self.value(name, default)
        if type(value) is str and value in allowed:
            return value
        words = (
            f'"{allowed[0]}"' if len(allowed) == 1 else "one of " + ", ".join(f'"{word}"' for word in allowed)
        )
        hint = suggestion(value, allowed)
        raise InvalidDesign(self._path(name), f"must be {words}, got {shown(value)}{hint}")

    def _path(self, name: str) -> str:
        return name if self._where == "design" else f"{self._where}.{name}"


def record(value: object, where: str, allowed: Sequence[str], of: str = "") -> Fields:
    """A dictionary with none but the allowed keys; `of` names what it describes, for the message."""
    if type(value) is not dict:
        raise InvalidDesign(where, f"must be a dictionary, got {shown(value)}")
    for key in value:
        if key in allowed:
            continue
        place = shown(key) if type(key) is not str else key if where == "design" else f"{where}.{key}"
        kind = f' of "{of}"' if of else ""
        fields = ", ".join(sorted(allowed))
        raise InvalidDesign(place, f"is not a field{kind}; the fields are {fields}{suggestion(key, allowed)}")
    return Fields(value, where)


def entries(value: object, where: str, low: int, high: int) -> Sequence[object]:
    """A list (or tuple) of low to high entries."""
    if type(value) not in (list, tuple):
        raise InvalidDesign(where, f"must be a list, got {shown(value)}")
    assert isinstance(value, list | tuple)
    if not low <= len(value) <= high:
        raise InvalidDesign(where, f"must have {low} to {high} entries, got {len(value)}")
    return value


def suggestion(value: object, allowed: Sequence[str]) -> str:
    """'; did you mean "x"?' when one of the allowed words is close, else nothing."""
    close = get_close_matches(value, allowed, n=1) if type(value) is str else []
    return f'; did you mean "{close[0]}"?' if close else ""


def shown(value: object) -> str:
    """A value as a message shows it: short, strings in quotes, arrays and other objects by their kind."""
    if type(value) is int and value.bit_length() > 64:
        return f"an integer of {value.bit_length()} bits"
    if value is None or type(value) in (bool, int, float):
        return str(value)
    if type(value) is str:
        return f'"{value}"' if len(value) <= 40 else f'"{value[:37]}…"'
    names = {list: "a list", tuple: "a tuple", dict: "a dictionary", bytes: "bytes"}
    return names.get(type(value), f"a {type(value).__name__}")
