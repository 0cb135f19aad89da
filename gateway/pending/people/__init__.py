"""What people do about a request on its way: its family's second thoughts, staff's decisions."""
