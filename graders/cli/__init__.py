"""The command line: `python -m graders lint|grade|verify|schema`."""
