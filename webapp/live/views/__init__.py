"""Pages around a room."""
