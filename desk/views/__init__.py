"""Which pages bring everything together: the list, the overview, the start of a selection?"""
