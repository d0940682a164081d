"""Which pages are about people rather than about one selection's content?"""
