"""An organisation's own pages: who it is, who acts for it, and its applications."""
