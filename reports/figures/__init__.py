"""Figures of a report, drawn from the numbers that the record holds for them.

``model`` says what a figure is, ``reading`` takes it from a record, ``drawing`` draws it (Matplotlib, imported
there and only when a record has figures), and ``svg`` makes of the drawing what may stand in a page.
"""
