"""Criteria and weights that come in as a list."""
