"""What a web server and the `flask` command load."""

import sys

from config import BadSettings
from grants.factory import create_app

try:
    app = create_app()
except BadSettings as wrong:
    sys.exit(f"grants: {wrong}")
