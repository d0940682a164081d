"""How fast is it, measured against what was promised?"""
