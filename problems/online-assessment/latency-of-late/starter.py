import sys


def main() -> None:
    """Read the log from standard input and write a line per question."""
    for line in sys.stdin:
        sys.stdout.write(line)


main()
