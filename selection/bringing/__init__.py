"""How does a table come in: what is read of a block, what is asked about it, and what was answered?"""
