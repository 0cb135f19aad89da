"""What people do, in a real browser, by the words they see; the gateway is a process of its own."""
