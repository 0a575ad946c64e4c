"""Requests drawn by chance from what the portal's own pages link to, ask for and read."""
