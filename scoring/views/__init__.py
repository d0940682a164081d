"""Which pages does scoring have: one's own sheet, the round, and everybody's marks after the reveal?"""
