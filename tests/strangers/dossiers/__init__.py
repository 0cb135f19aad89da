"""Old extranets with all that a family may read there, written by other hands from the same guide.

As with the other strangers, none of their authors had seen how the adapter reads.
"""
