"""Start a package: a folder that verifies from its first day, with the author's own content to be put in place of its own."""
