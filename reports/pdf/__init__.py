"""How does a page become a file: letters, lines, and a process that may do nothing else?"""
