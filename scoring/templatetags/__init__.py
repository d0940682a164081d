"""What do the pages of scoring write themselves, for want of speed?"""
