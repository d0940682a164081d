"""How do the tables of a report look in a document that others edit?"""
