"""Set-up, supervision and checks behind the Makefile; standard library only, since it runs before anything is installed."""
