"""What does somebody's own sheet of criteria, weights and vendors say, before a selection is made of it?"""
