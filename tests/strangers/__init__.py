"""Old extranets written by other hands from the same guide, in other markup and of other ages.

None of their authors had seen how the adapter reads: whatever works here works by visible words.
"""
