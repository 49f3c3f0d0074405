"""The commands of this package; what they do is in the modules beside it."""
