"""What a web server and the `flask` command load."""

from grants.factory import create_app

app = create_app()
