"""The door a monitor knocks on."""
