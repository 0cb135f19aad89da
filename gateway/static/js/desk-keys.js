// A key presses the link or button that bears it: data-key, so that page and script share one table.
