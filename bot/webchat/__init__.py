"""The web chat: server-rendered pages that work without a script. What happens is decided in surveys.

A GET only reads; every POST is a form that changes something and ends in a redirect (or, for the page's own
script, in the next page at once).
"""
