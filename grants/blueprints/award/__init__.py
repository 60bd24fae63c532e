"""The door of awards: release, letters, acceptance and bank details."""
