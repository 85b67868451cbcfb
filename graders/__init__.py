"""(package, submission) -> report. Knows sandboxes/, not Django and not the database."""

ENGINE_VERSION = "1.0"
"""Part of every report and cache key: raised whenever the same submission could be graded otherwise."""
