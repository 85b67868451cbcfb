"""Question banks: quiz items and written questions, read from problems/questions/, marked, shown and checked."""

from graders.questions.answers import AnswerError
from graders.questions.items import Choice, Item, Numeric, Option, Ordering, Several, Short, texts_of
from graders.questions.loader import Bank, Library, load_bank, load_questions
from graders.questions.presenting import shown_order
from graders.questions.scoring import Mark, Remark, guess, key_of, mark
from graders.questions.written import Criterion, RubricLevel, SelfCheck, Written

__all__ = [
    "AnswerError",
    "Bank",
    "Choice",
    "Criterion",
    "Item",
    "Library",
    "Mark",
    "Numeric",
    "Option",
    "Ordering",
    "Remark",
    "RubricLevel",
    "SelfCheck",
    "Several",
    "Short",
    "Written",
    "guess",
    "key_of",
    "load_bank",
    "load_questions",
    "mark",
    "shown_order",
    "texts_of",
]
