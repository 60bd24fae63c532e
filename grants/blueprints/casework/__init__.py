"""Officers find cases and read one."""
