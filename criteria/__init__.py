"""What counts, and how much?"""
