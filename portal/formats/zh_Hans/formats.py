"""Numbers in simplified Chinese: digits stand in groups of three (GB/T 15835), not of four as Django has them."""

NUMBER_GROUPING = 3
THOUSAND_SEPARATOR = ","
