"""What may be stored as somebody's code."""

from typing import Any

from django.conf import settings

from graders.own_input import InputError, parse
from graders.package.manifest import Entry
from webapp.practice.domain.refusals import Refused


def check_text(value: Any) -> str:
    """`value` if it is text of at most MAX_CODE_BYTES without NUL; else Refused, so that nothing is cut or lost."""
    if not isinstance(value, str):
        raise Refused("code.missing", "There is no code in this request.")
    try:
        size = len(value.encode())
    except UnicodeEncodeError:
        raise Refused("code.binary", "This is not text: it cannot be written as UTF-8.") from None
    if size > settings.MAX_CODE_BYTES:
        limit = settings.MAX_CODE_BYTES // 1024
        # Rounded up: one byte too many must not read as "64 of 64 KiB".
        raise Refused(
            "code.too_large", f"The code is {-(-size // 1024)} KiB; at most {limit} KiB are accepted.", 413
        )
    if "\0" in value:
        line = value[: value.index("\0")].count("\n") + 1
        raise Refused("code.binary", f"This is not text: line {line} holds a NUL character.", line=line)
    return value


def check_code(value: Any) -> str:
    """`value` if it can be run: text as `check_text` wants it, and not blank."""
    text = check_text(value)
    if not text.strip():
        raise Refused("code.empty", "The editor is empty: there is nothing to run.")
    return text


def check_own_input(entry: dict[str, Any], value: Any) -> str:
    """`value` if it spells a call of the entry; empty when there is no input of one's own."""
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        raise Refused("input.bad", "The input is not text.", field="input")
    try:
        parse(Entry.model_validate(entry), value)
    except InputError as error:
        raise Refused(
            "input.bad", error.message, field="input", line=error.line, column=error.column
        ) from None
    return value
