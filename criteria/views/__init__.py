"""Which pages are about criteria, weights and templates?"""
