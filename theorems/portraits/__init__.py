"""What is derived of one family, and how it was confirmed.

request     what was asked for, as plain data that travels to a worker
given       a family from the text of its log-density
chart       a family in a chart given as text
subject     the family of a request, with the sets of its symbols and the point of `at`
points      generic points of a domain
jumps       jumps of a density at places that move, where the information is infinite
compiled    the log-density as a numeric function: the one place where that happens
measure     the Fisher matrix, the divergence and the mass, measured from the log-density alone
affinity    int p^a*q^(1 - a) of two laws, measured in the same way
confirm     a derived matrix or divergence against what is measured
shortened   long formulas in a shorter form
exponential the form of an exponential family, Renyi's and the alpha-divergences
curves      Christoffel symbols and geodesics
fields      one function for each field of a portrait, those of the two above included
engine      each field as a check in a process of its own
"""
