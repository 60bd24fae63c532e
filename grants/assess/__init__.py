"""The room of interests, blind scores and moderation."""
