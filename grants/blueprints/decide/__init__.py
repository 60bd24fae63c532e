"""The door of decisions: rounds, ranking, recommendations and approvals."""
