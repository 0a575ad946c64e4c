"""Numbers in simplified Chinese."""
