"""What needs me now: where every member of staff lands."""
