"""The part of the command line that speaks with people: serving, and later the channels."""
