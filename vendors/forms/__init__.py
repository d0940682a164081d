"""What do people type about needs, vendors, facts and costs, and is it valid?"""
