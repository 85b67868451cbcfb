"""The story bank: a few stories of one's own, and which of them suit a prompt."""

import re
from collections.abc import Iterable

from webapp.interviews.domain.content import Question
from webapp.interviews.models import Story

MOST = 20
THEMES = (
    "conflict", "ownership", "prioritisation", "incident", "candid", "growth", "influence", "ambiguity", "start-fast",
)  # fmt: skip
"""What behavioural prompts ask about."""
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    [
        "tell",
        "about",
        "time",
        "what",
        "that",
        "with",
        "this",
        "have",
        "from",
        "when",
        "were",
        "your",
        "they",
        "them",
        "which",
        "would",
        "could",
    ]
)


def fitting(question: Question, stories: Iterable[Story]) -> list[tuple[Story, list[str]]]:
    """Stories with what speaks for them, best first: shared themes, then shared words."""
    wanted = _words(f"{question.title} {question.ask}")

    def rank(story: Story) -> tuple[int, int]:
        told = _words(f"{story.title} {story.situation} {story.task} {story.action} {story.result}")
        return len(set(story.themes) & set(question.themes)), len(told & wanted)

    ranked = sorted(stories, key=lambda story: (*(-n for n in rank(story)), story.title))
    return [(story, sorted(set(story.themes) & set(question.themes))) for story in ranked]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - _COMMON
