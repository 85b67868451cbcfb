def grouped_auc(rows: list[tuple[str, float, int]]) -> dict[str, float | None]:
    """AUC per user weighted by impressions, the share of rows it rests on, and the AUC of all rows together.

    rows: (user, score, label) in any order, label 0 or 1. None stands for what is not defined.
    Raises ValueError when a score is NaN or a label is neither 0 nor 1.
    """
    return {"gauc": None, "covered": None, "auc": None}
