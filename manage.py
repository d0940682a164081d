#!/usr/bin/env python
"""Which command does the operator want to run?"""

import os
import sys

from django.core.management import execute_from_command_line

from config.privacy import owner_only
from config.remedies import FAILED, remedy

if __name__ == "__main__":
    owner_only()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except FAILED as error:
        told = remedy(error)
        if not told:
            raise
        sys.exit(f"{' '.join(sys.argv[:2])}: {told}")
