"""Items, evidence and answers for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from graders.questions.items import ITEM, texts_of
from tests.webapp.making import CANARY
from webapp.accounts.models import User
from webapp.catalog.domain.rendering import render_markdown
from webapp.readiness.domain.log import Observation, record
from webapp.readiness.models import Evidence, Item, ItemVersion

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WHY = f"This is the explanation of a mistake, {CANARY}."

PARTS: dict[str, dict[str, Any]] = {
    "choice": {
        "options": [
            {"text": "right answer", "correct": True},
            {"text": "first mistake", "why": WHY},
            {"text": "second mistake", "why": WHY},
        ]
    },
    "several": {
        "options": [
            {"text": "one that is right", "correct": True},
            {"text": "another that is right", "correct": True},
            {"text": "one that is wrong", "why": WHY},
            {"text": "another that is wrong", "why": WHY},
        ]
    },
    "ordering": {
        "steps": ["wake up", "get up", "go out"],
        "slips": [{"before": 1, "after": 2, "why": WHY}],
    },
    "numeric": {
        "value": 400.0,
        "formula": f"8 / 0.020 + 0 * len('{CANARY}')",
        "unit": "requests/s",
        "mistakes": [{"value": 50.0, "why": WHY}],
    },
    "short": {
        "accepted": [f"n log n {CANARY}"],
        "mistakes": [{"text": f"n {CANARY}", "why": WHY}],
    },
}
"""What each type has of its own. Whatever would tell the key holds the canary."""


def make_item(
    id: str, type: str = "choice", topic: str = "coding", level: str = "2-2", **more: Any
) -> ItemVersion:
    """A quiz item with its current version."""
    facts: dict[str, Any] = {
        "id": id,
        "type": type,
        "topic": topic,
        "level": level,
        "difficulty": 0.0,
        "prompt": f"What of *{id}*?",
        "explanation": f"This is the explanation of it all, {CANARY}.",
    }
    source = ITEM.validate_python(facts | PARTS[type] | more)
    item, _ = Item.objects.update_or_create(name=source.name, defaults={"kind": "quiz", "topic": topic})
    item.current = ItemVersion.objects.create(
        item=item,
        digest=source.digest,
        type=type,
        level=level,
        difficulty=source.difficulty,
        seconds=source.seconds,
        topics=dict(source.weights),
        content=source.model_dump(mode="json"),
        html={text: render_markdown(text) for _, text in texts_of(source)},
    )
    item.save()
    return item.current


def observe(user: User, source: str, category: int = 1, **more: Any) -> Evidence | None:
    """A piece of evidence, from a choice about coding unless something else is said."""
    facts: dict[str, Any] = {
        "kind": "quiz",
        "source": source,
        "title": f"coding/{source}",
        "levels": ("2-2", "2-2"),
        "topics": {"coding": 1.0},
        "difficulty": 0.0,
        "category": category,
        "at": NOON,
        "facts": {"type": "choice", "score": float(category), "seconds": 40.0, "known": True},
    }
    return record(user, Observation(**(facts | more)))


def later(**delta: float) -> datetime:
    """So long after NOON."""
    return NOON + timedelta(**delta)
