"""From bytes to a `Page`: what a person sees and can press, without the markup. Pure."""
