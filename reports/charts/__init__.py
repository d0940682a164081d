"""Which pictures do the numbers make: plotly figures as plain data, for the screen and for paper?"""
