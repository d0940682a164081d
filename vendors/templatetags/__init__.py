"""How do amounts and states look on the pages of vendors?"""
