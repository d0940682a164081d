"""How is a number or a table written by people read? No Django, and no rule of a selection."""
