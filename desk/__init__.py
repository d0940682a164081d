"""Where does everything stand, for whom, and what is theirs to do?"""
