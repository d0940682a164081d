"""Which pages show and change needs, vendors, facts and costs?"""
