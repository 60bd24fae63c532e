"""The auditor's door: find, read, take away and verify; nothing here changes the record."""
