"""Which pages bring everything together: the list, the overview, the results, the documents?"""
