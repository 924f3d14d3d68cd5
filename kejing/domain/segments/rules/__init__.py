"""What decides, without a database: conditions, load and its balance, courses of targets and prospects."""
