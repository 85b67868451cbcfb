"""The ledger: which version of each problem was proved last, and with what figures."""

from graders.ledger.entries import FILE, Entry, Ledger

__all__ = ["FILE", "Entry", "Ledger"]
