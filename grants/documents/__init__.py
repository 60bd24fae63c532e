"""Letters and reports: a dataclass in, bytes or an HTML twin out."""
