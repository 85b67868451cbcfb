"""A draft tried as a candidate would: code run and submitted against the files as they are, kept for who tried it."""
