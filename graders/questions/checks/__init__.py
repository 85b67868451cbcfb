"""What must hold of questions beyond their format: nothing gives a key away, nothing is asked twice, numbers compute."""

from __future__ import annotations

from graders.diagnostics import Diagnostics
from graders.questions.checks.bank import check_balance, check_coverage, check_giveaways
from graders.questions.checks.item import check_item
from graders.questions.checks.likeness import check_likeness
from graders.questions.checks.written import check_written
from graders.questions.loader import READINESS, Bank, Library


def check_library(library: Library, diagnostics: Diagnostics) -> None:
    """Every check of every bank, and those across banks."""
    for bank in library.banks:
        check_bank(bank, diagnostics.child(bank.name))
    check_likeness([(p, bank.name) for bank in library.banks for p in bank.placed], diagnostics)


def check_bank(bank: Bank, diagnostics: Diagnostics) -> None:
    """Every check of one bank by itself."""
    for placed in bank.placed:
        check_item(placed, diagnostics)
    for question in bank.written:
        check_written(question, diagnostics)
    there = {question.name for question in bank.written}
    for said in bank.checks:
        if said.check.proof not in there:
            words = f"{said.check.id}: proof: this bank has no written question {said.check.proof}"
            diagnostics.error(words, READINESS, said.line)
    check_giveaways(bank, diagnostics)
    check_balance(bank, diagnostics)
    if bank.name == bank.topic:  # others add to what the topic has
        check_coverage(bank, diagnostics)
