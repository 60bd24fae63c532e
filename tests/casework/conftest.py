"""What tests of casework share."""

import pytest
from sqlalchemy import event


@pytest.fixture
def statements(app):
    """The SQL sent to the database, BEGIN and settings not counted."""
    sent = []

    def note(_c, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            sent.append(statement)

    engine = app.extensions["grants_house"].database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)
