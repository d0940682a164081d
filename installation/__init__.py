"""How does a whole installation leave in one file and come back, and who has it in use?"""
