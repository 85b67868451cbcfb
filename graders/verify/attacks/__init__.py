"""Attacks that need to know nothing of a problem, tried on every package: its checker or examiner must not fall for one."""

from graders.verify.attacks.tricks import TRICKS, Trick

__all__ = ["TRICKS", "Trick"]
