"""What is kept: tables, their queries (one small file for each group), migrations, the writer."""
