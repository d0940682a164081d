"""Does the record prove what the tables and files say?"""
