"""The consumer's side: what a reader of one desk can ask, whoever answers."""
