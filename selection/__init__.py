"""Who takes part in which selection, and in which phase is it?"""
