"""What breaks: processes that are killed, answers that are lost, sites that are half there."""
