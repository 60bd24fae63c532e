"""The outside world, each part behind a Protocol, so that tests and small councils can stand in for it."""
