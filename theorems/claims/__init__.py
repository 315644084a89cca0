"""The claims that ship, a folder per document, a file per section."""
