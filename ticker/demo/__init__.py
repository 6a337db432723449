"""A written news day by invented outlets, served as real feeds, and the count against its written truth."""
