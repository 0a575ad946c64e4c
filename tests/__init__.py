"""The tests: mirrors of the source, journeys through the whole house, benchmarks and long proofs."""
