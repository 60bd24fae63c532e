"""The doors to each fund's figures."""
