"""Workbooks: the questions of a care map, as data files that people may bring."""
