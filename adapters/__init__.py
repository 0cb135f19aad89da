"""The old side: everything that knows iMuse. It imports nothing of the gateway."""
