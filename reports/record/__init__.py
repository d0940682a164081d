"""What does the record of a selection, or of the site, say: who did what, when?"""
