"""What must hold of questions beyond their format: nothing gives a key away, nothing is asked twice, numbers compute."""

from __future__ import annotations

from graders.diagnostics import Diagnostics
from graders.questions.checks.bank import check_balance, check_coverage, check_giveaways
from graders.questions.checks.item import check_item
from graders.questions.checks.likeness import check_likeness
from graders.questions.checks.written import check_written
from graders.questions.loader import READINESS, Bank, Library
from graders.questions.written import Written


def check_library(library: Library, diagnostics: Diagnostics) -> None:
    """Every check of every bank, and those across banks."""
    for bank in library.banks:
        check_bank(bank, diagnostics.child(bank.name))
    check_likeness([(p, bank.name) for bank in library.banks for p in bank.placed], diagnostics)
    for line in library.readiness:
        if not isinstance(library.find(line.proof), Written):
            words = f"{line.id}: proof: there is no written question {line.proof}"
            diagnostics.error(words, READINESS)


def check_bank(bank: Bank, diagnostics: Diagnostics) -> None:
    """Every check of one bank by itself."""
    for placed in bank.placed:
        check_item(placed, diagnostics)
    for question in bank.written:
        check_written(question, diagnostics)
    check_giveaways(bank, diagnostics)
    check_balance(bank, diagnostics)
    if bank.name == bank.topic:  # others add to what the topic has
        check_coverage(bank, diagnostics)
