"""How does a whole selection look as one workbook that computes its result itself?"""
