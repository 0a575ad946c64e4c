"""The rulers: how numbers are written where Django's own way is not the one that people here read."""
