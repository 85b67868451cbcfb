"""Written by record.py: what training made of the broken loader's draws, with two workers."""

# fmt: off
AUC_BEFORE = [0.629, 0.7, 0.744, 0.762, 0.773, 0.782, 0.788, 0.792, 0.794, 0.795, 0.796, 0.797]
LOSS_BEFORE = [0.293, 0.303, 0.318, 0.332, 0.344, 0.356, 0.367, 0.376, 0.385, 0.393, 0.401, 0.408]
