"""Hypothesis strategies for everything that an assertion ranges over.

Numbers are dyadic, so that a float holds them exactly and a short fraction prints them; sets are listed from the
simplest number on, which is what shrinking goes to.
"""
