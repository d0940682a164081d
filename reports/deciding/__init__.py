"""What was decided, on which numbers, and what had to be waived for it?"""
