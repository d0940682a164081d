"""Which pages has the POC?"""
