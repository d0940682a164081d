"""What was tried, and what came of it?"""
