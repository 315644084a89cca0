"""The assertions, one file each."""
