"""Old extranets with Réinscription and both password screens, by people who had only the guide.

Each is a site of its own, whole from sign-in to Déconnexion, in a markup, a charset and an era of
its own; nobody who wrote one has seen the reader.
"""
