"""Old extranets that do all that the guide offers, each whole in one site.

They differ in everything that a family sees; what they keep is in `estate`, which serves no page.
"""
