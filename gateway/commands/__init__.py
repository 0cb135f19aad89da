"""What `imuse-gateway` does: each group of commands with its words, in French."""
