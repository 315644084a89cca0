"""What can be measured, with NumPy, SciPy and Arb; knows nothing of claims."""
