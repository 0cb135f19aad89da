"""What pages show, made ready for the templates. Pure."""
