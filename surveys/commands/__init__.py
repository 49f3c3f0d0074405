"""The part of the command line that is about questions, care records and invitations.

Every command finds the Settings in `ctx.obj`; mistakes of people pass through as Mistakes.
"""
