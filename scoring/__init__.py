"""Which marks did each person give?"""
