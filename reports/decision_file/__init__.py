"""How does a selection leave as a decision file, and how does a file become a selection?"""
