"""The page in the browser, thin: state, map, timeline, filters, table and evidence, and the server that serves them."""
