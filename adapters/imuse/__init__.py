"""The live iMuse extranet over HTTP, read by visible words.

`reading` turns bytes into a `Page` and knows nothing of iMuse; `screens` find the guide's screens
on pages; `browsing` goes from one to the next as a person would; `session` does what the port says.
"""
