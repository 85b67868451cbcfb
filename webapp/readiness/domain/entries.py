"""What of the question banks becomes rows, as plain data: read without a database, also by the desk of the studio."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from graders.questions import Bank, Item, SelfCheck, texts_of
from webapp.catalog.domain.rendering import render_markdown

CLAIM: Literal["claim"] = "claim"


@dataclass(frozen=True)
class Entry:
    """One item, as the rows want it; `texts` are its Markdown, `bank` the folder of its bank."""

    name: str
    kind: Literal["quiz", "claim"]
    topic: str
    order: int
    digest: str
    facts: dict[str, Any]
    texts: tuple[str, ...]
    bank: str = ""

    def html(self) -> dict[str, str]:
        """Each text as candidates see it."""
        return {text: render_markdown(text) for text in self.texts}


def entries_of(bank: Bank) -> Iterator[Entry]:
    """The quiz items of a bank, and its lines of the self-check."""
    for order, item in enumerate(bank.items):
        yield quiz_entry(item, order, bank.name)
    for line in bank.readiness:
        yield claim_entry(line, bank.name)


def quiz_entry(item: Item, order: int = 0, bank: str = "") -> Entry:
    """A quiz item."""
    facts = {
        "type": item.type,
        "level": item.level,
        "difficulty": item.difficulty,
        "seconds": item.seconds,
        "topics": dict(item.weights),
        "content": item.model_dump(mode="json"),
    }
    texts = tuple(dict.fromkeys(text for _, text in texts_of(item)))
    return Entry(item.name, "quiz", item.topic, order, item.digest, facts, texts, bank)


def claim_entry(claim: SelfCheck, bank: str = "") -> Entry:
    """A line of the self-check; when it is asked is no part of what it says."""
    content = claim.model_dump(mode="json", exclude={"place"})
    stable = json.dumps(content, sort_keys=True, ensure_ascii=False)
    facts = {
        "type": CLAIM,
        "level": claim.level,
        "difficulty": claim.difficulty,
        "seconds": 30,
        "topics": {claim.topic: 1.0},
        "content": content,
    }
    digest = f"sha256:{hashlib.sha256(stable.encode()).hexdigest()}"
    return Entry(claim.name, CLAIM, claim.topic, claim.place, digest, facts, (claim.can, claim.yes), bank)
