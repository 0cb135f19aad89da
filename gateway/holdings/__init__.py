"""What the gateway holds on a family: shown, handed over, erased on demand and by its age."""
