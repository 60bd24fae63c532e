"""The room of letters, acceptance and bank details."""
