"""The verdicts a submission or a case can get."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a submission is worth in a word; IE is always ours and never the candidate's."""

    AC = "AC"
    PA = "PA"
    WA = "WA"
    TLE = "TLE"
    MLE = "MLE"
    OLE = "OLE"
    RE = "RE"
    CE = "CE"
    IE = "IE"
    CANCELLED = "CANCELLED"

    @property
    def title(self) -> str:  # type: ignore[override]  # the word that pages print, not str.title()
        """The verdict in words, as pages print it."""
        return _TITLES[self]


_TITLES = {
    Verdict.AC: "Accepted",
    Verdict.PA: "Partly met",
    Verdict.WA: "Wrong answer",
    Verdict.TLE: "Time limit exceeded",
    Verdict.MLE: "Memory limit exceeded",
    Verdict.OLE: "Output limit exceeded",
    Verdict.RE: "Run-time error",
    Verdict.CE: "Does not compile",
    Verdict.IE: "Our fault: not graded",
    Verdict.CANCELLED: "Cancelled",
}

DECLARED = {
    "accepted": Verdict.AC,
    "partially_accepted": Verdict.PA,
    "wrong_answer": Verdict.WA,
    "time_limit_exceeded": Verdict.TLE,
    "memory_limit_exceeded": Verdict.MLE,
    "output_limit_exceeded": Verdict.OLE,
    "run_time_error": Verdict.RE,
    "compile_error": Verdict.CE,
}
"""Folder under submissions/ -> the verdict its files must get."""
