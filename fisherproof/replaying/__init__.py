"""Decide a certificate again, with code that shares nothing with the verifier but python-flint."""
