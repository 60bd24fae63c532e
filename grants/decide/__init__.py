"""The room of ranking, recommendation, approval and decision."""
