"""What comes out, and what was decided?"""
