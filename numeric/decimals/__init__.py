"""Integrals, sums and Fisher matrices to many decimals, each found twice by rules that differ.

    what is integrated over   `domains`
    one integral              `integrals`     double-exponential, in two changes of variable
    one sum                   `totals`        direct, or Abel-Plana from two starting points
    two and three dimensions  `cubature`      trapezoids about the mode, in two frames
    Fisher matrix             `information`   E[s s^T] from a log-density and nothing else

A value comes with the digits to which the two findings agree, never with an estimate alone; an integral
that is infinite, a law without mass one and a rule that does not settle are errors with names.
All arithmetic is mpmath's, under a working precision that is set for each call and put back.
"""
