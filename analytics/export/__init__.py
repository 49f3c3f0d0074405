"""Writing a Report to a file, one module per format; `write` is the only door."""
