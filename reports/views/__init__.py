"""Which pages show numbers and papers: costs, results, the record, the decision with its reports?"""
