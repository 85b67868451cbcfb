#!/usr/bin/env python
"""Readyroom's command line: migrations, problems, accounts and everything else that Django offers."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    execute_from_command_line(sys.argv)
