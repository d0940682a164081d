"""What does a block copied from a spreadsheet say, cell by cell, and which cells cannot be read?"""
