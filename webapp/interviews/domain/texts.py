"""The texts of a round over time: where each sheet began, and what it held after each event."""

from collections.abc import Iterable, Iterator

from webapp.interviews.domain.content import content_of
from webapp.interviews.domain.splices import Splice
from webapp.interviews.models import Event, Round


def beginnings(round_: Round) -> dict[str, str]:
    """What each sheet held before its first change: a starter where code begins, nothing elsewhere.

    A later stage begins empty; the code that is carried over is its first change.
    """
    content = content_of(round_)
    first = content.tasks[:1] if content.shown == "stages" else content.tasks
    begun = {task.id for task in first}
    return {
        sheet.name: sheet.version.starter if sheet.version and sheet.name in begun else ""
        for sheet in round_.sheets.select_related("version")
    }


def history(round_: Round, events: Iterable[Event]) -> Iterator[tuple[Event, str]]:
    """Each change with the text of its sheet after it."""
    texts = beginnings(round_)
    for event in events:
        if event.kind == "text":
            change = Splice(event.data["place"], event.data["cut"], event.data["put"])
            texts[event.sheet] = change.apply(texts.get(event.sheet, ""))
            yield event, texts[event.sheet]
