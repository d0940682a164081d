"""How does one's own sheet leave as a workbook and come back, and how do one's own points come from a spreadsheet?"""
