"""Times in words."""

from datetime import timedelta


def clock_words(duration: timedelta) -> str:
    """12:34, or 1:02:03."""
    seconds = max(0, int(duration.total_seconds()))
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
