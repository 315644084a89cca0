"""What is derived of one family, and how it was confirmed.

request     what was asked for, as plain data that travels to a worker
given       a family from the text of its log-density
chart       a family in a chart given as text
subject     the family of a request, with the sets of its symbols and the point of `at`
points      generic points of a domain
compiled    the log-density as a numeric function: the one place where that happens
measure     the Fisher matrix, the divergence and the mass, measured from the log-density alone
confirm     a derived matrix or divergence against what is measured
fields      one function for each field of a portrait
engine      each field as a check in a process of its own
"""
