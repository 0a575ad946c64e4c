"""The long proofs: minutes each, run by `make proof`."""
