"""Request glue: who is asking, access, errors, fields and pages."""
