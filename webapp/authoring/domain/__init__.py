"""What the studio does, without requests."""
