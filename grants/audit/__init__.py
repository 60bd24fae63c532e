"""The room of the record and its proof."""
