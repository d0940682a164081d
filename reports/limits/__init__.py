"""Where does a selection hold what its decision file cannot hold, and how is that put right?"""
