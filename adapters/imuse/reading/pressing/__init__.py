"""What can be pressed, and what pressing it does, scripts followed."""
