"""Whom do we compare, what do we know, and what does it cost?"""
