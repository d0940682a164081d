"""What do people type about themselves, each other, a selection's frame and a table that comes in?"""
