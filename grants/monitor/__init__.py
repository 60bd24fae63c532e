"""The room of returns, unspent money and closure."""
