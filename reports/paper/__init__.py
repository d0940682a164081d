"""What stands on the pages of a report, section by section, from one run and nothing else?"""
