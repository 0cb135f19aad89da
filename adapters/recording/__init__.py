"""Scenarios: what a family did on an extranet, recorded as bytes, to read and replay offline.

`README.md` beside this file is the format's public description.
"""
