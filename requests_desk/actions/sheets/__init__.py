"""Sheets of rows, in and out: the six kinds that officials keep, each a module."""
