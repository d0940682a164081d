"""How do tables of scenarios and results come into the POC?"""
